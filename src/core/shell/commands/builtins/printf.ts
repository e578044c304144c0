/** `printf`. Source: bash 5.2 builtins/printf.def. */
import { VARIABLE_NAME } from '../../syntax';
import { failed, notYet, printed, type Command, type Outcome } from '../../command';
import { withErrors } from '../../written';

const CONVERSION = /%([-+ 0#]*)(\*|\d{0,4})(?:\.(\d{0,4}))?([a-zA-Z%])?/y;
/** Characters that are printed at most. */
const PRINTED_MAX = 262_144;
const ESCAPES: Readonly<Record<string, string>> = {
  ...{
    n: '\n',
    t: '\t',
    r: '\r',
    '\\': '\\',
    a: '\x07',
    b: '\b',
    f: '\f',
    v: '\v',
    e: '\x1b',
    '"': '"',
    "'": "'",
  },
};

export const printf: Command = {
  kind: 'printf',
  summary: 'format and print arguments under control of the format',
  usage: ['printf [ -v NAME ] FORMAT [ WORD ... ]'],
  about: { '-v': 'assign the output to the shell variable' },
  run(io, argv) {
    let words = argv.slice(1);
    let variable: string | null = null;
    if (words[0] === '-v') {
      variable = words[1] ?? '';
      words = words.slice(2);
      if (!VARIABLE_NAME.test(variable))
        return failed(2, `bash: printf: \`${variable}': not a valid identifier`);
    } else if (words[0] === '--') words = words.slice(1);
    const [format, ...values] = words;
    if (format === undefined) return failed(2, 'printf: usage: printf [-v var] format [arguments]');
    const printing = new Printing(format, values);
    const refused = printing.run();
    if (refused !== null) return notYet(refused);
    if (variable !== null) {
      io.setVars({ [variable]: printing.text });
      return { ...failed(printing.errors.length > 0 ? 1 : 0, ...printing.errors) };
    }
    const outcome = textOutcome(printing.text);
    if (printing.errors.length === 0) return outcome;
    return withErrors({ ...outcome, exitCode: 1 }, ...printing.errors);
  },
};

/** Text as a command prints it: what does not end with a newline is gone on with. */
export function textOutcome(text: string): Outcome {
  if (text === '') return printed();
  const unterminated = !text.endsWith('\n');
  return {
    ...printed(...(unterminated ? text : text.slice(0, -1)).split('\n')),
    ...(unterminated && { unterminated }),
  };
}

class Printing {
  text = '';
  readonly errors: string[] = [];
  private at = 0;

  constructor(
    private readonly format: string,
    private readonly values: readonly string[],
  ) {}

  /** The format again and again, until the words are used up. Answers what it does not know. */
  run(): string | null {
    for (;;) {
      const before = this.at;
      const refused = this.once();
      if (refused !== null) return refused;
      if (this.at >= this.values.length || this.at === before || this.text.length > PRINTED_MAX) return null;
    }
  }

  private once(): string | null {
    const { format } = this;
    for (let at = 0; at < format.length;) {
      const char = format.charAt(at);
      if (char === '\\') {
        const { text, length } = escape(format, at);
        this.text += text;
        at += length;
        continue;
      }
      if (char !== '%') {
        this.text += char;
        at += 1;
        continue;
      }
      CONVERSION.lastIndex = at;
      const match = CONVERSION.exec(format);
      const [whole = '%', flags = '', width = '', precision, letter = ''] = match ?? [];
      at += whole.length;
      if (letter === '%') this.text += '%';
      else {
        if (width === '*' || !/^[sdiuxXocbq]$/.test(letter)) return `printf '${whole}'`;
        this.text += this.one(flags, Math.min(Number(width), 1000), precision, letter);
      }
    }
    return null;
  }

  private one(flags: string, width: number, precision: string | undefined, letter: string): string {
    const value = this.values[this.at];
    this.at += 1;
    let text = value ?? '';
    if (letter === 'b')
      text = text.replace(/\\[\s\S]/g, (_, at: number, all: string) => escape(all, at).text);
    else if (letter === 'c') text = text.charAt(0);
    else if (letter === 'q')
      text = /^[\w@%+=:,./-]+$/.test(text) ? text : text.replace(/[^\w@%+=:,./-]/g, '\\$&') || "''";
    else if (letter !== 's') text = this.number(value ?? '0', flags, letter);
    if (precision !== undefined && letter === 's') text = text.slice(0, Number(precision));
    if (flags.includes('-')) return text.padEnd(width);
    if (!flags.includes('0') || letter === 's') return text.padStart(width);
    const sign = /^[-+]/.exec(text)?.[0] ?? '';
    return sign + text.slice(sign.length).padStart(width - sign.length, '0');
  }

  private number(value: string, flags: string, letter: string): string {
    const number = this.read(value);
    const unsigned = BigInt.asUintN(64, number);
    switch (letter) {
      case 'x':
        return (flags.includes('#') && number !== 0n ? '0x' : '') + unsigned.toString(16);
      case 'X':
        return (flags.includes('#') && number !== 0n ? '0X' : '') + unsigned.toString(16).toUpperCase();
      case 'o':
        return (flags.includes('#') ? '0' : '') + unsigned.toString(8);
      case 'u':
        return unsigned.toString();
      default:
        return (
          (flags.includes('+') && number >= 0n ? '+' : flags.includes(' ') && number >= 0n ? ' ' : '') +
          number.toString()
        );
    }
  }

  private read(value: string): bigint {
    if (/^["']/.test(value)) return BigInt(value.codePointAt(1) ?? 0);
    const [, sign = '', digits = ''] = /^\s*([-+]?)(0[xX][\da-fA-F]+|0[0-7]*|[1-9]\d*)/.exec(value) ?? [];
    const rest = value.trimStart().slice(sign.length + digits.length);
    if (value !== '' && (digits === '' || rest !== ''))
      this.errors.push(`bash: printf: ${value}: invalid number`);
    if (digits === '') return 0n;
    const number = BigInt(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits);
    return BigInt.asIntN(64, sign === '-' ? -number : number);
  }
}

function escape(text: string, at: number): { text: string; length: number } {
  const hex = /^\\x([\da-fA-F]{1,2})/.exec(text.slice(at, at + 4));
  if (hex !== null)
    return { text: String.fromCharCode(Number.parseInt(hex[1] ?? '', 16)), length: hex[0].length };
  const octal = /^\\0?([0-7]{1,3})/.exec(text.slice(at, at + 5));
  if (octal !== null)
    return { text: String.fromCharCode(Number.parseInt(octal[1] ?? '', 8) & 0xff), length: octal[0].length };
  const char = text.charAt(at + 1);
  if (Object.hasOwn(ESCAPES, char)) return { text: ESCAPES[char] ?? '', length: 2 };
  return { text: char === '' ? '\\' : `\\${char}`, length: char === '' ? 1 : 2 };
}
