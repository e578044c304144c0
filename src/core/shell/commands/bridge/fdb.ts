/** `bridge fdb`: forwarding databases of bridges and vxlan devices. Source: iproute2 6.1 bridge/fdb.c `fdb_modify`. */
import { err, ok } from '../../../base/result';
import type { NetOp } from '../../../model/op';
import { parseMac, type Ipv4Addr } from '../../../wire/addr';
import { failed, notYet, printed, type CommandIo, type Outcome } from '../../command';
import {
  garbage,
  incomplete,
  invalidArgument,
  refused,
  unknown,
  USAGE_ERROR,
  noDevice,
} from '../../iproute2/errors';
import { complete, flag, readKeywords, shortened, value, type Keyword } from '../../iproute2/keywords';
import { readAddr, readNumber, type Read } from '../../iproute2/values';
import type { Words } from '../../iproute2/words';
import { findLink } from '../../netns';
import { showFdb, type BridgeIo } from './show';

export const FDB_USAGE = [
  'bridge fdb { add | append | replace } MAC dev DEV [ dst ADDR ] [ port PORT ] [ vni VNI ] [ vlan VID ] [ self | master ] [ permanent | static | dynamic ]',
  'bridge fdb del MAC dev DEV [ dst ADDR ] [ vlan VID ] [ self | master ]',
  'bridge fdb [ show [ br BRIDGE ] [ dev DEV ] [ vlan VID ] ]',
];

const COMMANDS = [
  'add',
  'append',
  'replace',
  'delete',
  'get',
  'show',
  'lst',
  'list',
  'flush',
  'help',
] as const;

export function runFdb(io: BridgeIo, words: Words): Outcome {
  const word = words.next() ?? 'show';
  const command = complete(word, COMMANDS);
  switch (command) {
    case undefined:
      return unknown('Command', word, 'bridge fdb');
    case 'add':
    case 'append':
    case 'replace':
    case 'delete':
      return modify(io, words, command);
    case 'show':
    case 'lst':
    case 'list':
      return showFdb(io, words);
    default:
      return notYet(`bridge fdb ${command}`);
  }
}

interface Draft {
  address?: string;
  dev?: string;
  dst?: Ipv4Addr;
  via?: string;
  port?: number;
  vni?: number;
  vlan?: number;
  self?: boolean;
  master?: boolean;
  /** Neither ages nor moves, unless asked for otherwise. */
  permanent?: boolean;
  /** Of a bridge: leads out by the port, where a permanent one is the host's own (`static`, NUD_NOARP). */
  static?: boolean;
}

const numberUpTo =
  (max: number, complaint: string) =>
  (word: string): Read<number> => {
    const number = readNumber(word, max);
    return number === null ? err(invalidArgument(complaint, word)) : ok(number);
  };

/** What is no number is 0 (atoi), and the kernel finds no such VLAN. */
function readVlanId(word: string): Read<number> {
  return ok(readNumber(word, 0x7fff_ffff) ?? 0);
}

const KEYWORDS: readonly Keyword<Draft>[] = [
  value(
    'dev',
    (word) => ok(word),
    (draft, read) => (draft.dev = read),
  ),
  value('dst', readAddr, (draft, read) => (draft.dst = read)),
  value(
    'via',
    (word) => ok(word),
    (draft, read) => (draft.via = read),
  ),
  value('port', numberUpTo(0xffff, 'invalid port\n'), (draft, read) => (draft.port = read)),
  value('vni', numberUpTo(0xff_ffff, 'invalid VNI\n'), (draft, read) => (draft.vni = read)),
  flag('self', (draft) => (draft.self = true)),
  shortened(flag('master', (draft) => (draft.master = true))),
  shortened(flag('local', (draft) => (draft.permanent = true))),
  shortened(flag('permanent', (draft) => (draft.permanent = true))),
  shortened(flag('temp', (draft) => (draft.permanent = true))),
  shortened(flag('static', (draft) => (draft.static = true))),
  shortened(flag('dynamic', (draft) => (draft.permanent = false))),
  { names: ['to'], take: (words, draft) => readAddress(words.next(), draft) },
  value('vlan', readVlanId, (draft, read) => (draft.vlan = read)),
  ...['src_vni', 'nhid', 'router', 'use', 'extern_learn', 'sticky'].map((name): Keyword<Draft> => ({
    names: [name],
    take: () => notYet(`bridge fdb … ${name}`),
  })),
];

/** Looked at only once the line has been read: the complaint comes after all others. */
function readAddress(word: string | undefined, draft: Draft): Outcome | null {
  if (word === undefined) return incomplete();
  if (draft.address !== undefined) return garbage('to', word);
  draft.address = word;
  return null;
}

function modify(io: CommandIo, words: Words, command: 'add' | 'append' | 'replace' | 'delete'): Outcome {
  const draft: Draft = {};
  const wrong = readKeywords(words, draft, KEYWORDS, readAddress);
  if (wrong) return wrong;
  const { address, dev, dst, port, vni, vlan, permanent = true } = draft;
  if (address === undefined || dev === undefined) {
    return failed(USAGE_ERROR, 'Device and address are required arguments.');
  }
  const mac = parseMac(address);
  if (!mac.ok) return failed(USAGE_ERROR, `Invalid mac address ${address}`);
  if (!findLink(io.host, io.netns, dev)) return noDevice(dev, USAGE_ERROR);
  // Both at once are one request to each table; without either, the device's own is meant.
  const self = draft.self === true || draft.master !== true;
  const tables = [...(draft.master === true ? ['master' as const] : []), ...(self ? ['self' as const] : [])];
  for (const where of tables) {
    const entry = {
      ...{ dev, mac: mac.value, where },
      ...(dst !== undefined && { dst }),
      ...(vlan !== undefined && { vlan }),
    };
    const op: NetOp =
      command === 'delete'
        ? { kind: 'fdb.del', ...entry }
        : {
            kind: `fdb.${command}`,
            ...entry,
            ...(port !== undefined && { port }),
            ...(vni !== undefined && { vni }),
            ...(draft.via !== undefined && { via: draft.via }),
            permanent,
            ...(where === 'master' && permanent && draft.static !== true && { local: true }),
          };
    const error = io.host.apply(io.netns, op, io.typed);
    if (error) return refused(error, USAGE_ERROR);
  }
  return printed();
}
