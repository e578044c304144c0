/** `ip neighbour`. Source: iproute2 6.1 ip/ipneigh.c `ipneigh_modify`. */
import { err, ok } from '../../../base/result';
import type { NeighSpecState } from '../../../model/op';
import type { Ipv4Addr, MacAddr } from '../../../wire/addr';
import { failed, notYet, printed, type CommandIo, type Outcome } from '../../command';
import {
  garbage,
  incomplete,
  invalidArgument,
  KERNEL_ERROR,
  noDevice,
  refused,
  unknown,
  USAGE_ERROR,
} from '../../iproute2/errors';
import { complete, readKeywords, value, type Keyword } from '../../iproute2/keywords';
import { readAddr, readMac, type Read } from '../../iproute2/values';
import type { Words } from '../../iproute2/words';
import { findLink } from '../../netns';
import type { IpIo } from './show';
import { flushNeigh, showNeigh } from './show.tables';

export const NEIGH_USAGE = [
  'ip neighbour { add | replace | change } ADDR lladdr MAC [ nud { permanent | reachable | stale | noarp } ] dev DEV',
  'ip neighbour del ADDR dev DEV',
  'ip neighbour { add | del } proxy ADDR dev DEV',
  'ip neighbour [ show [ dev DEV ] ]',
  'ip neighbour flush { all | dev DEV | PREFIX } [ nud STATE ]',
];

const COMMANDS = [
  'add',
  'replace',
  'change',
  'chg',
  'delete',
  'get',
  'show',
  'lst',
  'list',
  'flush',
  'help',
] as const;

export function runNeigh(io: IpIo, words: Words): Outcome {
  const word = words.next() ?? 'show';
  const command = complete(word, COMMANDS);
  switch (command) {
    case undefined:
      return unknown('Command', word, 'ip neigh');
    case 'add':
    case 'replace':
    case 'delete':
      return modify(io, words, command);
    case 'change':
    case 'chg':
      return modify(io, words, 'change');
    case 'show':
    case 'lst':
    case 'list':
      return showNeigh(io, words);
    case 'flush':
      return flushNeigh(io, words);
    default:
      return notYet(`ip neigh ${command}`);
  }
}

interface Draft {
  dst?: Ipv4Addr;
  dev?: string;
  mac?: MacAddr;
  state?: NeighSpecState;
  proxy?: boolean;
}

const STATES: readonly NeighSpecState[] = ['permanent', 'reachable', 'stale', 'noarp'];

/** `nud_state_a2n`: other states exist, but nobody sets them by hand. */
function readState(word: string): Read<NeighSpecState> {
  const state = STATES.find((name) => name === word);
  if (state !== undefined) return ok(state);
  if (['none', 'incomplete', 'delay', 'probe', 'failed'].includes(word)) return err(notYet(`nud ${word}`));
  return err(invalidArgument('nud state is bad', word));
}

const KEYWORDS: readonly Keyword<Draft>[] = [
  value('lladdr', readMac, (draft, read) => (draft.mac = read)),
  value('nud', readState, (draft, read) => (draft.state = read)),
  value(
    'dev',
    (word) => ok(word),
    (draft, read) => (draft.dev = read),
  ),
  { names: ['to'], take: (words, draft) => readDestination(words.next(), draft) },
  {
    names: ['proxy'],
    take: (words, draft) => ((draft.proxy = true), readDestination(words.next(), draft)),
  },
  ...['router', 'extern_learn', 'use', 'managed', 'protocol'].map((name): Keyword<Draft> => ({
    names: [name],
    take: () => notYet(`ip neigh … ${name}`),
  })),
];

function readDestination(word: string | undefined, draft: Draft): Outcome | null {
  if (word === undefined) return incomplete();
  if (draft.dst !== undefined) return garbage('to', word);
  const dst = readAddr(word);
  if (!dst.ok) return dst.error;
  draft.dst = dst.value;
  return null;
}

function modify(io: CommandIo, words: Words, command: 'add' | 'replace' | 'change' | 'delete'): Outcome {
  const draft: Draft = {};
  const wrong = readKeywords(words, draft, KEYWORDS, readDestination);
  if (wrong) return wrong;
  const { dst, dev, mac, state = 'permanent' } = draft;
  if (dst === undefined || dev === undefined)
    return failed(USAGE_ERROR, 'Device and destination are required arguments.');
  if (!findLink(io.host, io.netns, dev)) return noDevice(dev);
  if (draft.proxy === true) {
    const kind = command === 'delete' ? 'neigh.proxy.del' : 'neigh.proxy.add';
    const error = io.host.apply(io.netns, { kind, dev, dst }, io.typed);
    return error ? refused(error) : printed();
  }
  if (command === 'delete') {
    const error = io.host.apply(io.netns, { kind: 'neigh.del', dev, dst }, io.typed);
    return error ? refused(error) : printed();
  }
  // neigh_add: a valid state needs an address.
  if (mac === undefined) return failed(KERNEL_ERROR, 'Error: No link layer address given.');
  const error = io.host.apply(io.netns, { kind: `neigh.${command}`, dev, dst, mac, state }, io.typed);
  return error ? refused(error) : printed();
}
