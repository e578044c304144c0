/**
 * The state of a lab as the fragment of an address, and back:
 *
 *     #/lab/flannel-vxlan?i=0s!ping-across;2500m:pod-a$ping+-c+1+10.244.2.2;4s~5s&at=1,0,node-1,flannel.1,tunnel.encap,0,132
 *
 * `i` are the inputs, each with the simulated time at which it was made (s, m, u, n: seconds to nanoseconds):
 * `!` a prepared send, `:` a command after its netns and `$`, `~` waiting. `at` is the cursor: input, packet, netns,
 * device, kind, ordinal, and the seq as a hint. It is meant to be read and edited by people, so texts stand as they
 * are, with `+` for a space and percent-encoding where it must be.
 *
 * An address comes from strangers: whatever it holds, decoding answers a value or a Problem, in bounded time.
 */
import { err, ok, type Result } from '../base/result';
import type { Input, LoggedInput, Problem, SemanticCursor, SharedState } from '../session.types';
import { MAX_COMMAND_CHARS, MAX_SHARED_CHARS, MAX_SHARED_INPUTS } from './limits';
import { problemAt, wholeFile, type ProblemCode } from './problems';

const PREFIX = '/lab/';
const LAB_ID = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** The fragment, beginning with `#`. */
export function encodeShared({ lab, inputs, cursor }: SharedState): string {
  const query = [
    ...(inputs.length > 0 ? [`i=${inputs.map(encodeInput).join(';')}`] : []),
    ...(cursor ? [`at=${encodeCursor(cursor)}`] : []),
  ];
  return `#${PREFIX}${lab}${query.length > 0 ? `?${query.join('&')}` : ''}`;
}

/** Reads a fragment, with or without its `#`. */
export function decodeShared(fragment: string): Result<SharedState, Problem> {
  if (fragment.length > MAX_SHARED_CHARS) {
    return problem('shareTooLong', '', { size: fragment.length, max: MAX_SHARED_CHARS });
  }
  const text = fragment.replace(/^#/, '');
  const mark = text.indexOf('?');
  const lab = text.slice(PREFIX.length, mark < 0 ? undefined : mark);
  if (!text.startsWith(PREFIX) || !LAB_ID.test(lab)) return problem('shareForm', '');
  const fields = new Map<string, string>();
  for (const field of mark < 0 ? [] : text.slice(mark + 1).split('&')) {
    const equals = field.indexOf('=');
    // Fields nobody knows are left to later versions; of two of a name the first counts.
    if (equals > 0 && !fields.has(field.slice(0, equals)))
      fields.set(field.slice(0, equals), field.slice(equals + 1));
  }
  const inputs = decodeInputs(fields.get('i') ?? '');
  if (!inputs.ok) return inputs;
  const at = fields.get('at');
  const cursor = at === undefined ? null : decodeCursor(at);
  if (at !== undefined && cursor === null) return problem('shareCursor', 'at');
  return ok({ lab, inputs: inputs.value, cursor });
}

function problem(
  code: ProblemCode,
  path: string,
  params: Readonly<Record<string, number>> = {},
): Result<never, Problem> {
  return err(problemAt({ ...wholeFile('URL'), path }, code, params));
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
      return `:${escaped(input.netns).replaceAll('$', '%24')}$${escaped(input.command)}`;
    case 'wait':
      return `~${encodeTime(Math.round(input.seconds * NS_PER_SEC))}`;
  }
}

function decodeInputs(text: string): Result<readonly LoggedInput[], Problem> {
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
  const match = /^(\d{1,16}[smun])([!:~])(.*)$/s.exec(part);
  const atNs = decodeTime(match?.[1] ?? '');
  const input = decodeAction(match?.[2] ?? '', match?.[3] ?? '');
  return atNs === null || input === null ? null : { atNs, input };
}

function decodeAction(sign: string, text: string): Input | null {
  if (sign === '!') {
    const name = unescaped(text);
    return name === null || !LAB_ID.test(name) ? null : { kind: 'send', name };
  }
  if (sign === '~') {
    const waitNs = decodeTime(text);
    return waitNs === null ? null : { kind: 'wait', seconds: waitNs / NS_PER_SEC };
  }
  const dollar = text.indexOf('$');
  const netns = unescaped(text.slice(0, Math.max(0, dollar)));
  const command = unescaped(text.slice(dollar + 1));
  if (sign !== ':' || netns === null || netns === '' || command === null) return null;
  return command.length > MAX_COMMAND_CHARS ? null : { kind: 'exec', netns, command };
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
  const [input, packet, ordinal, seq] = [parts[0], parts[1], parts[5], parts[6]].map(decodeInteger);
  const [netns, dev, kind] = parts.slice(2, 5).map(unescaped);
  if (parts.length !== 7 || input == null || packet == null || ordinal == null || seq == null) return null;
  if (netns == null || dev == null || kind == null) return null;
  return { input, packet, netns, dev, kind, ordinal, seq };
}

/** -1 stands for "none". */
function decodeInteger(text: string | undefined): number | null {
  const number = /^(-1|0|[1-9]\d{0,15})$/.test(text ?? '') ? Number(text) : NaN;
  return Number.isSafeInteger(number) ? number : null;
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
