import { useCallback, useEffect, useRef, useState } from 'react';
import type { JsonSchema, Problem } from '../../core/index';
import { createChecker } from '../host/checker';
import type { Checker } from '../host/checker';

/** What is known of the text as it stands. */
export type Check =
  /** Being worked out; the problems are those of the text before. */
  | { readonly state: 'checking'; readonly problems: readonly Problem[] }
  | { readonly state: 'done'; readonly problems: readonly Problem[] }
  /** It could not be found out in time. */
  | { readonly state: 'too-long'; readonly problems: readonly Problem[] };

export interface Checking {
  readonly check: Check;
  readonly schemas: readonly JsonSchema[];
  /** The text has changed. */
  readonly changed: (text: string) => void;
  /** Checks now and waits for the answer. */
  readonly ask: (text: string) => Promise<Check>;
}

/** How long one must pause before the text is checked, ms. */
const PAUSE_MS = 300;

/** Checks a text while it is being written, one check at a time. */
export function useCheck(file: string, first: string): Checking {
  const [check, setCheck] = useState<Check>({ state: 'checking', problems: [] });
  const [schemas, setSchemas] = useState<readonly JsonSchema[]>([]);
  const checker = useRef<Checker>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** Counts texts: an answer about an earlier one is dropped. */
  const newest = useRef(0);

  const ask = useCallback(
    async (text: string): Promise<Check> => {
      clearTimeout(timer.current);
      const mine = ++newest.current;
      const problems = await (checker.current ??= createChecker()).check({ file, text });
      const answer: Check =
        problems === null
          ? { state: 'too-long', problems: [] }
          : { state: 'done', problems: inOrder(problems) };
      if (mine === newest.current) setCheck(answer);
      return answer;
    },
    [file],
  );

  const changed = useCallback(
    (text: string) => {
      clearTimeout(timer.current);
      newest.current += 1;
      setCheck(({ problems }) => ({ state: 'checking', problems }));
      timer.current = setTimeout(() => void ask(text), PAUSE_MS);
    },
    [ask],
  );

  useEffect(() => {
    const mine = (checker.current ??= createChecker());
    // Without the schemas one writes without completion; checks go on.
    mine.schemas().then(setSchemas, () => undefined);
    void ask(first);
    return () => {
      clearTimeout(timer.current);
      mine.stop();
      checker.current = undefined;
    };
  }, [ask, first]);

  return { check, schemas, changed, ask };
}

/** From the top of the text down. */
function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
}
