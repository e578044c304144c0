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
import { findLink } from '../../netns';
import { ok } from '../../../base/result';
import { SCOPE_HOST } from '../../../model/route';
import { isLoopbackIpv4, type Cidr4, type Ipv4Addr } from '../../../wire/addr';
import { showAddress, type IpIo } from './show';

export const ADDRESS_USAGE = [
  'ip address add PREFIX [ broadcast ADDR ] [ scope SCOPE ] dev DEV',
  'ip address del PREFIX dev DEV',
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

function modify(io: CommandIo, words: Words, command: 'add' | 'delete'): Outcome {
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
