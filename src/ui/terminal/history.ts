/** Commands typed in a lab, newest last; kept by the browser. */
import type { HistoryShelf } from '../state/histories';

export interface History {
  readonly all: () => readonly string[];
  readonly add: (command: string) => void;
}

/** The history of one lab. The same command twice in a row stands once; one of several lines is not kept. */
export function createHistory(shelf: HistoryShelf, lab: string): History {
  let commands = shelf.load(lab);
  return {
    all: () => commands,
    add(command) {
      if (command === '' || command.includes('\n') || commands.at(-1) === command) return;
      commands = shelf.save(lab, [...commands, command]);
    },
  };
}
