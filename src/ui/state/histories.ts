/**
 * Commands typed in the terminals, lab by lab, kept in the browser. Never trusted: whatever was stored is read anew; and
 * storage may be forbidden or full, then they last as long as the page.
 */

export interface HistoryShelf {
  /** Oldest first. */
  readonly load: (lab: string) => readonly string[];
  /** Keeps as many of the newest as there is room for; answers those. */
  readonly save: (lab: string, commands: readonly string[]) => readonly string[];
}

interface Kept {
  readonly lab: string;
  readonly commands: readonly string[];
}

/** Labs whose commands are kept, those used last. */
const LABS = 12;
const COMMANDS = 300;
/** As long as a command of a lab may be. */
const CHARACTERS = 2000;
const KEY = 'packetwalk.histories';
const VERSION = 1;

/** What was stored, the lab used last first; whatever makes no sense is left out. */
export function readHistories(stored: string | null): readonly Kept[] {
  const value = parse(stored);
  if (value['version'] !== VERSION || !Array.isArray(value['labs'])) return [];
  return value['labs'].slice(0, LABS).flatMap((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null) return [];
    const { lab, commands } = entry as Partial<Record<string, unknown>>;
    if (typeof lab !== 'string' || !Array.isArray(commands)) return [];
    return [{ lab, commands: bounded(commands.filter((one): one is string => typeof one === 'string')) }];
  });
}

export function writeHistories(labs: readonly Kept[]): string {
  return JSON.stringify({ version: VERSION, labs });
}

function bounded(commands: readonly string[]): readonly string[] {
  return commands
    .filter((command) => command !== '' && command.length <= CHARACTERS && !/\p{Cc}/u.test(command))
    .slice(-COMMANDS);
}

function parse(stored: string | null): Readonly<Record<string, unknown>> {
  if (stored === null) return {};
  try {
    const value: unknown = JSON.parse(stored);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

export function createHistoryShelf(storage: () => Pick<Storage, 'getItem' | 'setItem'>): HistoryShelf {
  let memory: readonly Kept[] | null = null;

  const all = (): readonly Kept[] => {
    if (memory !== null) return memory;
    try {
      return readHistories(storage().getItem(KEY));
    } catch {
      return [];
    }
  };

  return {
    load: (lab) => all().find((kept) => kept.lab === lab)?.commands ?? [],
    save(lab, commands) {
      const kept = bounded(commands);
      const labs = [{ lab, commands: kept }, ...all().filter((other) => other.lab !== lab)].slice(0, LABS);
      try {
        storage().setItem(KEY, writeHistories(labs));
        memory = null;
      } catch {
        // Forbidden or full.
        memory = labs;
      }
      return kept;
    },
  };
}

export const browserHistories: HistoryShelf = createHistoryShelf(() => window.localStorage);
