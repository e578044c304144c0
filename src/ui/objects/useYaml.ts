import { useEffect, useState } from 'react';
import { usePage, usePageState } from '../state/usePage';

/** An object as `kubectl get -o yaml` prints it; the last text stays while the next is fetched, null when it is gone. */
export function useYaml(seq: number, key: string): string | null {
  const { host } = usePage();
  const [text, setText] = useState<string | null>(null);
  const trace = usePageState((state) => state.timeline);
  useEffect(() => {
    let current = true;
    host.objectYaml(seq, key).then(
      (answer) => {
        if (current) setText(answer);
      },
      // The walk asks as well, and reports a crash.
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [host, seq, key, trace]);
  return text;
}
