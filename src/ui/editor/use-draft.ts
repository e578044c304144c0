import { useCallback, useEffect, useRef, useState } from 'react';
import type { LabSource } from '../state/store';
import { usePage } from '../state/usePage';
import { fileNameOf } from './lab-file';

export interface Kept {
  /** What the field begins with. */
  readonly first: string;
  /** It is a text that was left here before. */
  readonly found: boolean;
  /** The text as it stands lasts no longer than the page. */
  readonly unkept: boolean;
  /** Keeps the text as it stands now, in a moment. */
  readonly keep: (text: string) => void;
}

/** How long one must pause before the text is stored, ms: storing a long one takes a moment itself. */
const PAUSE_MS = 400;

/** The text being written, kept in the browser until it is what the lab was opened with. */
export function useDraft({ id, text }: LabSource): Kept {
  const { drafts } = usePage();
  const key = id === null ? `own/${fileNameOf(text)}` : `lab/${id}`;
  const [left] = useState(() => drafts.load(key));
  const [unkept, setUnkept] = useState(false);
  const waiting = useRef<string>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const store = useCallback(() => {
    clearTimeout(timer.current);
    const written = waiting.current;
    if (written === undefined) return;
    waiting.current = undefined;
    if (written === text) drafts.remove(key);
    setUnkept(written !== text && !drafts.save(key, written));
  }, [drafts, key, text]);

  const keep = useCallback(
    (written: string) => {
      waiting.current = written;
      clearTimeout(timer.current);
      timer.current = setTimeout(store, PAUSE_MS);
    },
    [store],
  );

  // Whoever leaves does not wait.
  useEffect(() => {
    window.addEventListener('pagehide', store);
    return () => {
      window.removeEventListener('pagehide', store);
      store();
    };
  }, [store]);

  // What would be gone with the page is not left without a question.
  useEffect(() => {
    if (!unkept) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [unkept]);

  return { first: left ?? text, found: left !== null && left !== text, unkept, keep };
}
