/** The command line of `npm run lab` → what is asked, or what is wrong with it. */
import { parseArgs } from 'node:util';
import { err, ok, type Result } from '../../core/base/result';
import { nearest } from '../../core/scenario/nearest';
import type { Input } from '../../core/model/input';
import { WAIT_SECONDS_MAX } from '../../core/session';
import type { Chosen } from '../../core/session.types';
import type { Grain } from '../../core/views/contract';
import { LANGUAGES, type Language } from '../../i18n/language';
import type { CliKey } from '../../i18n/plain';

export const FORMATS = ['text', 'json', 'tcpdump', 'pcapng', 'pcap'] as const;
export type Format = (typeof FORMATS)[number];

export const STEPS = ['decision', 'hop', 'machine', 'packet'] as const satisfies readonly Grain[];

/** Something to do, as it was asked for. */
export interface Asked {
  readonly input: Input;
  /** File that the command is to read as its standard input. */
  readonly stdinFile: string | null;
}

/** Where to stop telling. */
export type Until =
  | { readonly kind: 'record'; readonly seq: number }
  | { readonly kind: 'moment'; readonly ns: number }
  | { readonly kind: 'drop' };

export interface Options {
  /** As typed; null with `--list` alone. */
  readonly lab: string | null;
  readonly list: boolean;
  readonly help: boolean;
  readonly asked: readonly Asked[];
  /** Options by the name of their choice. */
  readonly choices: Chosen;
  readonly format: Format;
  readonly step: Grain;
  readonly until: Until | null;
  readonly setup: boolean;
  /** `node-1/eth0` */
  readonly on: string | null;
  /** Captures: this packet alone. */
  readonly packet: number | null;
  /** File to write to; null for standard output. */
  readonly out: string | null;
  readonly ether: boolean;
  readonly verbose: boolean;
}

/** A mistake on the command line: what it is, and what may have been meant. */
export interface UsageError {
  readonly key: Extract<CliKey, `cli.usage.${string}`>;
  readonly params: Readonly<Record<string, string | number>>;
  readonly nearest: string | null;
  /** What would have been right, where that is a short list. */
  readonly names: readonly string[];
}

export function usageError(
  key: UsageError['key'],
  params: UsageError['params'] = {},
  word = '',
  names: readonly string[] = [],
): UsageError {
  return { key, params, nearest: word === '' ? null : nearest(word, names), names };
}

const SPEC = {
  send: { type: 'string' },
  input: { type: 'string' },
  wait: { type: 'string' },
  stdin: { type: 'string' },
  choice: { type: 'string' },
  format: { type: 'string' },
  lang: { type: 'string' },
  step: { type: 'string' },
  until: { type: 'string' },
  on: { type: 'string' },
  packet: { type: 'string' },
  out: { type: 'string', short: 'o' },
  setup: { type: 'boolean' },
  list: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  ether: { type: 'boolean', short: 'e' },
  verbose: { type: 'boolean', short: 'v' },
} as const;

type Name = keyof typeof SPEC;
const REPEATABLE: ReadonlySet<Name> = new Set<Name>(['send', 'input', 'wait', 'stdin', 'choice']);
const NAMES = Object.keys(SPEC).map((name) => `--${name}`);

/** Words of the command line, each option checked for itself. */
interface Words {
  readonly labs: readonly string[];
  readonly given: readonly { readonly name: Name; readonly value: string }[];
}

/** The language asked for, before anything else is looked at: even a complaint is made in it. */
export function languageOf(argv: readonly string[]): Language {
  const at = argv.lastIndexOf('--lang');
  const inline = argv.findLast((word) => word.startsWith('--lang='))?.slice('--lang='.length);
  const wish = inline ?? (at < 0 ? undefined : argv[at + 1]);
  return LANGUAGES.find((language) => language === wish) ?? 'en';
}

export function parseOptions(argv: readonly string[]): Result<Options, UsageError> {
  const words = readWords(argv);
  if (!words.ok) return words;
  const { labs, given } = words.value;
  const value = (name: Name): string | null => given.find((one) => one.name === name)?.value ?? null;
  const has = (name: Name): boolean => value(name) !== null;

  const format = choice('cli.usage.format', value('format') ?? 'text', FORMATS);
  if (!format.ok) return format;
  const language = choice('cli.usage.lang', value('lang') ?? 'en', LANGUAGES);
  if (!language.ok) return language;
  const step = choice('cli.usage.step', value('step') ?? 'hop', STEPS);
  if (!step.ok) return step;
  const until = readUntil(value('until'));
  if (!until.ok) return until;
  const packet = value('packet');
  if (packet !== null && !/^\d{1,9}$/.test(packet))
    return err(usageError('cli.usage.packet', { value: packet }));
  const asked = readAskedInOrder(given);
  if (!asked.ok) return asked;
  const choices = readChoices(given);
  if (!choices.ok) return choices;
  if (labs.length > 1) {
    return err(usageError('cli.usage.labs', { labs: labs.join(', '), count: labs.length }));
  }
  const [lab = null] = labs;
  if (lab === null && !has('list') && !has('help')) return err(usageError('cli.usage.noLab'));
  return ok({
    lab,
    list: has('list'),
    help: has('help'),
    asked: asked.value,
    choices: choices.value,
    format: format.value,
    step: step.value,
    until: until.value,
    setup: has('setup'),
    on: value('on'),
    packet: packet === null ? null : Number(packet),
    out: value('out'),
    ether: has('ether'),
    verbose: has('verbose'),
  });
}

function readWords(argv: readonly string[]): Result<Words, UsageError> {
  const { tokens } = parseArgs({
    args: [...argv],
    options: SPEC,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const labs: string[] = [];
  const given: { name: Name; value: string }[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') labs.push(token.value);
    if (token.kind !== 'option') continue;
    const { rawName: option } = token;
    if (!Object.hasOwn(SPEC, token.name)) {
      return err(usageError('cli.usage.option', { option }, option, NAMES));
    }
    const name = token.name as Name;
    const wantsValue = SPEC[name].type === 'string';
    // What follows and looks like an option was not meant as the value.
    const missing = token.value === undefined || (!token.inlineValue && token.value.startsWith('--'));
    if (wantsValue && missing) return err(usageError('cli.usage.value', { option }));
    if (!wantsValue && token.value !== undefined) return err(usageError('cli.usage.noValue', { option }));
    if (wantsValue && !REPEATABLE.has(name) && given.some((one) => one.name === name)) {
      return err(usageError('cli.usage.twice', { option }));
    }
    given.push({ name, value: token.value ?? '' });
  }
  return ok({ labs, given });
}

function choice<T extends string>(
  key: UsageError['key'],
  value: string,
  names: readonly T[],
): Result<T, UsageError> {
  const found = names.find((name) => name === value);
  return found === undefined ? err(usageError(key, { value }, value, names)) : ok(found);
}

function readUntil(value: string | null): Result<Until | null, UsageError> {
  if (value === null) return ok(null);
  if (value === 'drop') return ok({ kind: 'drop' });
  if (/^\d{1,9}$/.test(value)) return ok({ kind: 'record', seq: Number(value) });
  const [, seconds] = /^(\d{1,7}(?:\.\d{1,9})?)s$/.exec(value) ?? [];
  if (seconds !== undefined) return ok({ kind: 'moment', ns: Math.round(Number(seconds) * 1e9) });
  return err(usageError('cli.usage.until', { value }));
}

function readAskedInOrder(given: Words['given']): Result<readonly Asked[], UsageError> {
  const asked: Asked[] = [];
  for (const { name, value } of given) {
    if (name === 'stdin') {
      const before = asked.pop();
      if (before?.input.kind !== 'exec') return err(usageError('cli.usage.stdin', { value }));
      asked.push({ ...before, stdinFile: value });
      continue;
    }
    const input = readAsked(name, value);
    if (!input.ok) return input;
    if (input.value !== null) asked.push({ input: input.value, stdinFile: null });
  }
  return ok(asked);
}

function readChoices(given: Words['given']): Result<Chosen, UsageError> {
  const choices = new Map<string, string>();
  for (const { name, value } of given) {
    if (name !== 'choice') continue;
    const [, choice, option] = /^([^=]+)=([^=]+)$/.exec(value) ?? [];
    if (choice === undefined || option === undefined) return err(usageError('cli.usage.choice', { value }));
    if (choices.has(choice)) return err(usageError('cli.usage.twice', { option: `--choice ${choice}` }));
    choices.set(choice, option);
  }
  return ok(Object.fromEntries(choices));
}

/** Null for an option that asks nothing to be done. */
function readAsked(name: Name, value: string): Result<Input | null, UsageError> {
  switch (name) {
    case 'send':
      return ok({ kind: 'send', name: value });
    case 'wait': {
      const seconds = /^\d+(?:\.\d+)?$/.test(value) ? Number(value) : -1;
      return seconds >= 0 && seconds <= WAIT_SECONDS_MAX
        ? ok({ kind: 'wait', seconds })
        : err(usageError('cli.usage.wait', { value, max: WAIT_SECONDS_MAX }));
    }
    case 'input': {
      const [, netns, command] = /^\s*([^\s:]+)\s*:\s*(\S[^]*)$/.exec(value) ?? [];
      return netns === undefined || command === undefined
        ? err(usageError('cli.usage.input', { value }))
        : ok({ kind: 'exec', netns, command: command.trimEnd() });
    }
    default:
      return ok(null);
  }
}
