/** `ipset restore` and `ipset save`: the same lines. Source: ipset(8), lib/parse.c, lib/print.c. */
import type { Result } from '../../base/result';
import { err, ok } from '../../base/result';
import type { IpSet, IpSetCommand, IpSetMember, IpSetType } from '../../model/ipset';
import { IPSET_TYPES } from '../../model/ipset';
import { formatIpv4, asIpv4 } from '../../wire/addr';
import { splitWords } from '../netfilter/words';
import type { NfCounter } from '../../model/netfilter';
import { parseMasked, printMasked } from '../netfilter/masked';
import { addressBounds } from './member';
import { presentMembers, secondsLeft } from './present';

/** Longest name of a set, without the ending zero (IPSET_MAXNAMELEN). */
const NAME_MAX = 31;
const HASHSIZE = 1024;
const MAXELEM = 65_536;
const LIST_SIZE = 8;
/** Members a bitmap has room for (IPSET_BITMAP_MAX_RANGE). */
const BITMAP_MAX = 65_536;
/** Types whose addresses may be cut to a network. */
const WITH_NETMASK: readonly string[] = ['hash:ip', 'bitmap:ip'];

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
  if (type === '') return err('Missing second mandatory argument to command create');
  if (!isType(type)) return err(`Syntax error: typename '${type}' is unknown`);
  let set: Omit<IpSet, 'members' | 'lengths' | 'initval'> = {
    name,
    type,
    range: null,
    hashsize: HASHSIZE,
    maxelem: type === 'list:set' ? LIST_SIZE : MAXELEM,
    timeoutSec: null,
    comment: false,
    counters: false,
    skbinfo: false,
    netmask: 32,
  };
  for (let i = 0; i < options.length; i += 1) {
    const option = options[i] ?? '';
    if (option === 'counters' || option === 'comment' || option === 'skbinfo') {
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
    else if (option === 'netmask' && number > 0 && number <= 32 && WITH_NETMASK.includes(type))
      set = { ...set, netmask: number };
    else if (option === 'timeout' && number >= 0) set = { ...set, timeoutSec: number };
    // Both only say how the kernel's table is laid out.
    else if (option !== 'bucketsize' && option !== 'initval') return err(`Unknown argument: \`${option}'`);
  }
  if (type.startsWith('bitmap:') && set.range === null) return err('Mandatory option `range` is missing');
  if (set.range !== null && (set.range.max - set.range.min + 1) / 2 ** (32 - set.netmask) > BITMAP_MAX) {
    return err('The range you specified exceeds the size limit of the set type');
  }
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
  if (name === '' || member === undefined) return err(`Missing second mandatory argument to command ${verb}`);
  let nomatch = false;
  let comment: string | null = null;
  let timeoutSec: number | null = null;
  let seen: NfCounter | null = null;
  let beside: { readonly where: 'before' | 'after'; readonly name: string } | null = null;
  const skb: string[] = [];
  for (let i = 0; i < options.length; i += 1) {
    const option = options[i] ?? '';
    if (option === 'nomatch') nomatch = true;
    else if (option === 'comment') comment = options[(i += 1)] ?? '';
    else if (option === 'timeout' && /^\d+$/.test(options[i + 1] ?? ''))
      timeoutSec = Number(options[(i += 1)]);
    else if ((option === 'packets' || option === 'bytes') && /^\d+$/.test(options[i + 1] ?? ''))
      seen = { ...(seen ?? { packets: 0, bytes: 0 }), [option]: Number(options[(i += 1)]) };
    else if ((option === 'before' || option === 'after') && options[i + 1] !== undefined)
      beside = { where: option, name: options[(i += 1)] ?? '' };
    else if (/^skb(mark|prio|queue)$/.test(option)) {
      const value = printSkb(option, options[(i += 1)] ?? '');
      if (value === null) return err(`Syntax error: cannot parse ${options[i] ?? ''} as ${option}`);
      skb.push(value);
    } else return err(`Unknown argument: \`${option}'`);
  }
  const skbinfo = skb.join(' ');
  return ok({ do: verb, name, member, nomatch, comment, timeoutSec, seen, beside, skbinfo, exist });
}

/** `skbmark 0x1/0xff`, `skbprio 1:2`, `skbqueue 3`; null when the value is none. */
function printSkb(option: string, value: string): string | null {
  if (option === 'skbqueue') return /^\d+$/.test(value) ? `${option} ${String(Number(value))}` : null;
  if (option === 'skbprio')
    return /^[\da-f]+:[\da-f]+$/i.test(value) ? `${option} ${value.toLowerCase()}` : null;
  const masked = parseMasked(value);
  return masked === null ? null : `${option} ${printMasked(masked.value, masked.mask)}`;
}

/** One set as `ipset save` prints it: with the times that are left at `nowNs`, or as they were given. */
export function printIpset(set: IpSet, now: IpSetNow | null): readonly string[] {
  const members = now === null ? [...set.members.values()] : presentMembers(set, now.nowNs);
  return [printCreate(set), ...members.map((member) => `add ${set.name} ${printMember(set, member, now)}`)];
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
    ...(set.netmask === 32 ? [] : [`netmask ${String(set.netmask)}`]),
    ...(set.timeoutSec === null ? [] : [`timeout ${String(set.timeoutSec)}`]),
    ...(set.counters ? ['counters'] : []),
    ...(set.comment ? ['comment'] : []),
    ...(set.skbinfo ? ['skbinfo'] : []),
    ...(set.type.startsWith('hash:')
      ? [`bucketsize 12 initval 0x${set.initval.toString(16).padStart(8, '0')}`]
      : []),
  ].join(' ');
}

function rangeText({ range }: IpSet, print: (value: number) => string): string {
  return range === null ? '' : `${print(range.min)}-${print(range.max)}`;
}

/** The instant for which sets are printed, and what was counted until then. */
export interface IpSetNow {
  readonly nowNs: number;
  seenOf(set: IpSet, member: IpSetMember): NfCounter;
}

/** A member with the words behind it. A list keeps its order; that of a hash is nobody's, here that of coming. */
export function printMember(set: IpSet, member: IpSetMember, now: IpSetNow | null): string {
  const { text, nomatch, comment, timeoutSec, skbinfo } = member;
  const seen = now === null || !set.counters ? null : now.seenOf(set, member);
  return [
    text,
    ...(timeoutSec === null
      ? []
      : [`timeout ${String(now === null ? timeoutSec : secondsLeft(member, now.nowNs))}`]),
    ...(nomatch ? ['nomatch'] : []),
    ...(seen === null ? [] : [`packets ${String(seen.packets)} bytes ${String(seen.bytes)}`]),
    ...(comment === null ? [] : [`comment "${comment}"`]),
    ...(skbinfo === '' ? [] : [skbinfo]),
  ].join(' ');
}
