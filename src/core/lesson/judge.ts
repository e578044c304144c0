/** How far a learner is in one step: worked out from the run and the choices made, never from what was kept of it. */
import type { LabSend } from '../session.types';
import type { Message } from '../views/message';
import type { ViewSource } from '../views/source';
import { netnsName } from '../views/names';
import { indexOf } from '../views/trace-index';
import { runChecks } from './checks';
import type { Action, Do, Part, Predict, Step, Task } from './lesson';
import { isTask } from './lesson';
import { isAtMoment, seqOfMoment } from './moment';
import type { Scope } from './packets';
import { scopeUntil } from './until';
import type { KeptStep } from './progress';

/** A run with the prepared sends of its lab: a session is one. */
export interface Run extends ViewSource {
  readonly info: { readonly sends: readonly LabSend[] };
}

export type TaskState =
  /** `right`: the option that came true, once it is decided; null when none did. */
  | {
      readonly kind: 'predict';
      readonly chosen: number | null;
      readonly decided: boolean;
      readonly right: number | null;
    }
  /** `target`: where a walk leads, null while there is no such moment. */
  | { readonly kind: 'do'; readonly locked: boolean; readonly done: boolean; readonly target: number | null }
  /** Why each check is not fulfilled yet, null for one that is. */
  | { readonly kind: 'check'; readonly whys: readonly (Message | null)[] }
  | { readonly kind: 'quiz'; readonly chosen: number | null; readonly right: boolean };

export interface StepState {
  /** By the id of the task. */
  readonly tasks: Readonly<Record<string, TaskState>>;
  /** Parts that are shown: the others wait for a task before them. */
  readonly shown: readonly boolean[];
  /** Walks whose place the cursor is at now or was before. */
  readonly walked: readonly string[];
  /** Every task is done. */
  readonly solved: boolean;
  /** Where the step's view wants the cursor, null for nowhere. */
  readonly at: number | null;
}

/**
 * What the checks of a step look at. Where the step has something sent or typed, what was done before it began (before
 * input number `since`) does not count; a step that only looks at things looks at the whole run.
 */
export function scopeOf(source: ViewSource, step: Step, since: number): Scope {
  const { length } = source.trace;
  const index = indexOf(source);
  const acts = step.parts.some((part) => part.kind === 'do' && part.action.kind !== 'walk');
  const from = acts ? (index.inputs.find((input) => input.index >= since)?.seq ?? length) : 0;
  return { source, index, world: source.worldAt(Math.max(0, length - 1)), from };
}

export function judgeStep(
  run: Run,
  step: Step,
  { since, seq, kept }: { readonly since: number; readonly seq: number; readonly kept: KeptStep },
): StepState {
  const scope = scopeOf(run, step, since);
  const whole = { ...scope, from: 0 };
  const tasksOf = step.parts.filter(isTask);
  const walked = tasksOf
    .filter((task) => task.kind === 'do' && task.action.kind === 'walk' && !isLocked(step, task, kept))
    .filter((task) => kept.walked.includes(task.id) || standsThere(scope, task, seq))
    .map(({ id }) => id);
  const tasks = Object.fromEntries(
    tasksOf.map((task) => [task.id, taskState(scope, run.info.sends, step, task, { ...kept, walked })]),
  );
  return {
    tasks,
    shown: shownOf(step.parts, tasks),
    walked,
    solved: tasksOf.every(({ id }) => isDone(tasks[id])),
    at: step.view.at ? seqOfMoment(whole, step.view.at) : null,
  };
}

function standsThere(scope: Scope, task: Task, seq: number): boolean {
  return task.kind === 'do' && task.action.kind === 'walk' && isAtMoment(scope, task.action.to, seq);
}

function taskState(
  scope: Scope,
  sends: readonly LabSend[],
  step: Step,
  task: Task,
  kept: KeptStep,
): TaskState {
  const chosen = chosenOf(task, kept);
  switch (task.kind) {
    case 'do':
      return {
        kind: 'do',
        locked: isLocked(step, task, kept),
        done: isPerformed(scope, sends, task, kept),
        target: task.action.kind === 'walk' ? seqOfMoment(scope, task.action.to) : null,
      };
    case 'predict': {
      const all = doingsAfter(step, task);
      const decided =
        chosen !== null &&
        scope.from < scope.source.trace.length &&
        all.every((one) => isPerformed(scope, sends, one, kept));
      if (!decided) return { kind: 'predict', chosen, decided, right: null };
      const foretold = scopeUntil(scope, firstRepeat(scope, sends, all));
      return { kind: 'predict', chosen, decided, right: cameTrue(foretold, task)[0] ?? null };
    }
    case 'check':
      return { kind: 'check', whys: task.all.map((checks) => runChecks(scope, checks)) };
    case 'quiz':
      return { kind: 'quiz', chosen, right: chosen !== null && task.options[chosen]?.right === true };
  }
}

/** The options of a prediction that came true. A lesson whose test passes has exactly one. */
export function cameTrue(scope: Scope, { options }: Predict): readonly number[] {
  const told = options.flatMap(({ when }, at) =>
    when !== null && runChecks(scope, when) === null ? [at] : [],
  );
  const otherwise = options.findIndex(({ when }) => when === null);
  return told.length === 0 && otherwise !== -1 ? [otherwise] : told;
}

/** An index that was kept may be of an older lesson. */
function chosenOf(task: Task, kept: KeptStep): number | null {
  if (task.kind !== 'predict' && task.kind !== 'quiz') return null;
  const chosen = Object.hasOwn(kept.choices, task.id) ? kept.choices[task.id] : undefined;
  return chosen !== undefined && chosen < task.options.length ? chosen : null;
}

/** The actions right after a prediction: they wait for it, and what comes of them decides it. */
function doingsAfter(step: Step, predict: Predict): readonly Do[] {
  const after = step.parts.slice(step.parts.indexOf(predict) + 1);
  const end = after.findIndex((part) => isTask(part) && part.kind !== 'do');
  return (end === -1 ? after : after.slice(0, end)).filter((part) => part.kind === 'do');
}

function isLocked(step: Step, task: Do, kept: KeptStep): boolean {
  return step.parts.some(
    (part) =>
      part.kind === 'predict' && chosenOf(part, kept) === null && doingsAfter(step, part).includes(task),
  );
}

function isPerformed(scope: Scope, sends: readonly LabSend[], { id, action }: Do, kept: KeptStep): boolean {
  if (action.kind === 'walk') return kept.walked.includes(id);
  return timesDone(scope, sends, action).length > 0;
}

/** The inputs that do what an action asks for, by their records. */
function timesDone(
  scope: Scope,
  sends: readonly LabSend[],
  action: Exclude<Action, { kind: 'walk' }>,
): readonly number[] {
  const asked = commandOf(sends, action);
  if (asked === null) return [];
  const { source, index, world, from } = scope;
  return index.inputs
    .filter(({ seq, command }) => seq >= from && sameWords(command, asked.command))
    .filter(({ seq }) => netnsName(world, source.trace.record(seq).netns) === asked.netns)
    .map(({ seq }) => seq);
}

/**
 * Where something is done again after all of it was done once: what was foretold is what comes of it the first time. The end
 * of the run where nothing is.
 */
function firstRepeat(scope: Scope, sends: readonly LabSend[], doings: readonly Do[]): number {
  const times = doings.map(({ action }) => (action.kind === 'walk' ? [] : timesDone(scope, sends, action)));
  const last = Math.max(-1, ...times.map(([first = -1]) => first));
  return Math.min(scope.source.trace.length, ...times.flat().filter((seq) => seq > last));
}

/** What an action types, and where; null for a send the lab does not have. */
function commandOf(
  sends: readonly LabSend[],
  action: Exclude<Action, { kind: 'walk' }>,
): { readonly netns: string; readonly command: string } | null {
  if (action.kind === 'run') return action;
  return sends.find(({ name }) => name === action.name) ?? null;
}

function sameWords(a: string, b: string): boolean {
  return a.trim().split(/\s+/).join(' ') === b.trim().split(/\s+/).join(' ');
}

function isDone(state: TaskState | undefined): boolean {
  switch (state?.kind) {
    case 'predict':
      return state.decided;
    case 'do':
      return state.done;
    case 'check':
      return state.whys.every((why) => why === null);
    case 'quiz':
      return state.right;
    case undefined:
      return false;
  }
}

/**
 * What stands behind a task waits until it is done; hints to it, and the actions that a prediction locks, do not. What
 * a prediction is about is told when the prediction is decided.
 */
function shownOf(parts: readonly Part[], tasks: Readonly<Record<string, TaskState>>): readonly boolean[] {
  let waits = false;
  let onlyPredicted = false;
  return parts.map((part) => {
    const shown = !waits || part.kind === 'hint' || (onlyPredicted && part.kind === 'do');
    if (isTask(part) && !waits && !isDone(tasks[part.id])) {
      waits = true;
      onlyPredicted = part.kind === 'predict';
    } else if (waits && part.kind !== 'do' && part.kind !== 'hint') {
      onlyPredicted = false;
    }
    return shown;
  });
}
