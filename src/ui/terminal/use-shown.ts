import { useMemo } from 'react';
import type { TerminalPlace } from '../../core/index';
import { useAnswer } from '../state/useAnswer';
import { usePageState } from '../state/usePage';
import type { Shown } from './controller';
import { promptOf } from './place';
import { useWords } from './use-words';

/** What the terminal of a netns has to show at this instant; null while that is worked out. */
export function useShown(netns: string, place: TerminalPlace | null): Shown | null {
  // All of the run, at whatever instant the cursor stands: what has been printed by then is told by the lines.
  const last = usePageState(({ timeline }) => (timeline ? Math.max(0, timeline.length - 1) : null));
  const outputs = useAnswer('outputs', last === null ? null : { seq: last });
  const seq = usePageState((state) => state.seq);
  const inputs = usePageState((state) => state.timeline?.inputs ?? null);
  // A step of a lesson may ask what will come of a command: nothing tells beforehand.
  const coming = usePageState((state) => (state.lesson === null ? 'faint' : 'hidden'));
  const words = useWords(coming);
  const prompt = promptOf(place, netns);
  return useMemo(() => {
    if (inputs === null || outputs === null) return null;
    const after = inputs.findIndex((mark) => mark.seq > seq);
    return {
      ...{ netns, prompt, seq, coming, words },
      commands: outputs.inputs.filter((input) => input.netns === netns),
      newest: inputs.at(-1)?.index ?? -1,
      next: inputs[after]?.seq ?? null,
      later: after === -1 ? 0 : inputs.length - after,
    };
  }, [netns, prompt, seq, coming, words, outputs, inputs]);
}
