/** `npm run lab`: a lab in the terminal. Everything but the process itself, so that tests can run it. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { ok, type Result } from '../../core/base/result';
import { parseLab } from '../../core/scenario';
import { Session } from '../../core/session';
import { circleText } from '../../core/session.circle-text';
import type { Problem } from '../../core/session.types';
import { plainTexts, type PlainTexts } from '../../i18n/plain';
import { captureBytes } from './capture-file';
import { captureLines } from './captures';
import { findLab } from './find';
import { jsonLines } from './json';
import { listLab, listLabs } from './list';
import { languageOf, parseOptions, usageError, type Options, type UsageError } from './options';
import { painter, type Paint } from './paint';
import { choiceMisfit } from './choices';
import { play, type Played } from './play';
import { textLines } from './text';
import { untilSeq } from './until';

/** Exit codes. */
export const DONE = 0;
export const LAB_PROBLEM = 1;
export const USAGE = 2;

/** What surrounds the command: its terminal and its folder. */
export interface Surroundings {
  /** Writes to standard output; false when nobody reads any more. */
  readonly out: (data: string | Uint8Array) => Promise<boolean>;
  readonly err: (text: string) => void;
  readonly cwd: string;
  /** Standard output is a terminal that shows colours. */
  readonly colours: boolean;
  /** Standard output is a terminal, which bytes would upset. */
  readonly terminal: boolean;
}

/** Runs the command. Answers its exit code. */
export async function main(argv: readonly string[], around: Surroundings): Promise<number> {
  const texts = await plainTexts(languageOf(argv));
  const complain = (error: UsageError): number => {
    around.err(`${usageText(texts, error)}\n`);
    return USAGE;
  };
  const options = parseOptions(argv);
  if (!options.ok) return complain(options.error);
  const { lab: wish, help, list } = options.value;
  if (help) return print(around, [texts.t('cli.help', {}).trimEnd()]);
  if (wish === null) return print(around, listLabs(texts));

  const file = findLab(wish, around.cwd);
  if (!file.ok) return complain(file.error);
  const lab = parseLab(file.value.file, file.value.text);
  if (!lab.ok) return refuse(around, texts, lab.error);
  const { choices } = options.value;
  const misfit = choiceMisfit(lab.value.info, choices);
  if (misfit !== null) return complain(misfit);
  const opened = Session.open(lab.value, { choices });
  if (!opened.ok) return refuse(around, texts, opened.error);
  const session = opened.value;
  for (const warning of session.info.warnings) around.err(`${problemText(texts, warning)}\n`);
  if (list) return print(around, listLab(texts, session));

  const played = play(session, options.value.asked, around.cwd);
  if (!played.ok) return complain(played.error);
  for (const { index, events, circle } of played.value.bounded) {
    const key = circle === null ? 'cli.bounded' : 'cli.circle';
    const values = { number: index + 1, events, circle: circleText(circle ?? []) };
    around.err(`${texts.t(key, values)}\n`);
  }
  const told = tell(session, played.value, options.value, texts, painter(around.colours));
  if (!told.ok) return complain(told.error);
  const { out } = options.value;
  if (out !== null) {
    const refused = writeOut(path.resolve(around.cwd, out), told.value);
    return refused === null ? DONE : complain(refused);
  }
  if (!(told.value instanceof Uint8Array)) return print(around, told.value);
  if (around.terminal) return complain(usageError('cli.usage.binary', { format: options.value.format }));
  await around.out(told.value);
  return DONE;
}

function writeOut(file: string, told: Told): UsageError | null {
  try {
    writeFileSync(file, told instanceof Uint8Array ? told : [...told].map((line) => `${line}\n`).join(''));
    return null;
  } catch (error) {
    return usageError('cli.usage.unwritable', { file, reason: error instanceof Error ? error.message : '' });
  }
}

/** Lines of text, or the bytes of a file. */
type Told = Iterable<string> | Uint8Array;

function tell(
  session: Session,
  played: Played,
  options: Options,
  texts: PlainTexts,
  paint: Paint,
): Result<Told, UsageError> {
  const until = untilSeq(session, options.until);
  switch (options.format) {
    case 'text':
      return ok(textLines(session, texts, paint, { ...options, until }));
    case 'json':
      return ok(jsonLines(session, texts, { ...options, until, played }));
    case 'tcpdump':
      return captureLines(session, paint, { ...options, until });
    case 'pcapng':
    case 'pcap':
      return captureBytes(session, texts, options.format, { ...options, until });
  }
}

/** Lines as they come; stops when nobody reads any more, as `| head` does. */
async function print(around: Surroundings, lines: Iterable<string>): Promise<number> {
  for (const line of lines) if (!(await around.out(`${line}\n`))) break;
  return DONE;
}

function refuse(around: Surroundings, texts: PlainTexts, problems: readonly Problem[]): number {
  for (const problem of problems) around.err(`${problemText(texts, problem)}\n`);
  return LAB_PROBLEM;
}

/** Place, problem and mend, a line each. */
function problemText({ t, tm }: PlainTexts, problem: Problem): string {
  const { file, document, line, column, path } = problem;
  const place =
    line > 0
      ? document > 1
        ? t('cli.at', { file, document, line, column })
        : t('cli.atLine', { file, line, column })
      : document > 1
        ? t('cli.atDocument', { file, document })
        : file;
  const where = path === '' ? place : `${place}, ${t('cli.path', { path })}`;
  return `${where}\n  ${tm(problem.problem)}\n  ${tm(problem.mend)}`;
}

function usageText({ t, tm }: PlainTexts, { key, params, nearest, names }: UsageError): string {
  const hint =
    nearest !== null
      ? t('cli.didYouMean', { nearest })
      : names.length > 0
        ? t('cli.oneOf', { names: names.join(', ') })
        : null;
  return [tm({ key, params }), hint, t('cli.seeHelp', {})].filter((part) => part !== null).join('\n');
}
