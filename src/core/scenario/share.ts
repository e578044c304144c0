/**
 * The state of a lab as the part of an address that follows the question mark, and back:
 *
 *     #/lab/flannel-vxlan?i=0s!ping-across;2500m:pod-a$ping+-c+1+10.244.2.2;4s~5s&at=1,0,node-1,flannel.1,tunnel.encap,0,132
 *
 * `i` are the inputs, each with the simulated time at which it was made (s, m, u, n: seconds to nanoseconds):
 * `!` a prepared send, `:` a command after its netns and `$` (and after it, behind `?`, what it reads), `~` waiting, `*` an
 * interrupt (Ctrl-C) and the number of the input it is meant for, from 0; `-` and `=` a cable that is pulled out of a card or
 * plugged in again, `node-1$eth0`.
 * `pick` are the options that differ from the lab's file: `pick=backend:host-gw`. `at` is the cursor: input, packet, netns,
 * device, kind, ordinal, and the seq as a hint. It is meant to be read and edited by people, so texts stand as they
 * are, with `+` for a space and percent-encoding where it must be.
 *
 * `lesson` is where a learner is in a lesson: `lesson=flannel-vxlan,route,2`.
 *
 * An address comes from strangers: whatever it holds, decoding answers a value or a Problem, in bounded time.
 */
import { err, ok, type Result } from '../base/result';
import type {
  Input,
  LoggedInput,
  Problem,
  SemanticCursor,
  SharedLesson,
  SharedState,
} from '../session.types';
import { MAX_COMMAND_CHARS, MAX_SHARED_CHARS, MAX_SHARED_INPUTS } from './limits';
import { problemAt, wholeFile, type ProblemCode } from './problems';

/** A device's name, with a margin. */
const MAX_NAME_CHARS = 64;

const LAB_ID = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** Inputs and cursor: what follows `#/lab/<id>?`. Empty when there is neither. */
export function encodeShared({ choices = {}, inputs, cursor, lesson }: SharedState): string {
  const picked = Object.keys(choices)
    .sort()
    .map((name) => `${name}:${choices[name] ?? ''}`);
  const fields = [
    ...(picked.length > 0 ? [`pick=${picked.join(',')}`] : []),
    ...(inputs.length > 0 ? [`i=${inputs.map(encodeInput).join(';')}`] : []),
    ...(cursor ? [`at=${encodeCursor(cursor)}`] : []),
    ...(lesson ? [`lesson=${encodeLesson(lesson)}`] : []),
  ];
  return fields.join('&');
}

/** Reads `<id>?<inputs and cursor>`, with or without `#/lab/` in front. */
export function decodeShared(text: string): Result<SharedState, readonly Problem[]> {
  if (text.length > MAX_SHARED_CHARS) {
    return problem('shareTooLong', '', { size: text.length, max: MAX_SHARED_CHARS });
  }
  const address = text.replace(/^#?\/lab\//, '');
  const mark = address.includes('?') ? address.indexOf('?') : address.length;
  const lab = address.slice(0, mark);
  if (!LAB_ID.test(lab)) return problem('shareForm', '');
  const fields = new Map<string, string>();
  for (const field of address.slice(mark + 1).split('&')) {
    const equals = field.indexOf('=');
    const key = field.slice(0, Math.max(0, equals));
    // Fields nobody knows are left to later versions; of two of a name the first counts.
    if (!fields.has(key)) fields.set(key, field.slice(equals + 1));
  }
  const inputs = decodeInputs(fields.get('i') ?? '');
  if (!inputs.ok) return inputs;
  const at = fields.get('at');
  const cursor = at === undefined ? null : decodeCursor(at);
  if (at !== undefined && cursor === null) return problem('shareCursor', 'at');
  const choices = decodeChoices(fields.get('pick') ?? '');
  if (choices === null) return problem('shareChoice', 'pick');
  const lesson = decodeLesson(fields.get('lesson') ?? '');
  return ok({
    lab,
    ...(choices.size === 0 ? {} : { choices: Object.fromEntries(choices) }),
    inputs: inputs.value,
    cursor,
    ...(lesson === null ? {} : { lesson }),
  });
}

function problem(
  code: ProblemCode,
  path: string,
  params: Readonly<Record<string, number>> = {},
): Result<never, readonly Problem[]> {
  return err([problemAt({ ...wholeFile('URL'), path }, code, params)]);
}

/** `backend:host-gw,proxy:ipvs`; null when it is nothing of the kind. */
function decodeChoices(text: string): ReadonlyMap<string, string> | null {
  const choices = new Map<string, string>();
  for (const part of text === '' ? [] : text.split(',')) {
    const [name = '', option = '', ...more] = part.split(':');
    if (!LAB_ID.test(name) || !LAB_ID.test(option) || more.length > 0 || choices.has(name)) return null;
    choices.set(name, option);
  }
  return choices;
}

// ------------------------------------------------------------------------------------------------------- inputs

function encodeInput({ atNs, input }: LoggedInput): string {
  return `${encodeTime(atNs)}${encodeAction(input)}`;
}

function encodeAction(input: Input): string {
  switch (input.kind) {
    case 'send':
      return `!${escaped(input.name)}`;
    case 'exec':
      return `:${escaped(input.netns).replaceAll('$', '%24')}$${escaped(input.command)}${encodeStdin(input.stdin)}`;
    case 'interrupt':
      return `*${input.of}`;
    case 'cable':
      return `${input.plugged ? '=' : '-'}${escaped(input.netns).replaceAll('$', '%24')}$${escaped(input.dev)}`;
    case 'wait':
      return `~${encodeTime(Math.round(input.seconds * NS_PER_SEC))}`;
  }
}

/** Nothing in a command is a question mark: it would be percent-encoded. */
function encodeStdin(stdin: string | undefined): string {
  return stdin === undefined ? '' : `?${escaped(stdin)}`;
}

function decodeInputs(text: string): Result<readonly LoggedInput[], readonly Problem[]> {
  if (text === '') return ok([]);
  const parts = text.split(';');
  if (parts.length > MAX_SHARED_INPUTS) {
    return problem('shareTooManyInputs', 'i', { count: parts.length, max: MAX_SHARED_INPUTS });
  }
  const inputs: LoggedInput[] = [];
  for (const [index, part] of parts.entries()) {
    const logged = decodeInput(part);
    if (logged === null) return problem('shareInput', `i[${index}]`, { number: index + 1 });
    if (logged.atNs < (inputs[index - 1]?.atNs ?? 0)) {
      return problem('shareOrder', `i[${index}]`, { number: index + 1 });
    }
    inputs.push(logged);
  }
  return ok(inputs);
}

function decodeInput(part: string): LoggedInput | null {
  const match = /^(\d{1,16}[smun])([!:~*=-])(.*)$/s.exec(part);
  const atNs = decodeTime(match?.[1] ?? '');
  const input = decodeAction(match?.[2] ?? '', match?.[3] ?? '');
  return atNs === null || input === null ? null : { atNs, input };
}

function decodeAction(sign: string, text: string): Input | null {
  if (sign === '!') {
    const name = unescaped(text);
    return name === null || !LAB_ID.test(name) ? null : { kind: 'send', name };
  }
  if (sign === '*') {
    const of = decodeInteger(text);
    return of === null || of < 0 ? null : { kind: 'interrupt', of };
  }
  if (sign === '~') {
    const waitNs = decodeTime(text);
    return waitNs === null ? null : { kind: 'wait', seconds: waitNs / NS_PER_SEC };
  }
  const dollar = text.indexOf('$');
  const netns = unescaped(text.slice(0, Math.max(0, dollar)));
  if (sign === '-' || sign === '=') {
    const dev = unescaped(text.slice(dollar + 1));
    if (netns === null || netns === '' || dev === null || dev === '' || dev.length > MAX_NAME_CHARS)
      return null;
    return { kind: 'cable', netns, dev, plugged: sign === '=' };
  }
  const [typed = '', read, ...more] = text.slice(dollar + 1).split('?');
  const command = unescaped(typed);
  const stdin = read === undefined ? undefined : unescaped(read);
  if (sign !== ':' || netns === null || netns === '' || command === null || stdin === null) return null;
  if (command.length > MAX_COMMAND_CHARS || more.length > 0) return null;
  return { kind: 'exec', netns, command, ...(stdin === undefined ? {} : { stdin }) };
}

// -------------------------------------------------------------------------------------------------------- times

const NS_PER_SEC = 1_000_000_000;
const UNITS: readonly (readonly [string, number])[] = [
  ['s', NS_PER_SEC],
  ['m', 1_000_000],
  ['u', 1000],
  ['n', 1],
];

/** A time in its largest whole unit: `3s`, `250m`. */
function encodeTime(ns: number): string {
  const [letter, size] = UNITS.find(([, unit]) => ns % unit === 0) ?? ['n', 1];
  return `${ns / size}${letter}`;
}

function decodeTime(text: string): number | null {
  const match = /^(\d{1,16})([smun])$/.exec(text);
  const unit = UNITS.find(([letter]) => letter === match?.[2])?.[1];
  const ns = unit === undefined ? NaN : Number(match?.[1]) * unit;
  return Number.isSafeInteger(ns) ? ns : null;
}

// ------------------------------------------------------------------------------------------------------- cursor

function encodeCursor({ input, packet, netns, dev, kind, ordinal, seq }: SemanticCursor): string {
  const texts = [netns, dev, kind].map((text) => escaped(text).replaceAll(',', '%2C'));
  return [input, packet, ...texts, ordinal, seq].join(',');
}

function decodeCursor(text: string): SemanticCursor | null {
  const parts = text.split(',');
  if (parts.length !== 7) return null;
  const numbers = [0, 1, 5, 6].map((at) => decodeInteger(parts[at] ?? ''));
  const texts = [2, 3, 4].map((at) => unescaped(parts[at] ?? ''));
  if (numbers.includes(null) || texts.includes(null)) return null;
  const [input, packet, ordinal, seq] = numbers as [number, number, number, number];
  const [netns, dev, kind] = texts as [string, string, string];
  return { input, packet, netns, dev, kind, ordinal, seq };
}

/** -1 stands for "none". */
function decodeInteger(text: string): number | null {
  const number = /^(-1|0|[1-9]\d{0,15})$/.test(text) ? Number(text) : NaN;
  return Number.isSafeInteger(number) ? number : null;
}

// ------------------------------------------------------------------------------------------------------- lesson

/** `flannel-vxlan`, `flannel-vxlan,route,2`: lesson, step, number of inputs when the step began. */
function encodeLesson({ id, step, since }: SharedLesson): string {
  return step === '' ? id : `${id},${step},${since}`;
}

/** Null for what names no lesson: the lab is worth being shown all the same. */
function decodeLesson(text: string): SharedLesson | null {
  const [id = '', step = '', since = '0', ...more] = text.split(',');
  const number = decodeInteger(since) ?? -1;
  const known = LAB_ID.test(id) && (step === '' || LAB_ID.test(step));
  return known && number >= 0 && more.length === 0 ? { id, step, since: number } : null;
}

// -------------------------------------------------------------------------------------------------------- texts

/** Left as they are besides what encodeURIComponent leaves: allowed in a fragment (RFC 3986, 3.5) and free of meaning here. */
const READABLE: Readonly<Record<string, string>> = {
  '%2F': '/',
  '%3A': ':',
  '%3D': '=',
  '%40': '@',
  '%2C': ',',
  '%24': '$',
  '%20': '+',
};

/** Percent-encoded. Halves of surrogate pairs, which no encoding has, become U+FFFD. */
function escaped(text: string): string {
  const whole = text.replace(
    /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g,
    '\uFFFD',
  );
  return encodeURIComponent(whole).replace(/%[0-9A-F]{2}/g, (code) => READABLE[code] ?? code);
}

/** Null when the percent-encoding is broken. */
function unescaped(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch (thrown) {
    if (thrown instanceof URIError) return null;
    throw thrown;
  }
}
