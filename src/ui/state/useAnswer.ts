import { useEffect, useState } from 'react';
import type { ViewArgs, ViewName, ViewResult } from '../../core/index';
import { usePage, usePageState } from './usePage';

/**
 * A view of the session for a panel of its own. While the next answer is worked out the last one stays, so that a
 * panel never flashes; null before the first. A failed question is reported by the walk, which asks as well.
 */
export function useAnswer<V extends ViewName>(view: V, args: ViewArgs<V> | null): ViewResult<V> | null {
  const { host } = usePage();
  const [answer, setAnswer] = useState<ViewResult<V> | null>(null);
  // The same question has another answer after an input.
  const trace = usePageState((state) => state.timeline);
  const question = args === null ? null : JSON.stringify(args);
  // Who asks nothing any more is not told later what was so once.
  if (question === null && answer !== null) setAnswer(null);
  useEffect(() => {
    if (question === null) return;
    let current = true;
    host.query(view, JSON.parse(question) as ViewArgs<V>).then(
      (result) => {
        if (current) setAnswer(() => result);
      },
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [host, view, question, trace]);
  return answer;
}
