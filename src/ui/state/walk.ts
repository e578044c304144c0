/** The cursor: asks for the instant it stands at, one question at a time, and walks by itself while playing. */
import type { Grain } from '../../core/index';
import type { Host } from '../host/host';
import { endOf, hasHappened, jumpFrom, stepFrom } from './steps';
import type { Direction } from './steps';
import type { PageStore } from './store';

export interface Walk {
  /** Moves the cursor; the instant follows. */
  readonly seek: (seq: number) => void;
  /** One step of the present grain or of `grain`. */
  readonly step: (direction: Direction, grain?: Grain) => void;
  readonly first: () => void;
  readonly last: () => void;
  /** To the next of a list of places. */
  readonly jump: (places: readonly number[]) => void;
  readonly setGrain: (grain: Grain) => void;
  readonly setPlaying: (playing: boolean) => void;
  /** Asks again for the instant, after the trace changed. Resolves when it is shown. */
  readonly refresh: () => Promise<void>;
}

/** Time from one step to the next while playing, ms at speed 1: enough to read a line, more than the motion takes. */
const PACE: Readonly<Record<Grain, number>> = { decision: 1100, hop: 1100, machine: 1500, packet: 2000 };

export function createWalk(
  store: PageStore,
  host: Host,
  on: { readonly shown: () => void; readonly failed: (error: unknown) => void },
): Walk {
  let loading: Promise<void> | null = null;
  let stale = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** One round of questions; repeated while the cursor moved on in the meantime, so that dragging stays light. */
  const load = async (): Promise<void> => {
    do {
      stale = false;
      const { seq, grain, timeline, busy } = store.getState();
      // The trace is about to change: what comes of it asks again.
      if (busy) return;
      if (!timeline || !hasHappened(timeline)) {
        const graph = timeline ? await host.query('graph', { seq: Math.max(0, timeline.length - 1) }) : null;
        store.setState({ instant: null, graph });
        continue;
      }
      const [instant, graph] = await Promise.all([
        host.query('instant', { seq, grain }),
        host.query('graph', { seq }),
      ]);
      if (isStale()) continue;
      const before = store.getState();
      store.setState({
        instant,
        graph: JSON.stringify(graph) === JSON.stringify(before.graph) ? before.graph : graph,
        direction: before.instant && before.instant.seq > instant.seq ? -1 : 1,
      });
    } while (isStale());
    on.shown();
    ahead();
    pace();
  };

  // A function, because the compiler takes the flag for unchanged across an await.
  const isStale = () => stale;

  const refresh = (): Promise<void> => {
    stale = true;
    loading ??= load()
      .catch(on.failed)
      .finally(() => {
        loading = null;
      });
    return loading;
  };

  /** Asks for the neighbours of the instant before anybody wants them. */
  const ahead = () => {
    const { timeline, grain, seq } = store.getState();
    if (!timeline) return;
    for (const direction of [1, -1] as const) {
      const next = stepFrom(timeline, grain, seq, direction);
      if (next === null) continue;
      host.query('instant', { seq: next, grain }).catch(() => undefined);
      host.query('graph', { seq: next }).catch(() => undefined);
    }
  };

  const pace = () => {
    clearTimeout(timer);
    const { playing, grain, prefs } = store.getState();
    if (!playing) return;
    timer = setTimeout(() => walk.step(1), PACE[grain] / prefs.speed);
  };

  const walk: Walk = {
    seek(seq) {
      const { timeline, busy } = store.getState();
      if (!timeline || busy) return;
      store.setState({ seq: Math.min(Math.max(seq, timeline.start), endOf(timeline)) });
      void refresh();
    },
    step(direction, grain) {
      const state = store.getState();
      if (!state.timeline || state.status !== 'ready') return;
      const next = hasHappened(state.timeline)
        ? stepFrom(state.timeline, grain ?? state.grain, state.seq, direction)
        : null;
      if (next === null) store.setState({ playing: false });
      else walk.seek(next);
    },
    first() {
      const { timeline } = store.getState();
      if (timeline) walk.seek(timeline.start);
    },
    last() {
      const { timeline } = store.getState();
      if (timeline) walk.seek(timeline.steps.decision.at(-1) ?? endOf(timeline));
    },
    jump(places) {
      const next = jumpFrom(places, store.getState().seq);
      if (next !== null) walk.seek(next);
    },
    setGrain(grain) {
      store.setState({ grain });
      void refresh();
    },
    setPlaying(playing) {
      store.setState({ playing });
      clearTimeout(timer);
      if (!playing) return;
      const { timeline, grain, seq } = store.getState();
      // Play at the end starts over.
      if (timeline && stepFrom(timeline, grain, seq, 1) === null) walk.first();
      else walk.step(1);
    },
    refresh,
  };
  return walk;
}
