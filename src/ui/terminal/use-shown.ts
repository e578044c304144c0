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
  return useMemo(() => {
    if (inputs === null || outputs === null) return null;
    const after = inputs.findIndex((mark) => mark.seq > seq);
    const next = inputs[after]?.seq ?? null;
    const commands = outputs.inputs.filter((input) => input.netns === netns);
    const last = commands.findLast((input) => next === null || input.seq < next);
    const promptIn = (folder: string) => promptOf(place, netns, folder);
    return {
      ...{ netns, seq, coming, words, commands, next, promptIn },
      prompt: promptIn(last?.folderAfter ?? '/'),
      newest: inputs.at(-1)?.index ?? -1,
      later: after === -1 ? 0 : inputs.length - after,
    };
  }, [netns, place, seq, coming, words, outputs, inputs]);
}
