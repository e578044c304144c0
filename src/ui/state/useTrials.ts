import { useEffect, useMemo, useState } from 'react';
import { createHost } from '../host/host';
import { tryInput } from './trial';
import type { Verdict } from './trial';
import { inputsUpTo } from './branch';
import { chosenOf } from './chosen';
import { triedIn } from './tried';
import { usePageState } from './usePage';

/** More sends than this are not tried: a lab with so many is about something else. */
export const TRIED_MOST = 12;

/**
 * What each send of the lab would come to after everything that was done in it up to record `seq`, by name. Worked out
 * beside the lab, in another simulator, which ends with the component; what was worked out before is there at once. Names without a verdict are still being tried.
 */
export function useTrials(seq: number): ReadonlyMap<string, Verdict> {
  const info = usePageState((state) => state.info);
  const source = usePageState((state) => state.source);
  const inputs = usePageState((state) => state.inputs);
  const count = usePageState(({ timeline }) => (timeline === null ? 0 : inputsUpTo(timeline, seq)));
  const instant = useMemo(
    () => JSON.stringify([info && chosenOf(info), inputs.slice(0, count)]),
    [info, inputs, count],
  );
  // The verdicts are kept outside: this says that there are more of them.
  const [, setAdded] = useState(0);
  useEffect(() => {
    if (info === null || source === null) return;
    const tried = triedIn(source);
    const names = info.sends.slice(0, TRIED_MOST).map(({ name }) => name);
    const left = names.filter((name) => !tried.of(instant).has(name));
    if (left.length === 0) return;
    const host = createHost();
    let current = true;
    const gone = (): boolean => !current;
    const run = async (): Promise<void> => {
      const reply = await host.open(source, inputs.slice(0, count), chosenOf(info));
      if (gone() || !reply.ok) return;
      for (const name of left) {
        const verdict = await tryInput(host, { kind: 'send', name });
        if (gone()) return;
        tried.add(instant, name, verdict);
        setAdded((before) => before + 1);
      }
    };
    // Several inputs may follow one another; a crash of a trial is none of the lab's.
    const timer = setTimeout(() => void run().catch(() => undefined), 150);
    return () => {
      current = false;
      clearTimeout(timer);
      host.restart();
    };
  }, [info, source, inputs, count, instant]);
  return source === null ? NONE : triedIn(source).of(instant);
}

const NONE: ReadonlyMap<string, Verdict> = new Map();
