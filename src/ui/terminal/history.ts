/** Commands typed in the shells of a lab, newest last; kept by the browser. */
import type { HistoryShelf } from '../state/histories';

/** What was typed in each place: a shell knows its own commands only. */
export interface History {
  readonly all: (netns: string) => readonly string[];
  readonly add: (netns: string, command: string) => void;
}

/** The histories of one lab. The same command twice in a row stands once; one of several lines is not kept. */
export function createHistory(shelf: HistoryShelf, lab: string): History {
  const shells = new Map<string, readonly string[]>();
  const shellOf = (netns: string): string => `${lab} ${netns}`;
  const all = (netns: string): readonly string[] => {
    const known = shells.get(netns) ?? shelf.load(shellOf(netns));
    shells.set(netns, known);
    return known;
  };
  return {
    all,
    add(netns, command) {
      const commands = all(netns);
      if (command === '' || command.includes('\n') || commands.at(-1) === command) return;
      shells.set(netns, shelf.save(shellOf(netns), [...commands, command]));
    },
  };
}
