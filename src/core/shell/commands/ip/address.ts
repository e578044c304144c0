/** `ip address`. Source: iproute2 6.1 ip/ipaddress.c `ipaddr_modify`. */
import { failed, notYet, printed, type CommandIo, type Outcome } from '../../command';
import {
  invalidArgument,
  noDevice,
  OWN_ERROR,
  refused,
  unknown,
  garbage,
  incomplete,
} from '../../iproute2/errors';
import { complete, readKeywords, shortened, value, type Keyword } from '../../iproute2/keywords';
import { readScope } from '../../iproute2/names';
import { readAddr, readPrefix, type Read } from '../../iproute2/values';
import type { Words } from '../../iproute2/words';
import { findLink, netnsNamed } from '../../netns';
import { ok } from '../../../base/result';
import type { Ifaddr, Link } from '../../../model/link';
import { SCOPE_HOST } from '../../../model/route';
import { inCidr, isLoopbackIpv4, type Cidr4, type Ipv4Addr } from '../../../wire/addr';
import { showAddress, type IpIo } from './show';

export const ADDRESS_USAGE = [
  'ip address add PREFIX [ broadcast ADDR ] [ scope SCOPE ] dev DEV',
  'ip address { change | replace } PREFIX dev DEV',
  'ip address del PREFIX dev DEV',
  'ip address flush [ dev ] DEV [ scope SCOPE ] [ to PREFIX ]',
  'ip address [ show [ dev DEV ] ]',
];

const COMMANDS = [
  'add',
  'change',
  'chg',
  'replace',
  'delete',
  'show',
  'lst',
  'list',
  'flush',
  'save',
  'showdump',
  'restore',
  'help',
] as const;

export function runAddress(io: IpIo, words: Words): Outcome {
  const word = words.next();
  if (word === undefined) return showAddress(io, words);
  const command = complete(word, COMMANDS);
  switch (command) {
    case undefined:
      return unknown('Command', word, 'ip address');
    case 'add':
    case 'delete':
      return modify(io, words, command);
    case 'change':
    case 'chg':
    case 'replace':
      return modify(io, words, 'replace');
    case 'flush':
      return flush(io, words);
    case 'show':
    case 'lst':
    case 'list':
      return showAddress(io, words);
    default:
      return notYet(`ip address ${command}`);
  }
}

interface Draft {
  dev?: string;
  local?: { readonly word: string; readonly prefix: Cidr4 };
  broadcast?: Ipv4Addr | 'auto';
  scope?: number;
}

const readBroadcast = (word: string): Read<Ipv4Addr | 'auto'> =>
  word === '+' ? ok('auto') : readAddr(word, 'inet');

function readLocal(word: string | undefined, draft: Draft): Outcome | null {
  if (word === undefined) return incomplete();
  if (draft.local) return garbage('local', word);
  const prefix = readPrefix(word);
  if (!prefix.ok) return prefix.error;
  draft.local = { word, prefix: prefix.value };
  return null;
}

const KEYWORDS: readonly Keyword<Draft>[] = [
  shortened(value(['broadcast', 'brd'], readBroadcast, (draft, read) => (draft.broadcast = read))),
  value(
    'scope',
    (word) => readScope(word, 'invalid scope value.'),
    (draft, read) => (draft.scope = read),
  ),
  value(
    'dev',
    (word) => ok(word),
    (draft, read) => (draft.dev = read),
  ),
  { names: ['local'], take: (words, draft) => readLocal(words.next(), draft) },
  ...[
    'peer',
    'remote',
    'label',
    'metric',
    'valid_lft',
    'preferred_lft',
    'noprefixroute',
    'nodad',
    'home',
  ].map((name): Keyword<Draft> => ({ names: [name], take: () => notYet(`ip address … ${name}`) })),
];

function modify(io: CommandIo, words: Words, command: 'add' | 'replace' | 'delete'): Outcome {
  const draft: Draft = {};
  const wrong = readKeywords(words, draft, KEYWORDS, readLocal);
  if (wrong) return wrong;
  const { dev, local, broadcast } = draft;
  if (dev === undefined) return failed(OWN_ERROR, 'Not enough information: "dev" argument is required.');
  const link = findLink(io.host, io.netns, dev);
  if (!link) return noDevice(dev);
  // Without an address the kernel is asked about no family, which nothing answers.
  if (!local) return failed(2, 'RTNETLINK answers: Operation not supported');
  if (command === 'delete') return remove(io, dev, local.word, local.prefix);
  if (local.prefix.addr === 0 && local.prefix.len === 0) return invalidArgument('invalid prefix', local.word);
  // What is there already would only be given new lifetimes (devinet.c inet_rtm_newaddr).
  if (command === 'replace' && link.addrs.some((held) => isSame(held, local.prefix))) return printed();
  const scope = draft.scope ?? (isLoopbackIpv4(local.prefix.addr) ? SCOPE_HOST : undefined);
  const error = io.host.apply(
    io.netns,
    {
      kind: 'addr.add',
      dev,
      addr: local.prefix,
      ...(broadcast !== undefined && { broadcast }),
      ...(scope !== undefined && { scope }),
    },
    io.typed,
  );
  return error ? refused(error) : printed();
}

function isSame(held: Ifaddr, { addr, len }: Cidr4): boolean {
  return held.local === addr && held.len === len;
}

interface FlushDraft {
  dev?: string;
  scope?: number;
  to?: Cidr4;
}

const FLUSH_KEYWORDS: readonly Keyword<FlushDraft>[] = [
  value(
    'dev',
    (word) => ok(word),
    (draft, read) => (draft.dev = read),
  ),
  value(
    'scope',
    (word) => readScope(word, 'invalid "scope"\n'),
    (draft, read) => (draft.scope = read),
  ),
  value('to', readPrefix, (draft, read) => (draft.to = read)),
  ...['label', 'dynamic', 'permanent', 'primary', 'secondary', 'up', 'master', 'type'].map(
    (name): Keyword<FlushDraft> => ({ names: [name], take: () => notYet(`ip address flush … ${name}`) }),
  ),
];

/** Deletes one address after the other; a secondary is gone with its primary by then. Source: ipaddress.c ipaddr_list_flush_or_save. */
function flush(io: CommandIo, words: Words): Outcome {
  const draft: FlushDraft = {};
  const wrong = readKeywords(words, draft, FLUSH_KEYWORDS, (word) => {
    draft.dev = word;
    return null;
  });
  if (wrong) return wrong;
  if (Object.keys(draft).length === 0) return failed(OWN_ERROR, 'Flush requires arguments.');
  const { dev, scope, to } = draft;
  if (dev !== undefined && !findLink(io.host, io.netns, dev))
    return failed(OWN_ERROR, `Device "${dev}" does not exist.`);
  const links = netnsNamed(io.host.world, io.netns).links.filter(
    (link): link is Link => link !== undefined && (dev === undefined || link.name === dev),
  );
  for (const { name, addrs } of links) {
    for (const held of addrs) {
      if (scope !== undefined && held.scope !== scope) continue;
      if (to !== undefined && !inCidr(held.local, to)) continue;
      const there = findLink(io.host, io.netns, name)?.addrs.some(({ local }) => local === held.local);
      if (there !== true) continue;
      const addr = { addr: held.local, len: held.len };
      const error = io.host.apply(io.netns, { kind: 'addr.del', dev: name, addr }, io.typed);
      if (error) return refused(error);
    }
  }
  return printed();
}

/** An address typed without its length names the first one that begins like it, with a grumble. */
function remove(io: CommandIo, dev: string, word: string, prefix: Cidr4): Outcome {
  const wildcard = !word.includes('/');
  const held = findLink(io.host, io.netns, dev)?.addrs.find(({ local }) => local === prefix.addr);
  const addr = wildcard && held ? { addr: held.local, len: held.len } : prefix;
  const warning = !wildcard
    ? []
    : [
        'Warning: Executing wildcard deletion to stay compatible with old scripts.',
        `         Explicitly specify the prefix length (${word}/32) to avoid this warning.`,
        '         This special behaviour is likely to disappear in further releases,',
        '         fix your scripts!',
      ];
  const error = io.host.apply(io.netns, { kind: 'addr.del', dev, addr }, io.typed);
  return error ? failed(2, ...warning, error.message) : { ...printed(), stderr: warning };
}
