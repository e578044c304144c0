import { useCallback, useEffect, useMemo, useState } from 'react';
import type { LabSource } from '../state/store';
import { usePage } from '../state/usePage';
import { fileNameOf } from './lab-file';

export interface Kept {
  /** What the field begins with. */
  readonly first: string;
  /** It is a text that was left here before. */
  readonly found: boolean;
  /** Keeps the text as it stands now; false when it lasts no longer than the page. */
  readonly keep: (text: string) => boolean;
}

/** The text being written, kept in the browser until it is what the lab was opened with. */
export function useDraft({ id, text }: LabSource): Kept {
  const { drafts } = usePage();
  const key = id === null ? `own/${fileNameOf(text)}` : `lab/${id}`;
  const [left] = useState(() => drafts.load(key));
  const [unkept, setUnkept] = useState(false);
  const first = left ?? text;

  const keep = useCallback(
    (written: string) => {
      if (written === text) {
        drafts.remove(key);
        setUnkept(false);
        return true;
      }
      const kept = drafts.save(key, written);
      setUnkept(!kept);
      return kept;
    },
    [drafts, key, text],
  );

  // What would be gone with the page is not left without a question.
  useEffect(() => {
    if (!unkept) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [unkept]);

  return useMemo(() => ({ first, found: left !== null && left !== text, keep }), [first, left, text, keep]);
}
