/** The cursor: asks for the instant it stands at, one question at a time, and walks by itself while playing. */
import type { Grain } from '../../core/index';
import type { Host } from '../host/host';
import { endOf, hasHappened, jumpFrom, placeAfter, placeBefore, placesOf, stepFrom } from './steps';
import type { Direction, Scope } from './steps';
import type { PageStore } from './store';

export interface Walk {
  /** Moves the cursor; the instant follows. */
  readonly seek: (seq: number) => void;
  /** One step of the present grain or of `grain`, by hand: whoever steps takes over from playing. */
  readonly step: (direction: Direction, grain?: Grain) => void;
  /** To the first place of the input the cursor is in, or of the one before; forward to the next one. */
  readonly input: (direction: Direction) => void;
  readonly first: () => void;
  readonly last: () => void;
  /** To the next of a list of places, or the one before. */
  readonly jump: (places: readonly number[], direction?: Direction) => void;
  readonly setGrain: (grain: Grain) => void;
  readonly setScope: (scope: Scope) => void;
  readonly setPlaying: (playing: boolean) => void;
  readonly setStopAtDrop: (stop: boolean) => void;
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
      const { seq, grain, timeline, busy, open } = store.getState();
      // The trace is about to change: what comes of it asks again.
      if (busy) return;
      if (!timeline || !hasHappened(timeline)) {
        const graph = timeline
          ? await host.query('graph', { seq: Math.max(0, timeline.length - 1), open })
          : null;
        store.setState({ instant: null, marks: null, graph });
        continue;
      }
      const [instant, graph, marks] = await Promise.all([
        host.query('instant', { seq, grain }),
        host.query('graph', { seq, open }),
        host.query('marks', { seq }),
      ]);
      if (isStale()) continue;
      const before = store.getState();
      store.setState({
        instant,
        marks,
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
    const { timeline, grain, seq, scope, open } = store.getState();
    if (!timeline) return;
    for (const direction of [1, -1] as const) {
      const next = stepFrom(timeline, grain, seq, direction, scope);
      if (next === null) continue;
      host.query('instant', { seq: next, grain }).catch(() => undefined);
      host.query('graph', { seq: next, open }).catch(() => undefined);
    }
  };

  const pace = () => {
    clearTimeout(timer);
    const { playing, grain, prefs } = store.getState();
    if (!playing) return;
    timer = setTimeout(playOn, PACE[grain] / prefs.speed);
  };

  /** One step of playing. It ends where nothing more happens, and at a drop if that was asked for. */
  const playOn = () => {
    const { seq, stopAtDrop, timeline } = store.getState();
    const next = nextStep(1);
    if (next === null || !timeline) {
      store.setState({ playing: false });
      return;
    }
    const drop = stopAtDrop ? placeAfter(timeline.jumps.drop, seq) : null;
    if (drop !== null && drop <= next) {
      store.setState({ playing: false });
      walk.seek(drop);
    } else walk.seek(next);
  };

  const nextStep = (direction: Direction, grain?: Grain): number | null => {
    const { timeline, seq, scope, ...state } = store.getState();
    if (!timeline || state.status !== 'ready' || !hasHappened(timeline)) return null;
    return stepFrom(timeline, grain ?? state.grain, seq, direction, scope);
  };

  const pause = () => {
    clearTimeout(timer);
    if (store.getState().playing) store.setState({ playing: false });
  };

  const walk: Walk = {
    seek(seq) {
      const { timeline, busy } = store.getState();
      if (!timeline || busy) return;
      store.setState({ seq: Math.min(Math.max(seq, timeline.start), endOf(timeline)) });
      void refresh();
    },
    step(direction, grain) {
      pause();
      const next = nextStep(direction, grain);
      if (next !== null) walk.seek(next);
    },
    input(direction) {
      pause();
      const { timeline, seq } = store.getState();
      if (!timeline) return;
      const begins = timeline.inputs.map((mark) => mark.seq);
      const next = direction === 1 ? placeAfter(begins, seq) : placeBefore(begins, seq);
      if (next !== null) walk.seek(next);
      else if (direction === -1) walk.first();
      else walk.last();
    },
    first() {
      pause();
      const { timeline } = store.getState();
      if (timeline) walk.seek(timeline.start);
    },
    last() {
      pause();
      const { timeline, scope } = store.getState();
      if (timeline) walk.seek(placesOf(timeline, 'decision', scope).at(-1) ?? endOf(timeline));
    },
    jump(places, direction = 1) {
      pause();
      const next = jumpFrom(places, store.getState().seq, direction);
      if (next !== null) walk.seek(next);
    },
    setGrain(grain) {
      store.setState({ grain });
      void refresh();
    },
    setScope(scope) {
      store.setState({ scope });
      void refresh();
    },
    setPlaying(playing) {
      store.setState({ playing });
      clearTimeout(timer);
      if (!playing) return;
      // Play at the end starts over.
      if (nextStep(1) === null) {
        const { timeline } = store.getState();
        if (timeline) walk.seek(timeline.start);
      } else playOn();
    },
    setStopAtDrop: (stopAtDrop) => store.setState({ stopAtDrop }),
    refresh,
  };
  return walk;
}
