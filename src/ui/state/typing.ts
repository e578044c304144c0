/** Typing in a terminal: a command becomes an input, and the cursor goes where whoever typed it looks. */
import type { Input, TimelineView } from '../../core/index';
import type { Host } from '../host/host';
import type { PageState, PageStore } from './store';
import { endOf } from './steps';
import { withoutPlace, withPlace } from './terminals';
import { createTypeAhead } from './type-ahead';
import type { TypeAhead } from './type-ahead';

export interface Typing {
  /** Makes an input of what is typed, once nothing else is being worked out. Whether it became one. */
  readonly type: (input: Input) => Promise<boolean>;
  /** Shows a terminal of a netns, null for the one shown last, and puts the focus there. */
  readonly openTerminal: (netns: string | null) => void;
  /** Shows a terminal of the netns that is selected on the map, if there is one. */
  readonly openTerminalHere: () => void;
  /** Closes the tab of a netns, null for the panel. */
  readonly closeTerminal: (netns: string | null) => void;
  /** What is typed before the terminal can show it. */
  readonly ahead: TypeAhead;
}

/** `give` makes an input, after a question where others come after the cursor. */
export function createTyping(store: PageStore, give: (input: Input) => Promise<void>): Typing {
  const ahead = createTypeAhead();
  const openTerminal = (netns: string | null): void => {
    ahead.wanted();
    const { terminal, info, instant } = store.getState();
    const place = netns ?? terminal.place ?? info?.sends[0]?.netns ?? instant?.netns ?? null;
    store.setState({ terminal: place === null ? { ...terminal, open: true } : withPlace(terminal, place) });
  };
  return {
    async type(input) {
      if (!(await idle(store))) return false;
      const { inputs, source } = store.getState();
      await give(input);
      await idle(store);
      const after = store.getState();
      // The log is a new one whenever it changed; in another lab the command is gone with its own.
      return after.source === source && after.inputs !== inputs;
    },
    openTerminal,
    openTerminalHere: () => openTerminal(selectedPlace(store.getState())),
    closeTerminal: (netns) => {
      ahead.givenUp();
      store.setState(({ terminal }) => ({
        terminal: netns === null ? { ...terminal, open: false } : withoutPlace(terminal, netns),
      }));
    },
    ahead,
  };
}

/** The netns that is selected, null for none; the API server has tables but no shell. */
export function selectedPlace({ netns }: Pick<PageState, 'netns'>): string | null {
  return netns === null || netns.includes(':') ? null : netns;
}

/**
 * Where the cursor stands after a command was typed: at its beginning when packets travel, as after a send, to be
 * walked; when none does, where the command is done and the prompt has come back.
 */
export async function afterTyping(host: Host, input: Input, timeline: TimelineView): Promise<number> {
  const mark = timeline.inputs.at(-1);
  if (mark === undefined) return timeline.start;
  if (input.kind === 'wait') return endOf(timeline);
  if (timeline.lanes.some((lane) => lane.input === mark.index)) return mark.seq;
  const { inputs } = await host.query('outputs', { seq: Math.max(0, timeline.length - 1) });
  // What is interrupted has the last word.
  const wanted = input.kind === 'interrupt' ? input.of : mark.index;
  const typed = inputs.find(({ index }) => index === wanted);
  return Math.max(mark.seq, typed?.doneSeq ?? typed?.lines.at(-1)?.seq ?? 0);
}

/** Resolves once the page is not busy with another input; false when there is no lab to type in. */
export function idle(store: PageStore): Promise<boolean> {
  return new Promise((resolve) => {
    const settled = (): boolean => {
      const { status, busy, branch } = store.getState();
      if (status === 'loading' || (status === 'ready' && (busy || branch !== null))) return false;
      resolve(status === 'ready');
      return true;
    };
    if (settled()) return;
    const stop = store.subscribe(() => {
      if (settled()) stop();
    });
  });
}
