/** `ipset restore` and `ipset save`: the same lines. Source: ipset(8), lib/parse.c, lib/print.c. */
import type { Result } from '../../base/result';
import { err, ok } from '../../base/result';
import type { IpSet, IpSetCommand, IpSetMember, IpSetType } from '../../model/ipset';
import { IPSET_TYPES } from '../../model/ipset';
import { formatIpv4, asIpv4 } from '../../wire/addr';
import { splitWords } from '../netfilter/words';
import { addressBounds } from './member';

/** Longest name of a set, without the ending zero (IPSET_MAXNAMELEN). */
const NAME_MAX = 31;
const HASHSIZE = 1024;
const MAXELEM = 65_536;
const LIST_SIZE = 8;

/** What is wrong, and in which line from 1. */
export interface IpSetFault {
  readonly line: number;
  readonly what: string;
}

const LONG: Readonly<Record<string, string>> = {
  '-N': 'create',
  '-A': 'add',
  '-D': 'del',
  '-F': 'flush',
  '-X': 'destroy',
  '-E': 'rename',
  '-W': 'swap',
  '--create': 'create',
  '--add': 'add',
  '--del': 'del',
};

/** Reads a whole text; `exist` is the option `-exist` for every line. */
export function parseIpsetRestore(text: string, exist = false): Result<readonly IpSetCommand[], IpSetFault> {
  const commands: IpSetCommand[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#') || line === 'COMMIT') continue;
    const command = parseIpsetCommand(splitWords(line), exist);
    if (!command.ok) return err({ line: index + 1, what: command.error });
    commands.push(command.value);
  }
  return ok(commands);
}

/** Reads the words of one command; the error is what ipset says of it. */
export function parseIpsetCommand(given: readonly string[], always = false): Result<IpSetCommand, string> {
  const exist = always || given.includes('-exist') || given.includes('-!');
  const [first = '', ...rest] = given.filter((word) => word !== '-exist' && word !== '-!');
  const verb = Object.hasOwn(LONG, first) ? (LONG[first] ?? first) : first;
  const [name = '', ...options] = rest;
  if (name.length > NAME_MAX) return err(`Syntax error: setname '${name}' is longer than 31 characters`);
  switch (verb) {
    case 'create':
      return parseCreate(name, options, exist);
    case 'add':
    case 'del':
      return parseMemberCommand(verb, name, options, exist);
    case 'flush':
    case 'destroy':
      return ok({ do: verb, name: name === '' ? null : name });
    case 'rename':
    case 'swap': {
      const [to] = options;
      return to === undefined ? err('Missing mandatory argument') : ok({ do: verb, from: name, to });
    }
    default:
      return err(`No command specified: unknown argument ${first}`);
  }
}

function isType(text: string): text is IpSetType {
  return Object.hasOwn(IPSET_TYPES, text);
}

function parseCreate(
  name: string,
  [type = '', ...options]: readonly string[],
  exist: boolean,
): Result<IpSetCommand, string> {
  if (name === '') return err('Missing mandatory argument');
  if (!isType(type)) return err(`Syntax error: unknown settype ${type}`);
  let set: Omit<IpSet, 'members' | 'lengths' | 'initval'> = {
    name,
    type,
    range: null,
    hashsize: HASHSIZE,
    maxelem: type === 'list:set' ? LIST_SIZE : MAXELEM,
    timeoutSec: null,
    comment: false,
    counters: false,
  };
  for (let i = 0; i < options.length; i += 1) {
    const option = options[i] ?? '';
    if (option === 'counters' || option === 'comment') {
      set = { ...set, [option]: true };
      continue;
    }
    i += 1;
    const value = options[i] ?? '';
    const number = /^\d+$/.test(value) ? Number(value) : NaN;
    if (option === 'family') {
      if (value !== 'inet' && value !== 'ipv4') return err(`Syntax error: family ${value} is not there`);
    } else if (option === 'range') {
      const range = parseRange(type, value);
      if (range === null) return err(`Syntax error: cannot parse ${value} as a range`);
      set = { ...set, range };
    } else if (option === 'hashsize' && number > 0) set = { ...set, hashsize: number };
    else if ((option === 'maxelem' || option === 'size') && number > 0) set = { ...set, maxelem: number };
    else if (option === 'timeout' && number >= 0) set = { ...set, timeoutSec: number };
    // Both only say how the kernel's table is laid out.
    else if (option !== 'bucketsize' && option !== 'initval') return err(`Unknown argument: \`${option}'`);
  }
  if (type.startsWith('bitmap:') && set.range === null) return err('Mandatory option `range` is missing');
  return ok({ do: 'create', set, exist });
}

function parseRange(type: IpSetType, text: string): IpSet['range'] {
  if (type === 'bitmap:ip') return addressBounds(text);
  const ports = /^(\d{1,5})-(\d{1,5})$/.exec(text);
  const min = Number(ports?.[1] ?? NaN);
  const max = Number(ports?.[2] ?? NaN);
  return min <= max && max <= 0xffff ? { min, max } : null;
}

function parseMemberCommand(
  verb: 'add' | 'del',
  name: string,
  [member, ...options]: readonly string[],
  exist: boolean,
): Result<IpSetCommand, string> {
  if (name === '' || member === undefined) return err('Missing mandatory argument');
  let nomatch = false;
  let comment: string | null = null;
  let timeoutSec: number | null = null;
  for (let i = 0; i < options.length; i += 1) {
    const option = options[i] ?? '';
    if (option === 'nomatch') nomatch = true;
    else if (option === 'comment') comment = options[(i += 1)] ?? '';
    else if (option === 'timeout' && /^\d+$/.test(options[i + 1] ?? ''))
      timeoutSec = Number(options[(i += 1)]);
    else return err(`Unknown argument: \`${option}'`);
  }
  return ok({ do: verb, name, member, nomatch, comment, timeoutSec, exist });
}

/** One set as `ipset save` prints it. */
export function printIpset(set: IpSet): readonly string[] {
  return [printCreate(set), ...sorted(set).map((member) => `add ${set.name} ${printMember(member)}`)];
}

function printCreate(set: IpSet): string {
  return `create ${set.name} ${set.type} ${headerOf(set)}`;
}

/** What `ipset list` calls Header. */
export function headerOf(set: IpSet): string {
  return [
    ...(set.type === 'bitmap:port' ? [`range ${rangeText(set, String)}`] : []),
    ...(set.type === 'bitmap:ip' ? [`range ${rangeText(set, (addr) => formatIpv4(asIpv4(addr)))}`] : []),
    ...(set.type.startsWith('hash:') && set.type !== 'hash:mac' ? ['family inet'] : []),
    ...(set.type.startsWith('hash:')
      ? [`hashsize ${String(set.hashsize)} maxelem ${String(set.maxelem)}`]
      : []),
    ...(set.type === 'list:set' ? [`size ${String(set.maxelem)}`] : []),
    ...(set.timeoutSec === null ? [] : [`timeout ${String(set.timeoutSec)}`]),
    ...(set.counters ? ['counters'] : []),
    ...(set.comment ? ['comment'] : []),
    ...(set.type.startsWith('hash:')
      ? [`bucketsize 12 initval 0x${set.initval.toString(16).padStart(8, '0')}`]
      : []),
  ].join(' ');
}

function rangeText({ range }: IpSet, print: (value: number) => string): string {
  return range === null ? '' : `${print(range.min)}-${print(range.max)}`;
}

/** A list keeps its order; the order of a hash is nobody's, here that of coming. */
function sorted(set: IpSet): readonly IpSetMember[] {
  return [...set.members.values()];
}

/** A member with the words behind it. */
export function printMember({ text, nomatch, comment, timeoutSec }: IpSetMember): string {
  return [
    text,
    ...(timeoutSec === null ? [] : [`timeout ${String(timeoutSec)}`]),
    ...(nomatch ? ['nomatch'] : []),
    ...(comment === null ? [] : [`comment "${comment}"`]),
  ].join(' ');
}
