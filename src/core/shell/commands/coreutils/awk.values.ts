/** Values of `awk`: texts, numbers, and texts that look like numbers. What prints: mawk 1.3.4. */
import type { Sign } from './awk.types';

/** A field that looks like a number is one where it is compared (POSIX's numeric strings). */
export type Value = number | { readonly text: string; readonly looks: boolean };

/** Thrown while a program runs: what the real one would do, and this one does not. */
export class Refused extends Error {}
/** Thrown while a program runs: what ends it. */
export class RunTimeError extends Error {}

/** What nobody set. */
export const NOTHING: Value = { text: '', looks: true };

/** Longest text a program may make (characters). */
const TEXT_MAX = 65_536;

/** A text that may be so long. */
export function bounded(text: string): string {
  if (text.length > TEXT_MAX) throw new Refused(`awk with texts of more than ${String(TEXT_MAX)} characters`);
  return text;
}

/** What strtod(3) reads, and with it mawk; hexadecimal too. */
const NUMBER = /^\s*([-+]?)(0[xX][\da-fA-F]+|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?|inf(?:inity)?)/i;
const WHOLE_NUMBER = new RegExp(`${NUMBER.source}\\s*$`, 'i');

export function fieldValue(text: string): Value {
  return { text, looks: WHOLE_NUMBER.test(text) };
}

export function plain(text: string): Value {
  return { text, looks: false };
}

export function numberFor(value: Value): number {
  if (typeof value === 'number') return value;
  if (/^\s*[-+]?nan/i.test(value.text)) throw new Refused("awk with 'nan' as a number");
  const [, sign, digits = '0'] = NUMBER.exec(value.text) ?? [];
  const number = /^inf/i.test(digits) ? Infinity : Number(digits);
  return sign === '-' ? -number : number;
}

/** Largest number that mawk 1.3.4 prints as an integer; its negative one is the smallest. */
const INTEGER_MAX = 2_147_483_647;

/** Integers as they are, others as `%.6g` prints them. What is no number is negative where division by 0 made it (x86-64). */
export function textFor(value: Value): string {
  if (typeof value !== 'number') return value.text;
  if (Number.isNaN(value)) return '-nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Number.isInteger(value) && Math.abs(value) <= INTEGER_MAX) return String(value);
  return sixDigits(value);
}

function sixDigits(value: number): string {
  const exponent = Number(value.toExponential(5).split('e')[1]);
  if (exponent < -4 || exponent >= 6) {
    const [digits = '', power = ''] = value.toExponential(5).split('e');
    const sign = power.startsWith('-') ? '-' : '+';
    return `${digits.replace(/\.?0+$/, '')}e${sign}${power.replace(/^[-+]/, '').padStart(2, '0')}`;
  }
  const fixed = value.toFixed(5 - exponent);
  return fixed.includes('.') ? fixed.replace(/\.?0+$/, '') : fixed;
}

export function isTrue(value: Value): boolean {
  if (typeof value === 'number') return value !== 0;
  return value.looks ? numberFor(value) !== 0 : value.text !== '';
}

export function compare(sign: Comparison, left: Value, right: Value): boolean {
  const numeric = [left, right].every((value) => typeof value === 'number' || value.looks);
  const [a, b] = numeric ? [numberFor(left), numberFor(right)] : [textFor(left), textFor(right)];
  switch (sign) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
  }
}

export type Comparison = Extract<Sign, '<' | '<=' | '==' | '!=' | '>' | '>='>;

/** `printf`: its format with values put in. */
export function formatted(format: string, values: readonly Value[]): string {
  let next = 0;
  const take = (): Value => {
    const value = values[next];
    next += 1;
    if (value === undefined) {
      throw new RunTimeError(
        `run time error: not enough arguments passed to printf("${format.replaceAll('\n', '\\n')}")`,
      );
    }
    return value;
  };
  const text = format.replace(
    /%([-+ #0]*)(\*|\d*)(?:\.(\*|\d*))?([a-zA-Z%])/g,
    (whole: string, flags: string, width: string, precision: string | undefined, letter: string) => {
      if (letter === '%') return '%';
      const columns = width === '*' ? numberFor(take()) : Number(width);
      const places =
        precision === undefined ? null : precision === '*' ? numberFor(take()) : Number(precision);
      if (columns > 4096 || (places ?? 0) > 100) throw new Refused(`awk's printf "${whole}"`);
      const body = converted(letter, take(), flags, places, whole);
      if (flags.includes('-')) return body.padEnd(columns);
      const isNumber = !/[sc]/.test(letter) && /^[-+ ]?[0-9]/.test(body);
      if (!flags.includes('0') || !isNumber) return body.padStart(columns);
      const [sign = ''] = /^[-+ ]/.exec(body) ?? [];
      return sign + body.slice(sign.length).padStart(columns - sign.length, '0');
    },
  );
  return bounded(text);
}

function converted(
  letter: string,
  value: Value,
  flags: string,
  places: number | null,
  whole: string,
): string {
  switch (letter) {
    case 's': {
      const text = textFor(value);
      return places === null ? text : text.slice(0, places);
    }
    case 'c':
      return typeof value === 'number' ? String.fromCharCode(value & 0xff) : textFor(value).slice(0, 1);
    case 'd':
    case 'i': {
      const number = Math.trunc(numberFor(value));
      if (!Number.isSafeInteger(number)) throw new Refused(`awk's printf "${whole}" of so much`);
      return signed(number, String(Math.abs(number)).padStart(places ?? 0, '0'), flags);
    }
    case 'o':
    case 'x':
    case 'X':
    case 'u': {
      const number = Math.trunc(numberFor(value));
      if (number < 0 || !Number.isSafeInteger(number))
        throw new Refused(`awk's printf "${whole}" of ${String(number)}`);
      const digits = number
        .toString(letter === 'o' ? 8 : letter === 'u' ? 10 : 16)
        .padStart(places ?? 0, '0');
      const prefix =
        flags.includes('#') && number !== 0 ? (letter === 'o' ? '0' : letter === 'u' ? '' : '0x') : '';
      return letter === 'X' ? (prefix + digits).toUpperCase() : prefix + digits;
    }
    case 'f':
    case 'F':
    case 'e':
    case 'E':
    case 'g':
    case 'G': {
      const number = numberFor(value);
      if (!Number.isFinite(number)) return textFor(number);
      const text = real(letter.toLowerCase(), Math.abs(number), places ?? 6);
      return signed(number, letter === letter.toLowerCase() ? text : text.toUpperCase(), flags);
    }
    default:
      throw new Refused(`awk's printf "${whole}"`);
  }
}

function signed(number: number, digits: string, flags: string): string {
  if (number < 0 || Object.is(number, -0)) return `-${digits}`;
  return flags.includes('+') ? `+${digits}` : flags.includes(' ') ? ` ${digits}` : digits;
}

function real(letter: string, number: number, places: number): string {
  if (letter === 'f') return number.toFixed(places);
  if (letter === 'e') return exponential(number, places);
  const most = Math.max(1, places);
  const exponent = number === 0 ? 0 : Number(number.toExponential(most - 1).split('e')[1]);
  if (exponent < -4 || exponent >= most) {
    return exponential(number, most - 1).replace(/\.?0+e/, 'e');
  }
  const fixed = number.toFixed(most - 1 - exponent);
  return fixed.includes('.') ? fixed.replace(/\.?0+$/, '') : fixed;
}

function exponential(number: number, places: number): string {
  const [digits = '', power = ''] = number.toExponential(places).split('e');
  return `${digits}e${power.charAt(0) === '-' ? '-' : '+'}${power.replace(/^[-+]/, '').padStart(2, '0')}`;
}
