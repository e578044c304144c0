/** Which faults are there just now, told by the inputs. */
import type { FaultSpot, Input, LoggedInput } from '../../core/index';

/** Whether the last of the inputs that concern a spot broke it; `atFirst`: it was broken when the lab was opened. */
export function isBroken(spot: FaultSpot, inputs: readonly LoggedInput[], atFirst: boolean): boolean {
  const last = inputs.findLast(({ input }) => same(input, spot.break) || same(input, spot.mend));
  return last === undefined ? atFirst : same(last.input, spot.break);
}

function same(a: Input, b: Input): boolean {
  if (a.kind === 'exec' && b.kind === 'exec') return a.netns === b.netns && a.command === b.command;
  if (a.kind === 'cable' && b.kind === 'cable')
    return a.netns === b.netns && a.dev === b.dev && a.plugged === b.plugged;
  return false;
}

/** An input as one would see it typed. */
export function inputText(input: Input): string {
  switch (input.kind) {
    case 'exec':
      return `${input.netns}$ ${input.command}`;
    case 'cable':
      return `cable ${input.plugged ? 'in' : 'out'} ${input.netns}/${input.dev}`;
    case 'send':
    case 'interrupt':
    case 'wait':
      return input.kind;
  }
}
