/** `ip link set`. Source: iproute2 6.1 ip/iplink.c `iplink_parse`, ip/iplink_bridge_slave.c. */
import { err, ok } from '../../../base/result';
import type { LinkSettings } from '../../../model/op';
import { failed, notYet, printed, type CommandIo, type Outcome } from '../../command';
import {
  garbage,
  incomplete,
  invalidArgument,
  noDevice,
  OWN_ERROR,
  refused,
  USAGE_ERROR,
} from '../../iproute2/errors';
import { flag, readKeywords, shortened, value, type Keyword } from '../../iproute2/keywords';
import { isIfname, readMac, readNumber, type Read } from '../../iproute2/values';
import type { Words } from '../../iproute2/words';
import { findLink, netnsOrPid } from '../../netns';
import { readGeneveChange } from './link-geneve';
import { BRIDGE_VLAN_KEYWORDS, readDf } from './link-kinds';
import { readIpvlan, type IpvlanDraft } from './link-ipvlan';
import { readMacvlan, type MacvlanDraft } from './link-macvlan';

const SLAVE_USAGE =
  'ip link set [ dev ] DEV type bridge_slave [ hairpin | learning | flood | isolated { on | off } ]';

export const LINK_SET_USAGE = [
  'ip link set [ dev ] DEV [ up | down ] [ name NAME ] [ address MAC ] [ alias NAME ] [ mtu N ] [ txqueuelen N ] [ promisc { on | off } ] [ master BRIDGE | nomaster ] [ netns NETNS ]',
  'ip link set [ dev ] DEV type bridge [ vlan_filtering { 0 | 1 } ] [ vlan_default_pvid VID ]',
  'ip link set [ dev ] DEV type macvlan mode { bridge | private | vepa }',
  'ip link set [ dev ] DEV type ipvlan [ mode { l2 | l3 | l3s } ] [ bridge | private | vepa ]',
  'ip link set [ dev ] DEV type vxlan df { unset | set | inherit }',
  'ip link set [ dev ] DEV type geneve id VNI [ df { unset | set | inherit } ]',
  SLAVE_USAGE,
];

type Writable<T> = { -readonly [K in keyof T]: T[K] };
export type SettingsDraft = Writable<LinkSettings>;
interface Draft {
  dev?: string;
  readonly set: SettingsDraft;
}

export function readMtu(word: string): Read<number> {
  const mtu = readNumber(word);
  return mtu === null ? err(invalidArgument('Invalid "mtu" value\n', word)) : ok(mtu);
}

export function readQueueLen(word: string): Read<number> {
  const length = readNumber(word);
  return length === null ? err(invalidArgument('Invalid "txqueuelen" value\n', word)) : ok(length);
}

export function readNetns(io: CommandIo, word: string): Read<string> {
  const netns = netnsOrPid(io.host.world, io.netns, word);
  return netns ? ok(netns.name) : err(invalidArgument('Invalid "netns" value\n', word));
}

function readMaster(io: CommandIo, word: string): Read<string> {
  if (findLink(io.host, io.netns, word)) return ok(word);
  return err(invalidArgument('Device does not exist\n', word));
}

function readName(word: string): Read<string> {
  return isIfname(word) ? ok(word) : err(invalidArgument('"name" not a valid ifname', word));
}

/** In life, but without a counterpart in the lab. */
const LATER = [
  'arp',
  'multicast',
  'allmulticast',
  'dynamic',
  'trailers',
  'carrier',
  'broadcast',
  'brd',
  'index',
  'link',
  'vf',
  'xdp',
  'vrf',
  'addrgenmode',
  'protodown',
  'group',
  'link-netns',
  'link-netnsid',
  'gso_max_size',
  'gro_max_size',
];

function keywords(io: CommandIo): readonly Keyword<Draft>[] {
  return [
    flag('up', ({ set }) => (set.up = true)),
    flag('down', ({ set }) => (set.up = false)),
    value('name', readName, ({ set }, read) => (set.name = read)),
    shortened(value('address', readMac, ({ set }, read) => (set.mac = read))),
    value(
      'alias',
      (word) => ok(word),
      ({ set }, read) => (set.alias = read),
    ),
    value('promisc', onOff('promisc', USAGE_ERROR), ({ set }, read) => (set.promisc = read)),
    value('mtu', readMtu, ({ set }, read) => (set.mtu = read)),
    value(['txqueuelen', 'qlen'], readQueueLen, ({ set }, read) => (set.txQueueLen = read)),
    value(
      'netns',
      (word) => readNetns(io, word),
      ({ set }, read) => (set.netns = read),
    ),
    shortened(
      value(
        'master',
        (word) => readMaster(io, word),
        ({ set }, read) => (set.master = read),
      ),
    ),
    shortened(flag('nomaster', ({ set }) => (set.master = null))),
    shortened({ names: ['type'], take: (words, { set }) => readType(words, set) }),
    ...LATER.map((name): Keyword<Draft> => ({ names: [name], take: () => notYet(`ip link set … ${name}`) })),
    value(
      'dev',
      (word) => ok(word),
      (draft, read) => (draft.dev = read),
    ),
  ];
}

export function setLink(io: CommandIo, words: Words): Outcome {
  const draft: Draft = { set: {} };
  const wrong = readKeywords(words, draft, keywords(io), (word) => {
    if (draft.dev !== undefined) return garbage('dev', word);
    draft.dev = word;
    return null;
  });
  if (wrong) return wrong;
  if (draft.dev === undefined) {
    return failed(USAGE_ERROR, 'Not enough information: "dev" argument is required.');
  }
  if (!findLink(io.host, io.netns, draft.dev)) return noDevice(draft.dev);
  const error = io.host.apply(io.netns, { kind: 'link.set', name: draft.dev, set: draft.set }, io.typed);
  return error ? refused(error) : printed();
}

/** `type bridge_slave …` takes the rest of the line. */
function readType(words: Words, set: SettingsDraft): Outcome | null {
  const type = words.next();
  if (type === undefined) return incomplete();
  if (type === 'macvlan') {
    const read: MacvlanDraft = {};
    const wrong = readMacvlan(words, read);
    if (read.mode !== undefined) set.macvlanMode = read.mode;
    return wrong;
  }
  if (type === 'ipvlan') {
    const read: IpvlanDraft = {};
    const wrong = readIpvlan(words, read);
    if (read.mode !== undefined) set.ipvlanMode = read.mode;
    if (read.flag !== undefined) set.ipvlanFlag = read.flag;
    return wrong;
  }
  if (type === 'geneve') return readGeneveChange(words, set);
  if (type === 'vxlan') {
    set.tunnel = { kind: 'vxlan' };
    return readKeywords(words, set, VXLAN_SET_KEYWORDS, (word) => notYet(`ip link set … type vxlan ${word}`));
  }
  if (type === 'bridge')
    return readKeywords(words, set, BRIDGE_VLAN_KEYWORDS, (word) =>
      notYet(`ip link set … type bridge ${word}`),
    );
  if (type !== 'bridge_slave') return notYet(`ip link set … type ${type}`);
  return readKeywords(words, set, SLAVE_KEYWORDS, (word) =>
    failed(OWN_ERROR, `bridge_slave: unknown option "${word}"?`, `Usage: ${SLAVE_USAGE}`),
  );
}

const VXLAN_SET_KEYWORDS: readonly Keyword<SettingsDraft>[] = [
  value('df', readDf, (set, read) => (set.df = read)),
];

/** `parse_on_off`; the two tools disagree about the exit code. */
export function onOff(name: string, exitCode: number): (word: string) => Read<boolean> {
  return (word) =>
    word === 'on' || word === 'off'
      ? ok(word === 'on')
      : err(failed(exitCode, `Error: argument of "${name}" must be one of "off", "on", not "${word}"`));
}

/** Settings of a bridge port, which `bridge link set` has as well. */
export function portKeywords(exitCode: number): readonly Keyword<SettingsDraft>[] {
  return [
    value('hairpin', onOff('hairpin', exitCode), (set, read) => (set.hairpin = read)),
    value('learning', onOff('learning', exitCode), (set, read) => (set.learning = read)),
    value('flood', onOff('flood', exitCode), (set, read) => (set.flood = read)),
    value('isolated', onOff('isolated', exitCode), (set, read) => (set.isolated = read)),
    ...LATER_PORT_SETTINGS.map((name): Keyword<SettingsDraft> => ({
      names: [name],
      take: () => notYet(`bridge port setting ${name}`),
    })),
  ];
}

const LATER_PORT_SETTINGS = [
  'fdb_flush',
  'state',
  'priority',
  'cost',
  'guard',
  'fastleave',
  'root_block',
  'proxy_arp',
  'proxy_arp_wifi',
  'mcast_router',
  'mcast_fast_leave',
  'mcast_flood',
  'bcast_flood',
  'mcast_to_unicast',
  'group_fwd_mask',
  'neigh_suppress',
  'vlan_tunnel',
  'locked',
  'backup_port',
  'nobackup_port',
];

const SLAVE_KEYWORDS = portKeywords(OWN_ERROR);
