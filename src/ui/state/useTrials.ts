import { useEffect, useState } from 'react';
import { createHost } from '../host/host';
import { tryInput } from './trial';
import type { Verdict } from './trial';
import { inputsUpTo } from './branch';
import { chosenOf } from './chosen';
import { usePageState } from './usePage';

/** More sends than this are not tried: a lab with so many is about something else. */
export const TRIED_MOST = 12;

/**
 * What each send of the lab would come to after everything that was done in it up to record `seq`, by name. Worked out
 * beside the lab, in another simulator, which ends with the component. Names without a verdict are still being tried.
 */
export function useTrials(seq: number): ReadonlyMap<string, Verdict> {
  const info = usePageState((state) => state.info);
  const source = usePageState((state) => state.source);
  const inputs = usePageState((state) => state.inputs);
  const count = usePageState(({ timeline }) => (timeline === null ? 0 : inputsUpTo(timeline, seq)));
  const [verdicts, setVerdicts] = useState<ReadonlyMap<string, Verdict>>(new Map());
  useEffect(() => {
    if (info === null || source === null) return;
    const host = createHost();
    let current = true;
    const gone = (): boolean => !current;
    const run = async (): Promise<void> => {
      const reply = await host.open(source, inputs.slice(0, count), chosenOf(info));
      if (gone() || !reply.ok) return;
      for (const { name } of info.sends.slice(0, TRIED_MOST)) {
        const verdict = await tryInput(host, { kind: 'send', name });
        if (gone()) return;
        setVerdicts((before) => new Map([...before, [name, verdict]]));
      }
    };
    // Several inputs may follow one another; a crash of a trial is none of the lab's.
    const timer = setTimeout(() => void run().catch(() => undefined), 150);
    return () => {
      current = false;
      clearTimeout(timer);
      setVerdicts(new Map());
      host.restart();
    };
  }, [info, source, inputs, count]);
  return verdicts;
}
