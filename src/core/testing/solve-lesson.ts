/** Takes a lesson as its recorded solution says, and tells what does not fit. */
import * as v from 'valibot';
import { cameTrue, judgeStep, scopeOf } from '../lesson/judge';
import type { Lesson, Step } from '../lesson/lesson';
import { isTask } from '../lesson/lesson';
import { NOTHING_KEPT, type KeptStep } from '../lesson/progress';
import { readDocuments } from '../scenario/documents';
import type { Session } from '../session';
import type { Input } from '../session.types';

const Solution = v.record(
  v.string(),
  v.strictObject({
    inputs: v.optional(
      v.array(
        v.union([
          v.strictObject({ send: v.string() }),
          v.strictObject({ in: v.string(), run: v.string(), stdin: v.optional(v.string()) }),
        ]),
      ),
      [],
    ),
    /** The option of each prediction that comes true, counted from 0. */
    true: v.optional(v.record(v.string(), v.number()), {}),
  }),
);
export type Solution = v.InferOutput<typeof Solution>;

export function readSolution(file: string, text: string): Solution {
  const documents = readDocuments(file, text);
  if (!documents.ok) throw new Error(JSON.stringify(documents.error));
  return v.parse(Solution, documents.value[0]?.value ?? {});
}

/** Everything that is wrong, in words for whoever reads the failing test; empty for a lesson that its solution solves. */
export function faultsOf(session: Session, lesson: Lesson, solution: Solution): readonly string[] {
  const known = new Set(lesson.steps.map(({ id }) => id));
  const strangers = Object.keys(solution).filter((id) => !known.has(id));
  return [
    ...strangers.map((id) => `${id}: the lesson has no such step`),
    ...lesson.steps.flatMap((step) =>
      stepFaults(session, step, solution[step.id] ?? { inputs: [], true: {} }).map(
        (fault) => `${step.id}: ${fault}`,
      ),
    ),
  ];
}

function stepFaults(session: Session, step: Step, { inputs, true: wanted }: Solution[string]): string[] {
  const since = session.inputs.length;
  let kept: KeptStep = NOTHING_KEPT;
  let seq = session.length - 1;
  const judge = () => judgeStep(session, step, { since, seq, kept });
  const tasks = step.parts.filter(isTask);

  const faults = placesOf(step)
    .filter((place) => !isThere(session, place))
    .map((place) => `${place} is not on the map`);
  // The beginning: nothing may be done or true yet that the step asks for.
  const before = judge();
  if (tasks.length > 0 && before.solved) faults.push('is solved before anything is done');
  for (const { id } of tasks) {
    const state = before.tasks[id];
    if (state?.kind === 'check' && state.whys.every((why) => why === null))
      faults.push(`${id} is fulfilled from the beginning`);
    if (state?.kind === 'do' && state.done) faults.push(`${id} is done from the beginning`);
  }
  if (step.view.at && before.at === null) faults.push('its view leads to a moment that is not there');

  // The solution: any prediction will do, what counts is what happens.
  const choices = tasks.flatMap((task) => {
    if (task.kind === 'predict') return [[task.id, 0] as const];
    return task.kind === 'quiz' ? [[task.id, task.options.findIndex(({ right }) => right)] as const] : [];
  });
  kept = { ...kept, choices: Object.fromEntries(choices) };
  for (const input of inputs) session.input(inputOf(input));
  for (const task of tasks) {
    if (task.kind !== 'do' || task.action.kind !== 'walk') continue;
    const state = judge().tasks[task.id];
    const target = state?.kind === 'do' ? state.target : null;
    if (target === null) faults.push(`${task.id} leads nowhere`);
    else {
      seq = target;
      kept = { ...kept, walked: judge().walked };
    }
  }
  const after = judge();
  const scope = scopeOf(session, step, since);
  for (const task of tasks) {
    const state = after.tasks[task.id];
    if (state?.kind === 'predict') {
      const came = task.kind === 'predict' ? cameTrue(scope, task) : [];
      if (!state.decided) faults.push(`${task.id} is not decided`);
      if (came.length !== 1 || came[0] !== wanted[task.id]) {
        faults.push(`${task.id}: options ${came.join(', ')} came true, not ${String(wanted[task.id])}`);
      }
    }
    if (state?.kind === 'do' && !state.done) faults.push(`${task.id} is not done`);
    for (const why of state?.kind === 'check' ? state.whys : []) {
      if (why !== null) faults.push(`${task.id}: ${why.key} ${JSON.stringify(why.params)}`);
    }
  }
  if (!after.solved) faults.push('is not solved');
  return faults;
}

function inputOf(input: Solution[string]['inputs'][number]): Input {
  if ('send' in input) return { kind: 'send', name: input.send };
  const { in: netns, run: command, stdin } = input;
  return { kind: 'exec', netns, command, ...(stdin === undefined ? {} : { stdin }) };
}

/** Elements of the map a step points to. */
function placesOf(step: Step): readonly string[] {
  const links = [...JSON.stringify(step).matchAll(/"kind":"look","place":"([^"]+)"/g)].map(
    ([, place]) => place ?? '',
  );
  return [...(step.view.select === undefined ? [] : [step.view.select]), ...links];
}

function isThere({ world }: Session, place: string): boolean {
  const [netns, dev] = place.split('/');
  const found = world.netns.find((ns) => ns?.name === netns);
  return found !== undefined && (dev === undefined || found.links.some((link) => link?.name === dev));
}
