/** Which faults are there just now, told by the inputs that did what they were for. */
import { inputCommand } from '../../core/index';
import type { FaultSpot, Input, LoggedInput, OutputsView } from '../../core/index';

/** How an input of a fault ended. */
export interface Came {
  readonly command: string;
  /** The last line of one that failed. */
  readonly failure: string | null;
}

/**
 * Whether the last of the inputs that concern a spot broke it; `atFirst`: it was broken when the lab was opened. A command
 * that ended badly is taken as not done.
 */
export function isBroken(
  spot: FaultSpot,
  inputs: readonly LoggedInput[],
  outputs: OutputsView,
  atFirst: boolean,
): boolean {
  const failed = new Set(outputs.inputs.flatMap(({ index, exitCode }) => (exitCode ? [index] : [])));
  const last = inputs.findLast(
    ({ input }, index) => !failed.has(index) && (same(input, spot.break) || same(input, spot.mend)),
  );
  return last === undefined ? atFirst : same(last.input, spot.break);
}

/** How input `index` ended; null for one that has not, or is not there. */
export function cameOf(
  index: number,
  inputs: readonly LoggedInput[],
  { inputs: printed }: OutputsView,
): Came | null {
  const input = inputs[index]?.input;
  const output = printed.find((one) => one.index === index);
  if (input === undefined || output === undefined || output.running) return null;
  const failure = output.exitCode ? (output.lines.at(-1)?.text ?? `exit ${output.exitCode}`) : null;
  return { command: inputText(input), failure };
}

function same(a: Input, b: Input): boolean {
  if (a.kind === 'exec' && b.kind === 'exec') return a.netns === b.netns && a.command === b.command;
  if (a.kind === 'cable' && b.kind === 'cable')
    return a.netns === b.netns && a.dev === b.dev && a.plugged === b.plugged;
  return false;
}

/** An input as one would see it typed. */
export function inputText(input: Input): string {
  const command = inputCommand(input);
  return input.kind === 'exec' ? `${input.netns}$ ${command}` : command;
}
