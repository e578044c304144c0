/**
 * A lesson's text → its pieces, each with the line it begins in: the head, the steps, and in each step prose and
 * directives.
 *
 *     ---                       head (YAML)
 *     ---
 *     ## Title {#id}            a step
 *     prose
 *     :::predict ttl            a directive with its id
 *     …                         YAML, or Markdown for explain and hint
 *     :::
 */
import { err, ok, type Result } from '../base/result';
import type { Problem } from '../session.types';
import { MAX_LESSON_CHARS, MAX_LINE_CHARS, MAX_PARTS, MAX_STEPS } from './limits';
import type { SourceText } from './markdown/parse';
import { lessonProblem } from './problems';

export interface RawDirective extends SourceText {
  readonly kind: 'directive';
  readonly name: string;
  readonly id: string;
  /** Line of its opening. */
  readonly opened: number;
}
export interface RawProse extends SourceText {
  readonly kind: 'prose';
}
export interface RawStep {
  readonly id: string;
  readonly title: SourceText;
  readonly parts: readonly (RawDirective | RawProse)[];
}
export interface RawLesson {
  readonly head: SourceText;
  readonly steps: readonly RawStep[];
}

const STEP = /^## +(.*?) *\{#([a-z0-9][-a-z0-9]{0,40})\} *$/;
const HEADING = /^##? /;
const OPEN = /^::: *([a-z]+)(?: +([a-z0-9][-a-z0-9]{0,40}))? *$/;
const MARK = /^:::/;
const FENCE = /^(?:```|~~~)/;

interface Growing {
  readonly id: string;
  readonly title: SourceText;
  readonly parts: (RawDirective | RawProse)[];
}

export function splitLesson(file: string, text: string): Result<RawLesson, readonly Problem[]> {
  if (text.length > MAX_LESSON_CHARS) {
    const size = { size: text.length, max: MAX_LESSON_CHARS };
    return err([lessonProblem({ file, line: 0 }, 'tooLarge', size)]);
  }
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const long = lines.findIndex((line) => line.length > MAX_LINE_CHARS);
  if (long !== -1) {
    return err([lessonProblem({ file, line: long + 1 }, 'lineTooLong', { max: MAX_LINE_CHARS })]);
  }
  const closing = lines[0] === '---' ? lines.indexOf('---', 1) : -1;
  if (closing === -1) return err([lessonProblem({ file, line: 1 }, 'noHead')]);
  const head = { file, line: 2, text: lines.slice(1, closing).join('\n') };
  const steps = stepsOf(file, lines, closing + 1);
  return steps.ok ? ok({ head, steps: steps.value }) : steps;
}

function stepsOf(
  file: string,
  lines: readonly string[],
  from: number,
): Result<readonly RawStep[], readonly Problem[]> {
  const problems: Problem[] = [];
  const steps: Growing[] = [];
  const tell = (
    line: number,
    ...what: Parameters<typeof lessonProblem> extends [unknown, ...infer R] ? R : never
  ) => problems.push(lessonProblem({ file, line: line + 1 }, ...what));
  let prose: { line: number; lines: string[] } | null = null;
  const endProse = (): void => {
    const said = prose?.lines.join('\n') ?? '';
    if (prose !== null && said.trim() !== '') {
      steps.at(-1)?.parts.push({ kind: 'prose', file, line: prose.line + 1, text: said });
    }
    prose = null;
  };
  let fenced = false;
  for (let at = from; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (FENCE.test(line)) fenced = !fenced;
    if (!fenced && HEADING.test(line)) {
      endProse();
      const [, title = '', id = ''] = STEP.exec(line) ?? [];
      if (id === '') tell(at, 'stepId');
      else steps.push({ id, title: { file, line: at + 1, text: title }, parts: [] });
      continue;
    }
    if (!fenced && MARK.test(line)) {
      endProse();
      const [, name, id = ''] = OPEN.exec(line) ?? [];
      const end = lines.findIndex((other, index) => index > at && /^::: *$/.test(other));
      if (name === undefined) tell(at, 'notOpened');
      else if (end === -1 || nextOpening(lines, at) < end) tell(at, 'notClosed', { name });
      else if (steps.length === 0) tell(at, 'beforeSteps');
      else {
        const body = { file, line: at + 2, text: lines.slice(at + 1, end).join('\n') };
        steps.at(-1)?.parts.push({ kind: 'directive', name, id, opened: at + 1, ...body });
      }
      if (name !== undefined && end !== -1) at = Math.min(end, nextOpening(lines, at) - 1);
      continue;
    }
    if (steps.length === 0) {
      if (line.trim() !== '' && problems.length === 0) tell(at, 'beforeSteps');
      continue;
    }
    prose ??= { line: at, lines: [] };
    prose.lines.push(line);
  }
  endProse();
  if (problems.length === 0 && steps.length === 0) tell(from, 'noSteps');
  if (steps.length > MAX_STEPS) tell(from, 'tooManySteps', { max: MAX_STEPS });
  const full = steps.find(({ parts }) => parts.length > MAX_PARTS);
  if (full) tell(full.title.line - 1, 'tooManyParts', { max: MAX_PARTS });
  return problems.length > 0 ? err(problems) : ok(steps);
}

/** The next line that opens a directive or a step: what is open by then was not closed. */
function nextOpening(lines: readonly string[], after: number): number {
  const next = lines.findIndex(
    (line, index) => index > after && (/^::: *[a-z]/.test(line) || STEP.test(line)),
  );
  return next === -1 ? lines.length : next;
}
