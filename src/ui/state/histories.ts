/**
 * Commands typed in the terminals, shell by shell, kept in the browser. Never trusted: whatever was stored is read anew; and
 * storage may be forbidden or full, then they last as long as the page.
 */

export interface HistoryShelf {
  /** Oldest first. */
  readonly load: (shell: string) => readonly string[];
  /** Keeps as many of the newest as there is room for; answers those. */
  readonly save: (shell: string, commands: readonly string[]) => readonly string[];
}

interface Kept {
  /** A place in a lab. */
  readonly shell: string;
  readonly commands: readonly string[];
}

/** Shells whose commands are kept, those used last; and how many of each. */
const SHELLS = 40;
const COMMANDS = 100;
/** As long as a command of a lab may be. */
const CHARACTERS = 2000;
const KEY = 'packetwalk.histories';
const VERSION = 2;

/** What was stored, the shell used last first; whatever makes no sense is left out. */
export function readHistories(stored: string | null): readonly Kept[] {
  const value = parse(stored);
  if (value['version'] !== VERSION || !Array.isArray(value['shells'])) return [];
  return value['shells'].slice(0, SHELLS).flatMap((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null) return [];
    const { shell, commands } = entry as Partial<Record<string, unknown>>;
    if (typeof shell !== 'string' || !Array.isArray(commands)) return [];
    return [{ shell, commands: bounded(commands.filter((one): one is string => typeof one === 'string')) }];
  });
}

export function writeHistories(shells: readonly Kept[]): string {
  return JSON.stringify({ version: VERSION, shells });
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
    load: (shell) => all().find((kept) => kept.shell === shell)?.commands ?? [],
    save(shell, commands) {
      const kept = bounded(commands);
      const others = all().filter((other) => other.shell !== shell);
      const shells = [{ shell, commands: kept }, ...others].slice(0, SHELLS);
      try {
        storage().setItem(KEY, writeHistories(shells));
        memory = null;
      } catch {
        // Forbidden or full.
        memory = shells;
      }
      return kept;
    },
  };
}

export const browserHistories: HistoryShelf = createHistoryShelf(() => window.localStorage);
