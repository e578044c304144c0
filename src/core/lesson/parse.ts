/** The text of a lesson's file → Lesson, or everything that is wrong with it. */
import { err, ok, type Result } from '../base/result';
import type { Problem } from '../session.types';
import { dataOf, readDirective } from './directives';
import { isTask, type Lesson, type Part, type Step, type StepView } from './lesson';
import { parseInline, parseMarkdown } from './markdown/parse';
import { lessonProblem } from './problems';
import { Head } from './schema';
import { splitLesson, type RawStep } from './split';

/** More problems than this help nobody. */
const MAX_PROBLEMS = 20;

/** Reads a lesson. `file` is only a name, for the problems; `language` is what its name says it is written in. */
export function parseLesson(
  file: string,
  language: string,
  text: string,
): Result<Lesson, readonly Problem[]> {
  const raw = splitLesson(file, text);
  if (!raw.ok) return raw;
  const problems: Problem[] = [];
  const head = dataOf({ ...raw.value.head, what: 'head' }, Head);
  if (!head.ok) problems.push(...head.error);
  const steps = raw.value.steps.map((step) => stepOf(step, problems));
  problems.push(...twice(file, raw.value.steps));
  if (problems.length > 0 || !head.ok) return err(problems.slice(0, MAX_PROBLEMS));
  return ok({ ...head.value, language, steps });
}

function stepOf(raw: RawStep, problems: Problem[]): Step {
  const title = parseInline(raw.title);
  if (!title.ok) problems.push(title.error);
  const parts: Part[] = [];
  let view: StepView = {};
  for (const piece of raw.parts) {
    if (piece.kind === 'prose') {
      const blocks = parseMarkdown(piece);
      if (blocks.ok) parts.push({ kind: 'prose', blocks: blocks.value });
      else problems.push(blocks.error);
      continue;
    }
    const directive = readDirective(piece);
    if (!directive.ok) problems.push(...directive.error);
    else if (directive.value.kind === 'view') view = directive.value.view;
    else parts.push(directive.value);
  }
  return { id: raw.id, title: title.ok ? title.value : [], view, parts };
}

/** Ids name steps in addresses and tasks in kept progress: none may stand for two things. */
function twice(file: string, steps: readonly RawStep[]): readonly Problem[] {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  const see = (id: string, line: number): void => {
    if (seen.has(id)) problems.push(lessonProblem({ file, line }, 'twice', { id: id.replace(/^.*\//, '') }));
    seen.add(id);
  };
  for (const { id, title, parts } of steps) {
    see(id, title.line);
    for (const part of parts) {
      if (part.kind === 'directive' && part.id !== '') see(`${id}/${part.id}`, part.opened);
    }
  }
  return problems;
}

/** Tasks of a step, in order. */
export function tasksOf(step: Step) {
  return step.parts.filter(isTask);
}
