/** `sed`: lines chosen, printed, deleted, and the replacement of what a pattern finds. Texts: GNU sed 4.9. */
import type { Regex } from '../../../base/regex';
import { err, ok, type Result } from '../../../base/result';
import { failed, notYet, type Command, type CommandIo, type Outcome } from '../../command';
import { readOptions } from '../../options';
import { Writing } from '../../written';
import { control, finder, translate } from './regex';
import { openFault, writeText } from '../../files.write';
import { inputs, pathOf, textOf } from './text';

type Address = { readonly line: number } | { readonly last: true } | { readonly regex: Regex };

interface Step {
  readonly from: Address | null;
  readonly to: Address | null;
  readonly negated: boolean;
  readonly does: 'p' | 'd' | 'q' | '=' | Replacement;
}

interface Replacement {
  readonly regex: Regex;
  /** Texts, and numbers of groups (`\\1`); 0 is all that was found (`&`). */
  readonly parts: readonly (string | number)[];
  readonly every: boolean;
  /** The how manieth is replaced. */
  readonly nth: number;
  readonly print: boolean;
}

export const sed: Command = {
  kind: 'sed',
  summary: 'stream editor for filtering and transforming text',
  usage: ['sed [ -n ] [ -E ] [ -i ] [ -e SCRIPT ] [ SCRIPT ] [ FILE ... ]'],
  about: {
    '-n': 'suppress automatic printing of pattern space',
    '-E': 'use extended regular expressions in the script',
    '-i': 'edit files in place',
    '-e': 'add the script to the commands to be executed',
  },
  run(io, argv): Outcome {
    const long = { quiet: 'n', silent: 'n', 'regexp-extended': 'E', expression: 'e' };
    const { given, all, words, fault } = readOptions(argv.slice(1), { letters: 'nErise:f:', long });
    if (fault !== null) {
      if (fault.option.length > 1) return notYet(`sed --${fault.option}`);
      return failed(
        1,
        fault.code === 'unknown'
          ? `sed: invalid option -- '${fault.option}'`
          : `sed: option requires an argument -- '${fault.option}'`,
        ...USAGE,
      );
    }
    const later = ['s', 'f'].find((letter) => given.has(letter));
    if (later !== undefined) return notYet(`sed -${later}`);
    const expressions = all.get('e') ?? words.slice(0, 1);
    const names = given.has('e') ? words : words.slice(1);
    if (expressions.length === 0) return failed(1, ...USAGE);
    if (expressions.join('\n').length > SCRIPT_MAX)
      return notYet(`sed with a script of more than ${String(SCRIPT_MAX)} characters`);
    const steps: Step[] = [];
    for (const [index, expression] of expressions.entries()) {
      const read = new Reader(expression, index + 1, given.has('E') || given.has('r')).script();
      if (!read.ok) return read.error;
      steps.push(...read.value);
    }
    if (given.has('i')) return inPlace(io, names, steps, given.has('n'));
    const writing = new Writing();
    const texts = inputs(io, names).flatMap((input) => {
      if (!('fault' in input)) return [textOf(input.text)];
      const what =
        input.fault === 'Is a directory'
          ? `couldn't edit ${input.name}: not a regular file`
          : `can't read ${input.name}: ${input.fault}`;
      writing.err(
        `sed: ${input.fault === 'Is a directory' ? `read error on ${input.name}: Is a directory` : what}`,
      );
      return [];
    });
    const lines = texts.flatMap((text) => text.lines);
    const lastWhole = texts.at(-1)?.unterminated === true;
    const printed = edit(lines, steps, given.has('n'));
    if (printed === null) return notYet(`sed with so much text`);
    writing.out(...printed.lines);
    const unterminated = lastWhole && printed.endsWithLast;
    return { ...writing.outcome(writing.has('stderr') ? 2 : 0), unterminated };
  },
};

/** `-i`: each file by itself, written over with what would have been printed. */
function inPlace(io: CommandIo, names: readonly string[], steps: readonly Step[], quiet: boolean): Outcome {
  const writing = new Writing();
  for (const name of names) {
    const [input] = inputs(io, [name === '-' ? './-' : name]);
    if (input === undefined || 'fault' in input) {
      const fault = input === undefined ? '' : input.fault;
      writing.err(
        fault === 'Is a directory'
          ? `sed: couldn't edit ${name}: not a regular file`
          : `sed: can't read ${name}: ${fault}`,
      );
      continue;
    }
    const text = textOf(input.text);
    const printed = edit(text.lines, steps, quiet);
    if (printed === null) return notYet('sed with so much text');
    const path = pathOf(io, name);
    const refused = openFault(io.host, io.netns, path);
    if (refused !== null) {
      writing.err(`sed: couldn't open file ${name}: ${refused.text}`);
      continue;
    }
    const bare = text.unterminated && printed.endsWithLast;
    const whole = printed.lines.join('\n') + (printed.lines.length === 0 || bare ? '' : '\n');
    const fault = writeText(io.host, io.netns, path, whole, { append: false, typed: io.typed });
    if (fault !== null) writing.err(`sed: couldn't write ${name}: ${fault.text}`);
  }
  return writing.outcome(writing.has('stderr') ? 2 : 0);
}

/** Longest script, longest line that a replacement may make, and most that is printed (characters). */
const SCRIPT_MAX = 2000;
const SPACE_MAX = 16_384;
const PRINTED_MAX = 4_000_000;

const USAGE = ['Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...'];

function edit(
  lines: readonly string[],
  steps: readonly Step[],
  quiet: boolean,
): { readonly lines: readonly string[]; readonly endsWithLast: boolean } | null {
  const out: string[] = [];
  let length = 0;
  const print = (text: string): void => {
    // One for its newline.
    length += text.length + 1;
    out.push(text);
  };
  /** Whether the range of a step is open, and what line it began at. */
  const open = new Map<Step, boolean>();
  let endsWithLast = false;
  for (const [index, line] of lines.entries()) {
    const number = index + 1;
    const isLast = number === lines.length;
    let space = line;
    let kept = true;
    let ends = false;
    for (const step of steps) {
      if (chosen(step, open, number, isLast, space) === step.negated) continue;
      const { does } = step;
      if (does === 'p') print(space);
      else if (does === '=') print(String(number));
      else if (does === 'd') kept = false;
      else if (does === 'q') ends = true;
      else {
        const replaced = replace(does, space);
        if (replaced === 'too long') return null;
        if (replaced !== null) space = replaced.text;
        if (replaced !== null && does.print) print(space);
      }
      if (length > PRINTED_MAX) return null;
      if (!kept || ends) break;
    }
    if (kept && !quiet) print(space);
    endsWithLast = isLast && kept;
    if (ends) break;
  }
  return { lines: out, endsWithLast };
}

function fits(address: Address, number: number, isLast: boolean, line: string): boolean {
  if ('line' in address) return address.line === number;
  if ('last' in address) return isLast;
  return address.regex.find(line) !== null;
}

function chosen(
  step: Step,
  open: Map<Step, boolean>,
  number: number,
  isLast: boolean,
  line: string,
): boolean {
  const { from, to } = step;
  if (from === null) return true;
  if (to === null) return fits(from, number, isLast, line);
  if (open.get(step) === true) {
    const over = 'line' in to ? number >= to.line : fits(to, number, isLast, line);
    if (over) open.set(step, false);
    // A range whose end has gone by before it began again is over at once.
    return !('line' in to) || number <= to.line;
  }
  if (!fits(from, number, isLast, line)) return false;
  open.set(step, 'line' in to ? to.line > number : !('last' in to && isLast));
  return true;
}

function replace(
  { regex, parts, every, nth }: Replacement,
  line: string,
): { readonly text: string } | 'too long' | null {
  let text = '';
  let at = 0;
  let count = 0;
  let changed = false;
  for (let from = 0; from <= line.length;) {
    const span = regex.find(line, from);
    if (span === null) break;
    const empty = span.end === span.start;
    // Nothing at the very end of what was just found is no find of its own.
    if (empty && count > 0 && span.start === at && from === at && span.start !== 0 && changed) {
      from += 1;
      continue;
    }
    count += 1;
    if (count >= nth) {
      const groups = parts.some((part) => typeof part === 'number' && part > 0)
        ? regex.groups(line, span)
        : [];
      const put = (part: string | number): string => {
        if (typeof part === 'string') return part;
        const found = part === 0 ? span : groups[part - 1];
        return found === null || found === undefined ? '' : line.slice(found.start, found.end);
      };
      text += line.slice(at, span.start) + parts.map(put).join('');
      if (text.length > SPACE_MAX) return 'too long';
      at = span.end;
      changed = true;
      if (!every) break;
    }
    from = empty ? span.end + 1 : span.end;
  }
  return changed ? { text: text + line.slice(at) } : null;
}

class Reader {
  private at = 0;
  constructor(
    private readonly text: string,
    /** The how manieth of the command line. */
    private readonly number: number,
    private readonly extended: boolean,
  ) {}

  script(): Result<readonly Step[], Outcome> {
    const steps: Step[] = [];
    for (;;) {
      this.passOver(/[\s;]/);
      if (this.at >= this.text.length) return ok(steps);
      const step = this.step();
      if (!step.ok) return step;
      steps.push(step.value);
      this.passOver(/[ \t]/);
      const next = this.text.charAt(this.at);
      if (next === '}') return err(notYet("sed '{ … }'"));
      if (next !== '' && !/[;\n]/.test(next)) return this.wrong('extra characters after command');
    }
  }

  /** Goes on behind characters that say nothing here. */
  private passOver(chars: RegExp): void {
    while (this.at < this.text.length && chars.test(this.text.charAt(this.at))) this.at += 1;
  }

  private wrong(why: string): Result<never, Outcome> {
    const place = Math.min(this.at + 1, this.text.length);
    return err(failed(1, `sed: -e expression #${String(this.number)}, char ${String(place)}: ${why}`));
  }

  private step(): Result<Step, Outcome> {
    const from = this.address();
    if (!from.ok) return from;
    let to: Address | null = null;
    if (from.value !== null && this.text.charAt(this.at) === ',') {
      this.at += 1;
      const read = this.address();
      if (!read.ok) return read;
      if (read.value === null) return this.wrong("unexpected `,'");
      to = read.value;
    }
    this.passOver(/[ \t]/);
    const negated = this.text.charAt(this.at) === '!';
    if (negated) this.at += 1;
    this.passOver(/[ \t!]/);
    const name = this.text.charAt(this.at);
    if (name === '') return this.wrong('missing command');
    this.at += 1;
    if (name === 'q' && /^[ \t]*\d/.test(this.text.slice(this.at))) return err(notYet("sed 'qN'"));
    const base = { from: from.value, to, negated };
    if (name === 'p' || name === 'd' || name === 'q' || name === '=') return ok({ ...base, does: name });
    if (name !== 's') {
      if (/[{}abcDefFgGhHilnNPQrRtTvwWxyz:#]/.test(name)) return err(notYet(`sed '${name}'`));
      this.at -= 1;
      return this.wrong(`unknown command: \`${name}'`);
    }
    const replacement = this.replacement();
    return replacement.ok ? ok({ ...base, does: replacement.value }) : replacement;
  }

  private address(): Result<Address | null, Outcome> {
    const rest = this.text.slice(this.at);
    const [digits = ''] = /^\d{1,9}/.exec(rest) ?? [];
    if (digits !== '') {
      this.at += digits.length;
      if (this.text.charAt(this.at) === '~') return err(notYet("sed 'FIRST~STEP'"));
      if (Number(digits) === 0) return this.wrong('invalid usage of line address 0');
      return ok({ line: Number(digits) });
    }
    if (rest.startsWith('$')) {
      this.at += 1;
      return ok({ last: true });
    }
    if (/^[+~]/.test(rest)) return err(notYet(`sed 'ADDR,${rest.charAt(0)}N'`));
    if (!rest.startsWith('/') && !rest.startsWith('\\')) return ok(null);
    this.at += rest.startsWith('\\') ? 2 : 1;
    const pattern = this.until(rest.startsWith('\\') ? rest.charAt(1) : '/');
    if (pattern === null) return this.wrong('unterminated address regex');
    const ignoreCase = this.text.charAt(this.at) === 'I';
    if (ignoreCase) this.at += 1;
    const regex = this.regex(pattern, ignoreCase);
    return regex.ok ? ok({ regex: regex.value }) : regex;
  }

  /** Up to the delimiter, which a backslash takes its meaning from. */
  private until(delimiter: string): string | null {
    let text = '';
    for (; this.at < this.text.length; this.at += 1) {
      const char = this.text.charAt(this.at);
      if (char === delimiter) {
        this.at += 1;
        return text;
      }
      if (char !== '\\') {
        text += char;
        continue;
      }
      this.at += 1;
      const next = this.text.charAt(this.at);
      text += next === delimiter ? next : `\\${next}`;
    }
    return null;
  }

  private regex(pattern: string, ignoreCase: boolean): Result<Regex, Outcome> {
    if (pattern === '') return err(notYet('sed with an empty pattern'));
    const [, code] = /\\([cdox])/.exec(pattern.replaceAll('\\\\', '')) ?? [];
    if (code !== undefined) return err(notYet(`sed '/\\${code}…/'`));
    const source = translate(pattern, this.extended, 'sed');
    if (!source.ok) return this.wrong(source.error);
    const found = finder(source.value, { ignoreCase });
    return found.ok ? found : this.wrong(found.error);
  }

  private replacement(): Result<Replacement, Outcome> {
    const delimiter = this.text.charAt(this.at);
    this.at += 1;
    const pattern = delimiter === '' ? null : this.until(delimiter);
    const other = pattern === null ? null : this.until(delimiter);
    if (pattern === null || other === null) return this.wrong("unterminated `s' command");
    const [flags = ''] = /^[a-zA-Z\d]*/.exec(this.text.slice(this.at)) ?? [];
    this.at += flags.length;
    const [, later] = /([eEmMw])/.exec(flags) ?? [];
    if (later !== undefined) return err(notYet(`sed 's/…/…/${later}'`));
    if (!/^(?:g|p|i|I|[1-9]\d{0,3})*$/.test(flags)) return this.wrong("unknown option to `s'");
    const regex = this.regex(pattern, /[iI]/.test(flags));
    if (!regex.ok) return regex;
    const parts: (string | number)[] = [];
    let part = '';
    for (let at = 0; at < other.length; at += 1) {
      const char = other.charAt(at);
      const next = other.charAt(at + 1);
      if (char === '&' || (char === '\\' && /\d/.test(next))) {
        const group = char === '&' ? 0 : Number(next);
        if (group > regex.value.groupCount)
          return this.wrong(`invalid reference \\${next} on \`s' command's RHS`);
        parts.push(part, group);
        part = '';
        if (char !== '&') at += 1;
      } else if (char !== '\\') part += char;
      else if (/[LUluEcdox]/.test(next)) return err(notYet(`sed 's/…/\\${next}/'`));
      else {
        part += control(next, 'sed') ?? next;
        at += 1;
      }
    }
    parts.push(part);
    const nth = Number(/\d+/.exec(flags)?.[0] ?? 1);
    return ok({ regex: regex.value, parts, every: flags.includes('g'), nth, print: flags.includes('p') });
  }
}
