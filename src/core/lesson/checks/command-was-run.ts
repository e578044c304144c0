/** Somebody typed a command. */
import * as v from 'valibot';
import type { TraceRecord } from '../../trace/record';
import { netnsName } from '../../views/names';
import { end, type Scope } from '../packets';
import { why } from '../why';
import { checkKind } from './check';

export const commandWasRun = checkKind({
  kind: 'command-was-run',
  schema: v.pipe(
    v.strictObject({
      command: v.pipe(
        v.string(),
        v.nonEmpty(),
        v.maxLength(200),
        v.description('Its first words; `*` stands for any one word. More may follow.'),
      ),
      in: v.optional(v.pipe(end, v.description('The netns it was typed in; any when left out.'))),
      outcome: v.optional(
        v.pipe(
          v.picklist(['any', 'succeeded', 'failed']),
          v.description('How it must have ended; `any` by default.'),
        ),
        'any',
      ),
    }),
    v.description('A command was typed, or run by a prepared send.'),
  ),
  run(scope, args) {
    const { command } = args;
    const typed = inputsIn(scope).filter(
      ({ netns, detail }) =>
        startsWith(detail.command, command) &&
        (args.in === undefined || netnsName(scope.world, netns) === args.in),
    );
    if (typed.length === 0) return why('notRun', { command });
    if (args.outcome === 'any') return null;
    const wanted = args.outcome === 'succeeded';
    if (typed.some((input) => hasFailed(scope, input) !== wanted)) return null;
    return why(wanted ? 'runFailed' : 'runSucceeded', { command });
  },
});

function inputsIn({ source, from }: Scope): TraceRecord<'input'>[] {
  const inputs: TraceRecord<'input'>[] = [];
  for (let seq = from; seq < source.trace.length; seq += 1) {
    const record = source.trace.record(seq);
    if (record.kind === 'input') inputs.push(record);
  }
  return inputs;
}

function startsWith(typed: string, pattern: string): boolean {
  const words = typed.trim().split(/\s+/);
  return pattern.split(/\s+/).every((word, index) => {
    const said = words[index];
    return said !== undefined && (word === '*' || word === said);
  });
}

/** It was refused, or ended with another code than 0. */
function hasFailed({ source, index }: Scope, input: TraceRecord<'input'>): boolean {
  if (input.verdict === 'refused') return true;
  return index.processes.some((seq) => {
    const record = source.trace.record(seq);
    if (index.input[seq] !== input.detail.index || record.kind !== 'process') return false;
    return record.detail.exitCode !== null && record.detail.exitCode !== 0;
  });
}
