/** One directive of a lesson → one part of a step. */
import type * as v from 'valibot';
import { err, ok, type Result } from '../base/result';
import type { SourceDocument } from '../scenario/documents';
import { readDocuments } from '../scenario/documents';
import { nearest } from '../scenario/nearest';
import { validate } from '../scenario/validate';
import type { Problem } from '../session.types';
import type { Checks } from './checks';
import type { Action, Part, StepView } from './lesson';
import { parseMarkdown } from './markdown/parse';
import type { Block } from './markdown/tree';
import { lessonProblem, type LessonProblemCode } from './problems';
import { CheckBody, DoBody, PredictBody, QuizBody, View } from './schema';
import type { RawDirective } from './split';

export type Directive = Part | { readonly kind: 'view'; readonly view: StepView };
type Reader = (raw: RawDirective) => Result<Directive, readonly Problem[]>;

const READERS: Readonly<Record<string, Reader>> = {
  predict,
  do: doing,
  check,
  quiz,
  view: (raw) => {
    const body = bodyOf(raw, View);
    return body.ok ? ok({ kind: 'view', view: body.value }) : body;
  },
  explain: (raw) => textOf(raw, 'explain'),
  hint: (raw) => textOf(raw, 'hint'),
};
export const DIRECTIVES = Object.keys(READERS);
/** Those that progress and addresses speak of. */
const WITH_ID = new Set(['predict', 'do', 'check', 'quiz']);

export function readDirective(raw: RawDirective): Result<Directive, readonly Problem[]> {
  const reader = Object.hasOwn(READERS, raw.name) ? READERS[raw.name] : undefined;
  if (reader === undefined) {
    const close = nearest(raw.name, DIRECTIVES);
    const params = { name: raw.name, names: DIRECTIVES.join(', ') };
    return close === null
      ? refuse(raw, 'unknownDirective', params)
      : refuse(raw, 'unknownDirectiveNearest', { ...params, nearest: close });
  }
  if (WITH_ID.has(raw.name) && raw.id === '') return refuse(raw, 'noId', { name: raw.name });
  return reader(raw);
}

function predict(raw: RawDirective): Result<Directive, readonly Problem[]> {
  const body = bodyOf(raw, PredictBody);
  if (!body.ok) return body;
  const { ask, options } = body.value;
  const otherwise = options.filter(({ when }) => when === undefined).length;
  if (otherwise > 1) return refuse(raw, 'severalOtherwise');
  if (options.some(({ when }) => isEmpty(when))) return refuse(raw, 'emptyChecks');
  const said = markdownIn(raw);
  const part: Directive = {
    kind: 'predict',
    id: raw.id,
    ask: said.read(ask),
    options: options.map(({ says, when = null, because }) => ({
      says: said.read(optionText(says)),
      when,
      because: said.read(because ?? ''),
    })),
  };
  return said.answer(part);
}

function quiz(raw: RawDirective): Result<Directive, readonly Problem[]> {
  const body = bodyOf(raw, QuizBody);
  if (!body.ok) return body;
  const { ask, options } = body.value;
  if (!options.some(({ right }) => right)) return refuse(raw, 'noRight');
  const said = markdownIn(raw);
  const part: Directive = {
    kind: 'quiz',
    id: raw.id,
    ask: said.read(ask),
    options: options.map(({ says, right, because }) => ({
      says: said.read(optionText(says)),
      right,
      because: said.read(because ?? ''),
    })),
  };
  return said.answer(part);
}

function check(raw: RawDirective): Result<Directive, readonly Problem[]> {
  const body = bodyOf(raw, CheckBody);
  if (!body.ok) return body;
  if (body.value.all.some(isEmpty)) return refuse(raw, 'emptyChecks');
  const said = markdownIn(raw);
  return said.answer({ kind: 'check', id: raw.id, says: said.read(body.value.says), all: body.value.all });
}

function doing(raw: RawDirective): Result<Directive, readonly Problem[]> {
  const body = bodyOf(raw, DoBody);
  if (!body.ok) return body;
  const action = actionOf(body.value);
  if (action === null) return refuse(raw, 'doForm');
  const said = markdownIn(raw);
  return said.answer({ kind: 'do', id: raw.id, says: said.read(body.value.says ?? ''), action });
}

/** Null unless it is exactly one of the three forms. */
function actionOf({ send, run, in: netns, stdin, walk }: v.InferOutput<typeof DoBody>): Action | null {
  const forms = [send, run, walk].filter((form) => form !== undefined).length;
  if (forms !== 1 || (run === undefined) !== (netns === undefined)) return null;
  if (run === undefined && stdin !== undefined) return null;
  if (send !== undefined) return { kind: 'send', name: send };
  if (walk !== undefined) return { kind: 'walk', to: walk };
  return { kind: 'run', netns: netns ?? '', command: run ?? '', stdin };
}

function textOf(raw: RawDirective, kind: 'explain' | 'hint'): Result<Directive, readonly Problem[]> {
  const blocks = parseMarkdown(raw);
  return blocks.ok ? ok({ kind, blocks: blocks.value }) : err([blocks.error]);
}

function isEmpty(checks: Checks | undefined): boolean {
  return checks !== undefined && Object.values(checks).every((args) => args === undefined);
}

function refuse(
  raw: RawDirective,
  code: LessonProblemCode,
  params: Readonly<Record<string, string | number>> = {},
): Result<never, readonly Problem[]> {
  return err([lessonProblem({ file: raw.file, line: raw.opened }, code, params)]);
}

/** The text of an option. Whoever begins one with `63. Nobody touches it` means the number, and no list that starts there. */
const optionText = (text: string): string => text.replace(/^(\d+)([.)])(?=\s)/, '$1\\$2');

/** Texts inside a directive; the first that is refused refuses the directive. */
function markdownIn(raw: RawDirective) {
  const problems: Problem[] = [];
  return {
    read(text: string): readonly Block[] {
      const blocks = parseMarkdown({ file: raw.file, line: raw.opened, text });
      if (blocks.ok) return blocks.value;
      problems.push({ ...blocks.error, line: raw.opened });
      return [];
    },
    answer: (part: Directive): Result<Directive, readonly Problem[]> =>
      problems.length > 0 ? err(problems) : ok(part),
  };
}

type AnySchema = v.GenericSchema;

/** The YAML of a directive or head. Blank lines in front of it make its places those of the whole file. */
export function dataOf<S extends AnySchema>(
  { file, line, text, what }: { file: string; line: number; text: string; what: string },
  schema: S,
): Result<v.InferOutput<S>, readonly Problem[]> {
  const documents = readDocuments(file, `${'\n'.repeat(line - 1)}${text}`);
  if (!documents.ok) return documents;
  const [source] = documents.value;
  if (source === undefined || documents.value.length > 1) {
    return err([lessonProblem({ file, line: Math.max(1, line - 1) }, 'noData', { name: what })]);
  }
  const value = validate<S>(source satisfies SourceDocument, schema);
  return value.ok ? value : err(value.error.map((problem) => calledBy(problem, what)));
}

function bodyOf<S extends AnySchema>(
  raw: RawDirective,
  schema: S,
): Result<v.InferOutput<S>, readonly Problem[]> {
  return dataOf({ ...raw, what: `:::${raw.name}` }, schema);
}

/** The validator calls a whole document a Lab. */
function calledBy(problem: Problem, what: string): Problem {
  const named = (message: Problem['problem']): Problem['problem'] =>
    message.params['where'] === 'Lab' ? { ...message, params: { ...message.params, where: what } } : message;
  return { ...problem, problem: named(problem.problem), mend: named(problem.mend) };
}
