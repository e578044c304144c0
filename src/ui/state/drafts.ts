/**
 * Labs being written, kept in the browser so that nothing typed is lost with the page. Never trusted: whatever was
 * stored is read anew; and storage may be forbidden or full, which the reader is told.
 */
import { MAX_FILE_CHARS } from '../../core/index';

export interface Draft {
  /** What was being edited: `lab/flannel-vxlan`, `own/my-lab`. */
  readonly key: string;
  readonly text: string;
}

export interface DraftShelf {
  /** Null when there is none. */
  readonly load: (key: string) => string | null;
  /** False when it lasts no longer than the page. */
  readonly save: (key: string, text: string) => boolean;
  readonly remove: (key: string) => void;
}

/** The lab that was built last, when it is too long to stand in the address. */
export const BUILT = 'built';

/** The newest are kept; more would fill the browser's storage. */
const KEPT = 6;
const KEY = 'packetwalk.drafts';
const VERSION = 1;

/** What was stored, newest first; whatever makes no sense is left out. */
export function readDrafts(stored: string | null): readonly Draft[] {
  const value = parse(stored);
  if (value['version'] !== VERSION || !Array.isArray(value['drafts'])) return [];
  return value['drafts'].slice(0, KEPT).filter(isDraft);
}

export function writeDrafts(drafts: readonly Draft[]): string {
  return JSON.stringify({ version: VERSION, drafts });
}

function isDraft(value: unknown): value is Draft {
  if (typeof value !== 'object' || value === null) return false;
  const { key, text } = value as Partial<Record<string, unknown>>;
  return typeof key === 'string' && typeof text === 'string' && text.length <= MAX_FILE_CHARS;
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

/** A shelf in a storage that may be forbidden or full; what it does not take lasts as long as the shelf. */
export function createDraftShelf(storage: () => Pick<Storage, 'getItem' | 'setItem'>): DraftShelf {
  let memory: readonly Draft[] | null = null;

  const all = (): readonly Draft[] => {
    if (memory !== null) return memory;
    try {
      return readDrafts(storage().getItem(KEY));
    } catch {
      return [];
    }
  };

  const store = (drafts: readonly Draft[]): boolean => {
    try {
      storage().setItem(KEY, writeDrafts(drafts));
      memory = null;
      return true;
    } catch {
      return false;
    }
  };

  /** When the storage is full, what matters is the newest. */
  const put = (drafts: readonly Draft[]): boolean => {
    if (store(drafts) || store(drafts.slice(0, 1))) return true;
    memory = drafts;
    return false;
  };

  return {
    load: (key) => all().find((draft) => draft.key === key)?.text ?? null,
    save(key, text) {
      const drafts = [{ key, text }, ...all().filter((draft) => draft.key !== key)].slice(0, KEPT);
      return put(drafts);
    },
    remove(key) {
      const drafts = all();
      if (drafts.some((draft) => draft.key === key)) put(drafts.filter((draft) => draft.key !== key));
    },
  };
}

export const browserDrafts: DraftShelf = createDraftShelf(() => window.localStorage);
