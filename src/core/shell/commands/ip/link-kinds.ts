/** What follows `type bridge` and `type vxlan`. Source: iproute2 6.1 ip/iplink_bridge.c, ip/iplink_vxlan.c. */
import { err, ok } from '../../../base/result';
import type { VxlanDf } from '../../../model/link';
import type { LinkSpec, NetOp } from '../../../model/op';
import { ZERO_MAC, type Ipv4Addr } from '../../../wire/addr';
import { failed, notYet, type CommandIo, type Outcome } from '../../command';
import { invalidArgument, KERNEL_ERROR, noDevice, OWN_ERROR, USAGE_ERROR } from '../../iproute2/errors';
import { flag, readKeywords, value, type Keyword } from '../../iproute2/keywords';
import { readAddr, readNumber, type Read } from '../../iproute2/values';
import type { Words } from '../../iproute2/words';
import { findLink } from '../../netns';

export interface Specified {
  readonly spec: LinkSpec;
  /** What the kernel does along with the creation. */
  readonly then?: (name: string) => readonly NetOp[];
}
/** Reads the rest of the line into a specification, or says what is wrong with it. */
export type ReadSpec = (io: CommandIo, words: Words) => Specified | Outcome;

const numberUpTo =
  (max: number, complaint: string) =>
  (word: string): Read<number> => {
    const number = readNumber(word, max);
    return number === null ? err(invalidArgument(complaint, word)) : ok(number);
  };

interface BridgeDraft extends BridgeVlanDraft {
  ageingSec?: number;
}

export interface BridgeVlanDraft {
  vlanFiltering?: boolean;
  vlanDefaultPvid?: number;
}

/** USER_HZ: bridge times are given in centiseconds. */
const USER_HZ = 100;

/** They may be changed later as well. */
export const BRIDGE_VLAN_KEYWORDS: readonly Keyword<BridgeVlanDraft>[] = [
  value(
    'vlan_filtering',
    numberUpTo(0xff, 'invalid vlan_filtering'),
    (draft, read) => (draft.vlanFiltering = read !== 0),
  ),
  value(
    'vlan_default_pvid',
    numberUpTo(0xffff, 'invalid vlan_default_pvid'),
    (draft, read) => (draft.vlanDefaultPvid = read),
  ),
];

/** What `ip link add type bridge help` names besides. */
const BRIDGE_LATER: readonly string[] = [
  ...['forward_delay', 'hello_time', 'max_age', 'priority', 'group_fwd_mask', 'group_address', 'fdb_flush'],
  ...['no_linklocal_learn', 'fdb_max_learned', 'vlan_protocol', 'vlan_stats_enabled', 'vlan_stats_per_port'],
  ...['mcast_vlan_snooping', 'mst_enabled', 'mcast_router', 'mcast_query_use_ifaddr', 'mcast_querier'],
  ...['mcast_hash_elasticity', 'mcast_hash_max', 'mcast_last_member_count', 'mcast_startup_query_count'],
  ...['mcast_last_member_interval', 'mcast_membership_interval', 'mcast_querier_interval'],
  ...['mcast_query_interval', 'mcast_query_response_interval', 'mcast_startup_query_interval'],
  ...[
    'mcast_stats_enabled',
    'mcast_igmp_version',
    'mcast_mld_version',
    'nf_call_ip6tables',
    'nf_call_arptables',
  ],
];

const BRIDGE_KEYWORDS: readonly Keyword<BridgeDraft>[] = [
  value(
    'ageing_time',
    numberUpTo(0xffff_ffff, 'invalid ageing_time'),
    (draft, read) => (draft.ageingSec = read / USER_HZ),
  ),
  ...BRIDGE_VLAN_KEYWORDS,
  // Off is how the lab's bridges are; on is another matter.
  ...['stp_state', 'mcast_snooping', 'nf_call_iptables'].map((name) =>
    value<BridgeDraft, string>(
      name,
      (word) => (word === '0' ? ok(word) : err(notYet(`ip link add … type bridge ${name} ${word}`))),
      () => undefined,
    ),
  ),
  ...BRIDGE_LATER.map((name): Keyword<BridgeDraft> => ({
    names: [name],
    take: () => notYet(`ip link add … type bridge ${name}`),
  })),
];

export const bridgeSpec: ReadSpec = (_, words) => {
  const draft: BridgeDraft = {};
  const wrong = readKeywords(words, draft, BRIDGE_KEYWORDS, (word) =>
    failed(OWN_ERROR, `bridge: unknown command "${word}"?`, 'Usage: ... bridge [ ageing_time AGEING_TIME ]'),
  );
  return wrong ?? { spec: { kind: 'bridge', ...draft } };
};

interface VxlanDraft {
  vni?: number;
  dev?: string;
  local?: Ipv4Addr;
  remote?: Ipv4Addr;
  dstPort?: number;
  learning?: boolean;
  df?: VxlanDf;
  ageingSec?: number;
}

const VNI_MAX = 0xff_ffff;
const PORT_MAX = 0xffff;

export function readDf(word: string): Read<VxlanDf> {
  if (word === 'unset' || word === 'set' || word === 'inherit') return ok(word);
  return err(invalidArgument("DF must be 'unset', 'set' or 'inherit'", word));
}

const VXLAN_KEYWORDS: readonly Keyword<VxlanDraft>[] = [
  value(['id', 'vni'], numberUpTo(VNI_MAX, 'invalid id'), (draft, read) => (draft.vni = read)),
  value(
    'dev',
    (word) => ok(word),
    (draft, read) => (draft.dev = read),
  ),
  value('local', readAddr, (draft, read) => (draft.local = read)),
  value('remote', readAddr, (draft, read) => (draft.remote = read)),
  value('dstport', numberUpTo(PORT_MAX, 'dst port'), (draft, read) => (draft.dstPort = read)),
  flag('learning', (draft) => (draft.learning = true)),
  flag('nolearning', (draft) => (draft.learning = false)),
  value('df', readDf, (draft, read) => (draft.df = read)),
  value('ageing', numberUpTo(0xffff_ffff, 'ageing timer'), (draft, read) => (draft.ageingSec = read)),
  // What the lab's devices do anyway.
  ...['noproxy', 'norsc', 'nol2miss', 'nol3miss', 'udpcsum'].map((name) =>
    flag<VxlanDraft>(name, () => undefined),
  ),
  ...[
    'group',
    'ttl',
    'tos',
    'flowlabel',
    'srcport',
    'proxy',
    'rsc',
    'l2miss',
    'l3miss',
    'maxaddress',
    'noudpcsum',
    'udp6zerocsumtx',
    'noudp6zerocsumtx',
    'udp6zerocsumrx',
    'noudp6zerocsumrx',
    'external',
    'gbp',
    'gpe',
    'vnifilter',
  ].map((name): Keyword<VxlanDraft> => ({
    names: [name],
    take: () => notYet(`ip link add … type vxlan ${name}`),
  })),
];

export const vxlanSpec: ReadSpec = (io, words) => {
  const draft: VxlanDraft = {};
  const wrong = readKeywords(words, draft, VXLAN_KEYWORDS, (word) =>
    failed(
      OWN_ERROR,
      `vxlan: unknown command "${word}"?`,
      'Usage: ... vxlan id VNI [ dev DEV ] [ local ADDR ] [ remote ADDR ] [ dstport PORT ] [ [no]learning ] [ df { unset | set | inherit } ] [ ageing SECONDS ]',
    ),
  );
  if (wrong) return wrong;
  const { vni, remote, dstPort, ...said } = draft;
  if (said.dev !== undefined && !findLink(io.host, io.netns, said.dev))
    return noDevice(said.dev, USAGE_ERROR);
  if (vni === undefined) {
    return failed(KERNEL_ERROR, 'Error: Required attributes not provided to perform the operation.');
  }
  return {
    // `dstport 0` asks for the default, as leaving it out does.
    spec: { kind: 'vxlan', vni, ...said, ...(dstPort !== undefined && dstPort !== 0 && { dstPort }) },
    then: (name) => (remote === undefined ? [] : [defaultDestination(name, remote, said.dev)]),
  };
};

/** `remote` is an fdb entry of the all-zero address (`__vxlan_dev_create`). */
function defaultDestination(dev: string, dst: Ipv4Addr, via: string | undefined): NetOp {
  const leaves = via === undefined ? {} : { via };
  return { kind: 'fdb.append', dev, mac: ZERO_MAC, dst, where: 'self', permanent: true, ...leaves };
}
