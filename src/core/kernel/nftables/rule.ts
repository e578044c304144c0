/** The words of a rule → its conditions and its statement. What this subset lacks is refused by name. */
import type { Result } from '../../base/result';
import { err, ok } from '../../base/result';
import type { CtStateName, Range } from '../../model/netfilter.match';
import type { NftCondition, NftNatFlag, NftRuleSpec, NftStatement } from '../../model/nftables';
import type { Cidr4 } from '../../wire/addr';
import { networkOf, parseIpv4 } from '../../wire/addr';
import { formatIpv6, parseIpv6 } from '../../wire/addr6';
import { protocolNumber } from '../netfilter/protocols';
import { parsePorts } from '../netfilter/services';
import type { NftWords } from './words';

/** `unknown`: not of this subset. `value`: a word that makes no sense where it stands. */
export interface NftFault {
  readonly why: 'unknown' | 'value' | 'end';
  readonly what: string;
}

export const fault = (why: NftFault['why'], what: string): Result<never, NftFault> => err({ why, what });

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Reads up to the end of the command. */
export function parseRule(words: NftWords): Result<NftRuleSpec, NftFault> {
  const rule: Writable<NftRuleSpec> = { conditions: [], counter: null, statement: null, comment: '' };
  if (words.atEnd()) return fault('end', '');
  while (!words.atEnd()) {
    const word = words.take();
    if (word === 'comment') {
      rule.comment = words.take();
      continue;
    }
    const statement = readStatement(word, words);
    if (statement !== null) {
      if (!statement.ok) return statement;
      if (rule.statement !== null) return fault('unknown', `${rule.statement.kind} and ${word} in one rule`);
      rule.statement = statement.value;
      continue;
    }
    if (word === 'counter') {
      const counter = readCounter(words);
      if (!counter.ok) return counter;
      rule.counter = counter.value;
      continue;
    }
    const condition = readCondition(word, words);
    if (!condition.ok) return condition;
    // Counted would be only who met what stands before.
    if (rule.counter !== null || rule.statement !== null) {
      return fault('unknown', `${word} behind ${rule.statement?.kind ?? 'counter'}`);
    }
    rule.conditions = [...rule.conditions, condition.value];
  }
  return ok(rule);
}

function readCounter(words: NftWords): Result<NonNullable<NftRuleSpec['counter']>, NftFault> {
  const counter = { packets: 0, bytes: 0 };
  for (const key of ['packets', 'bytes'] as const) {
    if (!words.skip(key)) continue;
    const count = numberOf(words.take());
    if (count === null) return fault('value', key);
    counter[key] = count;
  }
  return ok(counter);
}

const NAT_FLAGS: readonly NftNatFlag[] = ['random', 'fully-random', 'persistent'];

function readStatement(word: string, words: NftWords): Result<NftStatement, NftFault> | null {
  switch (word) {
    case 'accept':
    case 'drop':
    case 'return':
    case 'continue':
      return ok({ kind: word });
    case 'jump':
    case 'goto':
      return ok({ kind: word, chain: words.take() });
    case 'masquerade': {
      const flags: NftNatFlag[] = [];
      for (let flag = flagOf(words.peek()); flag !== null; flag = flagOf(words.peek())) {
        flags.push(flag);
        words.take();
        words.skip(',');
      }
      return ok({ kind: word, flags });
    }
    case 'snat':
    case 'dnat': {
      if (words.peek() === 'ip') words.take();
      words.skip('to');
      const text = words.take();
      const [host = '', port] = text.split(':');
      const addr = parseIpv4(host);
      const number = port === undefined ? null : numberOf(port);
      if (!addr.ok || (port !== undefined && number === null)) return fault('value', text);
      return ok({ kind: word, addr: addr.value, port: number });
    }
    case 'meta': {
      if (words.peek() !== 'mark' || words.peek(1) !== 'set') return null;
      words.take();
      words.take();
      const value = numberOf(words.take());
      return value === null || !words.atEndOf(['comment'])
        ? fault('unknown', 'meta mark set of an expression')
        : ok({ kind: 'set-mark', value });
    }
    default:
      return null;
  }
}

function flagOf(word: string): NftNatFlag | null {
  return NAT_FLAGS.find((flag) => flag === word) ?? null;
}

function readCondition(word: string, words: NftWords): Result<NftCondition, NftFault> {
  switch (word) {
    case 'ip':
    case 'ip6':
      return readHeader(word, words);
    case 'tcp':
    case 'udp': {
      const side = words.take();
      if (side !== 'sport' && side !== 'dport') return fault('unknown', `${word} ${side}`);
      const read = readValues(words, (text): Range | null => parsePorts(text, '-'));
      return read.ok ? ok({ kind: 'port', proto: word, side, ...read.value }) : read;
    }
    case 'iifname':
    case 'oifname': {
      const read = readValues(words, (text) => text);
      return read.ok ? ok({ kind: 'device', side: word, ...read.value }) : read;
    }
    case 'meta':
      return readMeta(words);
    case 'ct':
      return readFlow(words);
    case 'fib': {
      const side = words.take();
      if ((side !== 'saddr' && side !== 'daddr') || !words.skip('type'))
        return fault('unknown', `fib ${side}`);
      const not = comparison(words);
      const type = words.take();
      return type === 'local'
        ? ok({ kind: 'local', side, not })
        : fault('unknown', `fib ${side} type ${type}`);
    }
    default:
      return fault('unknown', word);
  }
}

function readHeader(family: 'ip' | 'ip6', words: NftWords): Result<NftCondition, NftFault> {
  const field = words.take();
  if (family === 'ip' && field === 'protocol') return readProtocol('ip protocol', words);
  if (field !== 'saddr' && field !== 'daddr') return fault('unknown', `${family} ${field}`);
  if (family === 'ip6') {
    const read = readValues(words, networkText6);
    return read.ok ? ok({ kind: 'address6', side: field, ...read.value }) : read;
  }
  const read = readValues(words, network4);
  return read.ok ? ok({ kind: 'address', side: field, ...read.value }) : read;
}

function readProtocol(
  key: (NftCondition & { kind: 'protocol' })['key'],
  words: NftWords,
): Result<NftCondition, NftFault> {
  const read = readValues(words, (text) => protocolNumber(text) ?? numberOf(text));
  return read.ok ? ok({ kind: 'protocol', key, ...read.value }) : read;
}

function readMeta(words: NftWords): Result<NftCondition, NftFault> {
  const key = words.take();
  switch (key) {
    case 'l4proto':
      return readProtocol('meta l4proto', words);
    case 'iifname':
    case 'oifname':
      return readCondition(key, words);
    case 'mark': {
      let mask: number | null = null;
      if (words.skip('&') || words.skip('and')) {
        mask = numberOf(words.take());
        if (mask === null) return fault('value', 'meta mark');
      }
      const not = comparison(words);
      const text = words.take();
      const value = numberOf(text);
      return value === null ? fault('value', text) : ok({ kind: 'mark', mask, value, not });
    }
    default:
      return fault('unknown', `meta ${key}`);
  }
}

const STATES: readonly CtStateName[] = ['INVALID', 'ESTABLISHED', 'RELATED', 'NEW', 'UNTRACKED'];

function readFlow(words: NftWords): Result<NftCondition, NftFault> {
  const key = words.take();
  if (key !== 'state') return fault('unknown', `ct ${key}`);
  const not = comparison(words);
  const braces = words.skip('{');
  const given: CtStateName[] = [];
  do {
    const text = words.take();
    const state = STATES.find((one) => one.toLowerCase() === text);
    if (state === undefined) return fault('value', text);
    given.push(state);
  } while (words.skip(','));
  if (braces && !words.skip('}')) return fault('value', words.peek());
  return ok({ kind: 'state', values: STATES.filter((state) => given.includes(state)), not });
}

/** `==` says nothing; true for `!=`. */
function comparison(words: NftWords): boolean {
  if (words.skip('!=')) return true;
  words.skip('==');
  return false;
}

/** One value, or several in braces. */
function readValues<V>(
  words: NftWords,
  read: (text: string) => V | null,
): Result<{ readonly values: readonly V[]; readonly not: boolean; readonly braces: boolean }, NftFault> {
  const not = comparison(words);
  if (words.peek().startsWith('@')) return fault('unknown', `the set ${words.peek()}`);
  const braces = words.skip('{');
  const values: V[] = [];
  do {
    const text = words.take();
    const value = read(text);
    if (value === null || text === '') return fault('value', text);
    values.push(value);
  } while (braces && words.skip(',') && words.peek() !== '}');
  if (braces && !words.skip('}')) return fault('value', words.peek());
  return ok({ values, not, braces });
}

/** `0x4000`, `16384` */
function numberOf(text: string): number | null {
  return /^(?:0x[\da-f]{1,8}|\d{1,10})$/i.test(text) ? Number(text) : null;
}

function network4(text: string): Cidr4 | null {
  const [host = '', digits = '32'] = text.split('/');
  const addr = parseIpv4(host);
  const len = numberOf(digits);
  return addr.ok && len !== null && len <= 32 ? { addr: networkOf(addr.value, len), len } : null;
}

function networkText6(text: string): string | null {
  const [host = '', digits] = text.split('/');
  const addr = parseIpv6(host);
  const len = digits === undefined ? 128 : numberOf(digits);
  if (!addr.ok || len === null || len > 128) return null;
  return len === 128 ? formatIpv6(addr.value) : `${formatIpv6(addr.value)}/${len}`;
}
