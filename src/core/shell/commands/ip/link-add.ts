/** `ip link add`: what all kinds share, and the veth pair. Source: iproute2 6.1 ip/iplink.c, ip/link_veth.c. */
import { ok } from '../../../base/result';
import type { LinkSpec, NetOp } from '../../../model/op';
import type { MacAddr } from '../../../wire/addr';
import { failed, notYet, printed, type CommandIo, type Outcome } from '../../command';
import { garbage, incomplete, KERNEL_ERROR, noDevice, OWN_ERROR, refused } from '../../iproute2/errors';
import { flag, readKeywords, shortened, value, type Keyword } from '../../iproute2/keywords';
import { isIfname, readMac } from '../../iproute2/values';
import type { Words } from '../../iproute2/words';
import { findLink, freeName } from '../../netns';
import { bridgeSpec, vxlanSpec, type ReadSpec } from './link-kinds';
import { geneveSpec } from './link-geneve';
import { readIpvlan, type IpvlanDraft } from './link-ipvlan';
import { DEFAULT_MODE, readMacvlan, type MacvlanDraft } from './link-macvlan';
import { NO_CARD, NO_PROPERTIES, readVlan } from './link-vlan';
import { ipipSpec, wireguardSpec } from './link-tunnels';
import { readMtu, readNetns, readQueueLen } from './link-set';

export const LINK_ADD_USAGE = [
  'ip link add [ name ] NAME [ address MAC ] [ mtu N ] [ txqueuelen N ] [ netns NETNS ] type veth [ peer [ name NAME ] [ address MAC ] [ mtu N ] [ netns NETNS ] ]',
  'ip link add [ name ] NAME type bridge [ ageing_time CENTISECONDS ] [ vlan_filtering { 0 | 1 } ] [ vlan_default_pvid VID ]',
  'ip link add [ name ] NAME type vxlan id VNI [ dev DEV ] [ local ADDR ] [ remote ADDR ] [ dstport PORT ] [ [no]learning ] [ ageing SECONDS ]',
  'ip link add [ name ] NAME type geneve id VNI remote ADDR [ ttl { TTL | auto | inherit } ] [ tos { TOS | inherit } ] [ df { unset | set | inherit } ] [ dstport PORT ] [ [no]udpcsum ]',
  'ip link add [ name ] NAME type dummy',
  'ip link add [ name ] NAME type ifb',
  'ip link add [ name ] NAME type ipip [ remote ADDR ] [ local ADDR ] [ ttl TTL ] [ dev DEV ] [ [no]pmtudisc ]',
  'ip link add link DEV [ name ] NAME type vlan id VID [ protocol { 802.1Q | 802.1ad } ]',
  'ip link add link DEV [ name ] NAME type macvlan [ mode { bridge | private | vepa | passthru } ]',
  'ip link add link DEV [ name ] NAME type ipvlan [ mode { l2 | l3 | l3s } ] [ bridge | private | vepa ]',
  'ip link add [ name ] NAME type wireguard',
];

/** What can be said about a new link of any kind. */
interface Draft {
  name?: string;
  mac?: MacAddr;
  mtu?: number;
  txQueueLen?: number;
  netns?: string;
  /** The device it is to stand upon. */
  link?: string;
  up?: boolean;
  /** Set by `type`, which takes the rest of the line. */
  type?: string;
}

/** Kinds of iproute2 that have no counterpart here. */
const LATER_KINDS = [
  'amt',
  'bareudp',
  'bond',
  'can',
  'erspan',
  'gre',
  'gretap',
  'gtp',
  'hsr',
  'ip6gre',
  'ip6gretap',
  'ip6tnl',
  'ipoib',
  'ipvtap',
  'macsec',
  'macvtap',
  'netdevsim',
  'nlmon',
  'rmnet',
  'sit',
  'team',
  'vcan',
  'vrf',
  'vti',
  'vxcan',
  'wwan',
  'xfrm',
];
const LATER = ['broadcast', 'brd', 'index', 'numtxqueues', 'numrxqueues', 'arp', 'master', 'parentdev'];

function keywords(io: CommandIo): readonly Keyword<Draft>[] {
  return [
    value(
      ['name', 'dev'],
      (word) => ok(word),
      (draft, read) => (draft.name = read),
    ),
    shortened(value('address', readMac, (draft, read) => (draft.mac = read))),
    value('mtu', readMtu, (draft, read) => (draft.mtu = read)),
    value(['txqueuelen', 'qlen'], readQueueLen, (draft, read) => (draft.txQueueLen = read)),
    value(
      'netns',
      (word) => readNetns(io, word),
      (draft, read) => (draft.netns = read),
    ),
    value(
      'link',
      (word) => ok(word),
      (draft, read) => (draft.link = read),
    ),
    flag('up', (draft) => (draft.up = true)),
    flag('down', (draft) => (draft.up = false)),
    ...LATER.map((name): Keyword<Draft> => ({ names: [name], take: () => notYet(`ip link add … ${name}`) })),
  ];
}

function readUnnamed(word: string, draft: Draft): Outcome | null {
  if (draft.name !== undefined) return garbage('dev', word);
  draft.name = word;
  return null;
}

/** Kinds that end with the line; a veth pair has a second half. */
const SPECS: ReadonlyMap<string, ReadSpec> = new Map([
  ['bridge', bridgeSpec],
  ['vxlan', vxlanSpec],
  ['geneve', geneveSpec],
  ['ipip', ipipSpec],
  ['wireguard', wireguardSpec],
  ['ifb', (_, words) => end(words, 'ifb') ?? { spec: { kind: 'ifb' } }],
  ['dummy', (_, words) => end(words, 'dummy') ?? { spec: { kind: 'dummy' } }],
]);

function end(words: Words, kind: string): Outcome | null {
  const more = words.next();
  return more === undefined ? null : failed(OWN_ERROR, `${kind}: unknown command "${more}"?`);
}

export function addLink(io: CommandIo, words: Words): Outcome {
  const draft: Draft = {};
  const type: Keyword<Draft> = {
    names: ['type'],
    shortened: true,
    take: (rest, into) => {
      into.type = rest.next() ?? '';
      return into.type === '' ? incomplete() : STOP;
    },
  };
  const wrong = readKeywords(words, draft, [...keywords(io), type], readUnnamed);
  if (wrong && wrong !== STOP) return wrong;
  if (draft.type === undefined) {
    return failed(OWN_ERROR, 'Not enough information: "type" argument is required');
  }
  if (draft.name !== undefined && !isIfname(draft.name)) {
    return failed(KERNEL_ERROR, 'Error: Attribute failed policy validation.');
  }
  if (draft.link !== undefined && !findLink(io.host, io.netns, draft.link)) return noDevice(draft.link);
  if (draft.type === 'vlan') return addVlan(io, draft, words);
  if (draft.type === 'macvlan') return addMacvlan(io, draft, words);
  if (draft.type === 'ipvlan') return addIpvlan(io, draft, words);
  if (draft.link !== undefined) return notYet(`ip link add link … type ${draft.type}`);
  if (draft.type === 'veth') return addVeth(io, draft, words);
  const read = SPECS.get(draft.type);
  if (read) {
    const specified = read(io, words);
    return 'exitCode' in specified ? specified : create(io, draft, specified.spec, specified.then);
  }
  if (draft.type === 'tun') {
    return failed(KERNEL_ERROR, 'Error: tun/tap creation via rtnetlink is not supported.');
  }
  if (LATER_KINDS.includes(draft.type)) return notYet(`ip link add … type ${draft.type}`);
  return failed(KERNEL_ERROR, 'Error: Unknown device type.');
}

/** Ends the reading of keywords where `type` hands the rest of the line to its kind. */
const STOP: Outcome = printed();

function addVlan(io: CommandIo, draft: Draft, words: Words): Outcome {
  const read = readVlan(words);
  if ('exitCode' in read) return read;
  const { vid, protocol } = read;
  if (vid === null) return NO_PROPERTIES;
  if (draft.link === undefined) return NO_CARD;
  return create(io, draft, { kind: 'vlan', link: { netns: io.netns, dev: draft.link }, vid, protocol });
}

function addMacvlan(io: CommandIo, draft: Draft, words: Words): Outcome {
  const read: MacvlanDraft = {};
  const wrong = readMacvlan(words, read);
  if (wrong) return wrong;
  if (draft.link === undefined) return failed(KERNEL_ERROR, 'RTNETLINK answers: Invalid argument');
  const { mode = DEFAULT_MODE } = read;
  return create(io, draft, { kind: 'macvlan', link: { netns: io.netns, dev: draft.link }, mode });
}

function addIpvlan(io: CommandIo, draft: Draft, words: Words): Outcome {
  const read: IpvlanDraft = {};
  const wrong = readIpvlan(words, read);
  if (wrong) return wrong;
  if (draft.link === undefined) return failed(KERNEL_ERROR, 'RTNETLINK answers: Invalid argument');
  // What the kernel takes when no mode is given.
  const { mode = 'l3', ...flag } = read;
  return create(io, draft, { kind: 'ipvlan', link: { netns: io.netns, dev: draft.link }, mode, ...flag });
}

function addVeth(io: CommandIo, draft: Draft, words: Words): Outcome {
  const peer: Draft = {};
  const word = words.next();
  if (word !== undefined && word !== 'peer') {
    return failed(
      OWN_ERROR,
      'Usage: ip link <options> type veth [peer <options>]',
      "To get <options> type 'ip link add help'",
    );
  }
  const wrong = readKeywords(words, peer, keywords(io), readUnnamed);
  if (wrong) return wrong;
  if (peer.name !== undefined && !isIfname(peer.name)) {
    return failed(KERNEL_ERROR, 'Error: Attribute failed policy validation.');
  }
  const netns = draft.netns ?? io.netns;
  const peerNetns = peer.netns ?? netns;
  // The kernel names the peer first (veth_newlink).
  const peerName =
    peer.name ?? freeName(io.host, peerNetns, 'veth', draft.name === undefined ? [] : [draft.name]);
  const name = draft.name ?? freeName(io.host, netns, 'veth', netns === peerNetns ? [peerName] : []);
  const spec: LinkSpec = {
    kind: 'veth',
    peer: {
      netns: peerNetns,
      name: peerName,
      ...(peer.mac !== undefined && { mac: peer.mac }),
      ...(peer.mtu !== undefined && { mtu: peer.mtu }),
    },
  };
  const made = create(io, { ...draft, name }, spec);
  if (made.exitCode !== 0 || peer.up !== true) return made;
  const error = io.host.apply(peerNetns, { kind: 'link.set', name: peerName, set: { up: true } }, io.typed);
  return error ? refused(error) : made;
}

/** One netlink message in life: the link is not left behind half made unless the kernel refuses what follows. */
function create(
  io: CommandIo,
  draft: Draft,
  spec: LinkSpec,
  then?: (name: string) => readonly NetOp[],
): Outcome {
  const netns = draft.netns ?? io.netns;
  const name = draft.name ?? freeName(io.host, netns, spec.kind);
  const { mac, mtu, txQueueLen } = draft;
  const add: NetOp = {
    kind: 'link.add',
    name,
    spec,
    ...(mac !== undefined && { mac }),
    ...(mtu !== undefined && { mtu }),
    ...(txQueueLen !== undefined && { txQueueLen }),
  };
  const up: NetOp = { kind: 'link.set', name, set: { up: true } };
  for (const op of [add, ...(then?.(name) ?? []), ...(draft.up === true ? [up] : [])]) {
    const error = io.host.apply(netns, op, io.typed);
    if (error) return refused(error);
  }
  return printed();
}
