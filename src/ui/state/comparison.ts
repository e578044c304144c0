/**
 * Labs side by side: each has a simulator of its own, performs the same send, and is walked in lockstep with the others. A
 * side that has arrived waits for those that still have steps to go.
 */
import { createStore, useStore } from 'zustand';
import type { StoreApi } from 'zustand';
import type { Grain, GraphView, Instant, LabInfo, Problem, StepMarks } from '../../core/index';
import type { CostsView, TimelineView } from '../../core/index';
import { CrashError } from '../host/host';
import type { Host } from '../host/host';
import type { LabText } from '../host/protocol';
import { costsSince, lastExchange, within } from './stretch';
import { placesOf } from './steps';
import type { Direction } from './steps';
import type { CompareSpec, SideSpec } from './compare-spec';

/** Why a side shows nothing. */
export type SideTrouble =
  | { readonly kind: 'unknown-lab' }
  | { readonly kind: 'no-send' }
  | { readonly kind: 'lab'; readonly problems: readonly Problem[] }
  | { readonly kind: 'crash'; readonly details: string };

/** A side at one step. */
export interface SideView {
  readonly grain: Grain;
  readonly instant: Instant;
  /** Null where no maps are wanted. */
  readonly map: { readonly graph: GraphView; readonly marks: StepMarks } | null;
  readonly costs: CostsView;
}

export interface Side {
  readonly spec: SideSpec;
  readonly info: LabInfo | null;
  readonly trouble: SideTrouble | null;
  /** Records at which the steps of the send end. */
  readonly places: readonly number[];
  readonly view: SideView | null;
  /** What it costs up to its last step. */
  readonly whole: CostsView | null;
  /** Which way its last step went. */
  readonly direction: Direction;
}

export interface Comparison {
  readonly sides: readonly Side[];
  /** Names of the sends that all sides have, as the first side has them. */
  readonly sends: readonly string[];
  readonly send: string | null;
  readonly grain: Grain;
  /** Step that is shown, from 0. */
  readonly position: number;
  /** Steps of the side that has most. */
  readonly length: number;
  readonly playing: boolean;
}

export interface Comparing {
  readonly store: StoreApi<Comparison>;
  /** Opens the sides, with simulators of their own. Answers how to end it; it may be started again, from the beginning. */
  readonly start: () => () => void;
  readonly seek: (position: number) => void;
  readonly step: (direction: Direction) => void;
  readonly setGrain: (grain: Grain) => void;
  readonly setPlaying: (playing: boolean) => void;
}

/** What of the sides is shown. */
export interface Wanted {
  /** The last question of the traffic and its answer, when all addresses are known; or everything from the beginning. */
  readonly stretch: 'last-exchange' | 'whole';
  readonly maps: boolean;
}

const ALL_OF_IT: Wanted = { stretch: 'whole', maps: true };

/** Time from one step to the next, ms: slow enough to read, and no comparison plays for longer than half a minute. */
const PACE_MS = 1100;
const WHOLE_MS = 30_000;

export function createComparison(
  spec: CompareSpec,
  loadLab: (id: string) => Promise<LabText | null>,
  createHost: () => Host,
  wanted: Wanted = ALL_OF_IT,
): Comparing {
  const unopened = (): Comparison => ({
    sides: spec.sides.map((side) => ({
      ...{ spec: side, info: null, trouble: null },
      ...{ places: [], view: null, whole: null, direction: 1 },
    })),
    ...{ sends: [], send: null, grain: 'hop', position: 0, length: 0, playing: false },
  });
  const store = createStore<Comparison>(unopened);
  let hosts: readonly Host[] = [];
  let timelines: (TimelineView | null)[] = [];
  /** What had been spent before the stretch that is shown. */
  let before: (CostsView | null)[] = [];
  /** Number of the start that counts, 0 for none: what an earlier one still answers is not listened to. */
  let run = 0;
  let starts = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const change = (mine: number, index: number, part: Partial<Side>): void => {
    if (mine !== run) return;
    store.setState(({ sides }) => ({
      sides: sides.map((side, at) => (at === index ? { ...side, ...part } : side)),
    }));
  };

  const failed = (mine: number, index: number, error: unknown): void => {
    const details =
      error instanceof CrashError
        ? error.crash.details
        : error instanceof Error
          ? error.message
          : String(error);
    change(mine, index, { trouble: { kind: 'crash', details } });
  };

  async function open(mine: number, { lab, choices }: SideSpec, index: number): Promise<void> {
    const text = await loadLab(lab);
    if (text === null) {
      change(mine, index, { trouble: { kind: 'unknown-lab' } });
      return;
    }
    if (mine !== run) return;
    const reply = await hosts[index]?.open(text, [], choices);
    if (reply?.ok === true) change(mine, index, { info: reply.info });
    else change(mine, index, { trouble: { kind: 'lab', problems: reply?.problems ?? [] } });
  }

  /** Performs the send that was asked for, or the first that all have, on every side that stands. */
  async function send(mine: number): Promise<void> {
    if (mine !== run) return;
    const infos = store.getState().sides.flatMap(({ info }) => (info === null ? [] : [info]));
    const sends = (infos[0]?.sends ?? [])
      .map(({ name }) => name)
      .filter((name) => infos.every((info) => info.sends.some((one) => one.name === name)));
    const chosen = spec.send !== null && sends.includes(spec.send) ? spec.send : (sends[0] ?? null);
    store.setState({ sends, send: chosen });
    await Promise.all(
      store.getState().sides.map(async ({ info }, index) => {
        const host = hosts[index];
        if (info === null || host === undefined) return;
        if (chosen === null) {
          change(mine, index, { trouble: { kind: 'no-send' } });
          return;
        }
        try {
          await host.input({ kind: 'send', name: chosen });
          const timeline = await host.query('timeline', {});
          const stretch = wanted.stretch === 'whole' ? null : lastExchange(timeline);
          const spent = stretch && (await host.query('costs', { input: 0, seq: stretch.from - 1 }));
          const last = stretch?.to ?? timeline.length - 1;
          const whole = costsSince(await host.query('costs', { input: 0, seq: last }), spent);
          if (mine !== run) return;
          timelines[index] = stretch === null ? timeline : within(timeline, stretch);
          before[index] = spent;
          change(mine, index, { whole });
        } catch (error) {
          failed(mine, index, error);
        }
      }),
    );
    if (mine === run) place();
  }

  /** Works out the steps anew, and shows the first of them. */
  function place(): void {
    const { grain } = store.getState();
    const sides = store.getState().sides.map((side, index) => {
      const timeline = timelines[index];
      return { ...side, places: timeline ? placesOf(timeline, grain, 'packets') : [] };
    });
    store.setState({ sides, length: Math.max(0, ...sides.map(({ places }) => places.length)) });
    comparing.seek(0);
  }

  async function show(mine: number, index: number, position: number): Promise<void> {
    const host = hosts[index];
    const side = store.getState().sides[index];
    const seq = side?.places[Math.min(position, side.places.length - 1)];
    const { grain } = store.getState();
    if (host === undefined || side === undefined || seq === undefined) return;
    if (side.view?.instant.seq === seq && side.view.grain === grain) return;
    const [instant, graph, marks, costs] = await Promise.all([
      host.query('instant', { seq, grain }),
      wanted.maps ? host.query('graph', { seq }) : null,
      wanted.maps ? host.query('marks', { seq }) : null,
      host.query('costs', { input: 0, seq }),
    ]);
    // Somebody may have stepped on meanwhile.
    const now = store.getState();
    if (mine !== run || now.position !== position || now.grain !== grain) return;
    const former = store.getState().sides[index]?.view ?? null;
    const same = former?.map && JSON.stringify(former.map.graph) === JSON.stringify(graph);
    change(mine, index, {
      view: {
        ...{ grain, instant, costs: costsSince(costs, before[index] ?? null) },
        map: graph && marks && { graph: same ? former.map.graph : graph, marks },
      },
      direction: former !== null && former.instant.seq > seq ? -1 : 1,
    });
  }

  const playOn = (): void => {
    clearTimeout(timer);
    const { playing, position, length } = store.getState();
    if (!playing) return;
    if (position >= length - 1) {
      store.setState({ playing: false });
      return;
    }
    timer = setTimeout(
      () => {
        comparing.seek(store.getState().position + 1);
        playOn();
      },
      Math.min(PACE_MS, WHOLE_MS / length),
    );
  };

  const comparing: Comparing = {
    store,
    start() {
      const mine = (starts += 1);
      run = mine;
      hosts = spec.sides.map(() => createHost());
      timelines = spec.sides.map(() => null);
      before = spec.sides.map(() => null);
      store.setState(unopened());
      const opened = spec.sides.map((side, index) =>
        open(mine, side, index).catch((error: unknown) => failed(mine, index, error)),
      );
      void Promise.all(opened).then(() => send(mine));
      return () => {
        if (mine === run) run = 0;
        clearTimeout(timer);
        // Their workers are given up; whoever starts again gets new ones.
        for (const host of hosts) host.restart();
      };
    },
    seek(position) {
      const { length, sides } = store.getState();
      const at = Math.max(0, Math.min(position, length - 1));
      store.setState({ position: at });
      const mine = run;
      sides.forEach((_, index) => {
        show(mine, index, at).catch((error: unknown) => failed(mine, index, error));
      });
    },
    step(direction) {
      comparing.setPlaying(false);
      comparing.seek(store.getState().position + direction);
    },
    setGrain(grain) {
      comparing.setPlaying(false);
      store.setState({ grain });
      place();
    },
    setPlaying(playing) {
      const { position, length } = store.getState();
      // Play at the end starts over.
      if (playing && position >= length - 1) comparing.seek(0);
      store.setState({ playing });
      playOn();
    },
  };
  return comparing;
}

/** Whether a side has no steps left. */
export function hasArrived({ places, view }: Side): boolean {
  return view !== null && view.instant.seq >= (places.at(-1) ?? 0);
}

/** A part of the comparison's state. The selector must not build new objects. */
export function useComparison<T>({ store }: Comparing, selector: (state: Comparison) => T): T {
  return useStore(store, selector);
}
