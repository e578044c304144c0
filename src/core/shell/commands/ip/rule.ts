/** `ip rule`. Source: iproute2 6.1 ip/iprule.c iprule_modify, iprule_list_flush_or_save, print_rule. */
import { err, ok } from '../../../base/result';
import type { RuleSpec } from '../../../model/op';
import type { IpRule, NumberRange, RuleAction } from '../../../model/route';
import { failed, notYet, printed, type CommandIo, type Outcome } from '../../command';
import { jsonLines } from '../../format/json';
import { ruleJson, ruleLine } from '../../format/rule';
import { invalidArgument, OWN_ERROR, refused, unknown, USAGE_ERROR } from '../../iproute2/errors';
import { complete, flag, readKeywords, value, type Keyword } from '../../iproute2/keywords';
import { readTable } from '../../iproute2/names';
import { readNumber, readPrefix, type Read } from '../../iproute2/values';
import type { Words } from '../../iproute2/words';
import { netnsNamed } from '../../netns';
import type { IpIo } from './show';

const SELECTOR =
  '[ not ] [ from PREFIX ] [ to PREFIX ] [ tos N ] [ fwmark N ] [ iif DEV ] [ oif DEV ] [ uidrange N-N ] [ ipproto PROTO ] [ sport N ] [ dport N ] [ pref N ]';

export const RULE_USAGE = [
  `ip rule { add | del } ${SELECTOR} { table TABLE [ suppress_prefixlength N ] | goto N | nop | blackhole | unreachable | prohibit }`,
  'ip rule [ show ]',
  'ip rule flush',
];

const COMMANDS = ['list', 'lst', 'show', 'save', 'restore', 'add', 'delete', 'flush', 'help'] as const;

export function runRule(io: IpIo, words: Words): Outcome {
  const word = words.next() ?? 'list';
  const command = complete(word, COMMANDS);
  switch (command) {
    case undefined:
      return unknown('Command', word, 'ip rule');
    case 'list':
    case 'lst':
    case 'show':
      return show(io, words);
    case 'add':
    case 'delete':
      return modify(io, words, command === 'add' ? 'add' : 'del', word);
    case 'flush':
      return flush(io);
    case 'help':
      return failed(USAGE_ERROR, ...RULE_USAGE.map((line) => `Usage: ${line}`));
    default:
      return notYet(`ip rule ${command}`);
  }
}

type Draft = { -readonly [K in keyof RuleSpec]: RuleSpec[K] };

const number =
  (complaint: string, max?: number) =>
  (word: string): Read<number> => {
    const read = readNumber(word, max);
    return read === null ? err(invalidArgument(complaint, word)) : ok(read);
  };

/** `80` or `1000-2000`. */
const range =
  (name: string, max: number, both: boolean) =>
  (word: string): Read<NumberRange> => {
    const [low = '', high = low, ...more] = word.split('-');
    const [first, last] = [readNumber(low, max), readNumber(high, max)];
    const alone = both && !word.includes('-');
    if (first === null || last === null || first > last || more.length > 0 || alone) {
      return err(failed(OWN_ERROR, `Error: argument "${word}" is wrong: invalid ${name}`, ''));
    }
    return ok({ min: first, max: last });
  };

/** /etc/protocols, as far as there is any of it here. */
const PROTOCOLS: Readonly<Record<string, number>> = { icmp: 1, ipencap: 4, tcp: 6, udp: 17, sctp: 132 };

function readProto(word: string): Read<number> {
  const proto = PROTOCOLS[word] ?? readNumber(word, 255);
  return proto === null ? err(invalidArgument('Invalid "ipproto" value\n', word)) : ok(proto);
}

function readMark(word: string): Read<{ mark: number; mask: number }> {
  const [mark, mask, ...more] = word.split('/');
  const first = readNumber(mark ?? '');
  const second = mask === undefined ? 0xffff_ffff : readNumber(mask);
  if (first === null || more.length > 0) return err(invalidArgument('fwmark value is invalid\n', word));
  return second === null
    ? err(invalidArgument('fwmask value is invalid\n', mask ?? ''))
    : ok({ mark: first, mask: second });
}

const action = (name: RuleAction): Keyword<Draft> => flag(name, (draft) => (draft.action = name));

const KEYWORDS: readonly Keyword<Draft>[] = [
  flag('not', (draft) => (draft.not = true)),
  value('from', readPrefix, (draft, read) => (draft.from = read.len === 0 ? null : masked(read))),
  value('to', readPrefix, (draft, read) => (draft.to = read.len === 0 ? null : masked(read))),
  value(
    ['preference', 'pref', 'order', 'priority', 'prio'],
    number('preference value is invalid\n'),
    (draft, read) => {
      draft.pref = read;
    },
  ),
  value(['tos', 'dsfield'], number('TOS value is invalid\n', 255), (draft, read) => (draft.tos = read)),
  value('fwmark', readMark, (draft, { mark, mask }) => {
    draft.fwmark = mark;
    draft.fwmask = mask;
  }),
  value(
    ['dev', 'iif'],
    (word) => ok(word),
    (draft, read) => (draft.iif = read),
  ),
  value(
    'oif',
    (word) => ok(word),
    (draft, read) => (draft.oif = read),
  ),
  value(['table', 'lookup'], readTable, (draft, read) => {
    draft.table = read;
    draft.action = 'lookup';
  }),
  value('suppress_prefixlength', number('suppress_prefixlength value is invalid\n', 32), (draft, read) => {
    draft.suppressPrefixlength = read;
  }),
  value(['suppress_ifgroup', 'sup_group'], readGroup, (draft, read) => (draft.suppressIfgroup = read)),
  value('uidrange', range('UID range', 0xffff_ffff, true), (draft, read) => (draft.uidrange = read)),
  value('ipproto', readProto, (draft, read) => (draft.ipproto = read)),
  value('sport', range('source port', 65_535, false), (draft, read) => (draft.sport = read)),
  value('dport', range('dest port', 65_535, false), (draft, read) => (draft.dport = read)),
  value('goto', number('target value is invalid\n'), (draft, read) => {
    draft.target = read;
    draft.action = 'goto';
  }),
  ...(['nop', 'blackhole', 'unreachable', 'prohibit'] as const).map(action),
  ...['realms', 'nat', 'l3mdev', 'protocol', 'tun_id'].map((name): Keyword<Draft> => ({
    names: [name],
    take: () => notYet(`ip rule … ${name}`),
  })),
];

/** The bits behind the prefix are not looked at. */
function masked<T extends { readonly addr: number; readonly len: number }>(cidr: T): T {
  const mask = cidr.len === 0 ? 0 : (0xffff_ffff << (32 - cidr.len)) >>> 0;
  return { ...cidr, addr: (cidr.addr & mask) >>> 0 };
}

function readGroup(word: string): Read<number> {
  const group = word === 'default' ? 0 : readNumber(word);
  return group === null ? err(invalidArgument('Invalid "suppress_ifgroup" value\n', word)) : ok(group);
}

function readRule(words: Words): Draft | Outcome {
  const draft: Draft = {};
  const wrong = readKeywords(words, draft, KEYWORDS, (word) =>
    invalidArgument('Failed to parse rule type', word),
  );
  return wrong ?? draft;
}

function modify(io: CommandIo, words: Words, how: 'add' | 'del', typed: string): Outcome {
  if (words.peek() === undefined) return failed(OWN_ERROR, `"ip rule ${typed}" requires arguments.`);
  const rule = readRule(words);
  if ('exitCode' in rule) return rule;
  const error = io.host.apply(io.netns, { kind: `rule.${how}`, rule }, io.typed);
  return error ? refused(error) : printed();
}

/** All but the one of preference 0. */
function flush(io: CommandIo): Outcome {
  for (const { pref } of netnsNamed(io.host.world, io.netns).ipRules) {
    if (pref !== 0) io.host.apply(io.netns, { kind: 'rule.del', rule: { pref } }, io.typed);
  }
  return printed();
}

function show(io: IpIo, words: Words): Outcome {
  const filter = readRule(words);
  if ('exitCode' in filter) return filter;
  const ns = netnsNamed(io.host.world, io.netns);
  const rules = ns.ipRules.filter((rule) => fits(rule, filter));
  if (io.json)
    return printed(
      ...jsonLines(
        rules.map((rule) => ruleJson(ns, rule, io.details)),
        io.pretty,
      ),
    );
  return printed(...rules.map((rule) => ruleLine(ns, rule, io.details)));
}

/** Source: iprule.c filter_nlmsg. */
function fits(rule: IpRule, filter: Draft): boolean {
  return Object.entries(filter).every(
    ([name, wanted]) => JSON.stringify(rule[name as keyof IpRule]) === JSON.stringify(wanted),
  );
}
