/** `ip link add|set|del`. Source: net/core/rtnetlink.c rtnl_newlink, do_setlink, rtnl_dellink. */
import { ANY_IPV4, asMac, type MacAddr } from '../../wire/addr';
import type { BridgeFdbEntry, BridgeFdbKey, VxlanFdbEntry } from '../../model/fdb';
import type { Link } from '../../model/link';
import { isBareIp } from '../../model/link';
import type { LinkSettings, LinkSpec, NetOp, OpError } from '../../model/op';
import { emptyTable } from '../../model/table';
import type { Netns } from '../../model/world';
import { announceAddresses } from '../arp.send';
import type { Ctx } from '../ctx';
import { linkByName } from '../ctx';
import { VXLAN_OVERHEAD_BYTES } from '../link/vxlan';
import { canListen } from '../link/wireguard/state';
import { closeSocket } from '../sock/table';
import { addLink, patchLink, removeLink } from '../write';
import { removeAddresses } from './addr';
import { attachToBridge, bridgeFollowsPorts, detachFromBridge, ownAddressChanged } from './bridge';
import { setBridgeVlans } from './bridge.vlan';
import { explain, noDevice, refuse } from './error';
import { addBareIpLink } from './link.bare';
import { addGeneve, GENEVE_FIXED, GENEVE_MTU_MAX } from './link.geneve';
import { addIpvlan, setIpvlan } from './link.ipvlan';
import { addMacvlan } from './link.macvlan';
import { addVlan } from './link.vlan';
import { isAddressBusy, isCardDown, isUpper, repointLower, uppersOf } from './link.upper';
import { forgetRedirects } from './qdisc';
import { freeIfindex, linkDown, linkUp, newLinkBase, ofKind } from './link.state';
import { moveLink } from './link.move';
import { derivedMac } from './netns';
import { netnsByName } from '../netns';
import { ETHERNET_MTU } from './netns.defaults';

const NAME_LEN_MAX = 15;
const MTU_MIN = 68;
const MTU_MAX = 65_535;
/** TX_Q_LIMIT of ifb.c */
const IFB_QUEUE_LEN = 32;
/** IFALIASZ */
const ALIAS_SIZE = 256;
const VNI_MAX = 2 ** 24 - 1;
/** Seconds an fdb entry lives unless told otherwise (BR_DEFAULT_AGEING_TIME, FDB_AGE_DEFAULT). */
const AGEING_SEC = 300;
const VXLAN_PORT = 8472;

/** Whether a name may be a device's. Source: net/core/dev.c dev_valid_name. */
export function validName(name: string): boolean {
  return (
    name.length > 0 && name.length <= NAME_LEN_MAX && name !== '.' && name !== '..' && !/[/:\s]/.test(name)
  );
}

export function addLinkOp(
  ctx: Ctx,
  ns: Netns,
  op: NetOp & { kind: 'link.add' },
  opId: number,
): OpError | null {
  const { name, spec } = op;
  if (!validName(name))
    return { errno: 'EINVAL', message: `Error: argument "${name}" is wrong: "name" not a valid ifname` };
  if (linkByName(ns, name) !== null) return refuse('EEXIST');
  const mac = op.mac ?? derivedMac(ctx.world, ns.name, name);
  const base = (mtu: number): ReturnType<typeof newLinkBase> => {
    const made = newLinkBase(ns, name, mac, op.mtu ?? mtu, opId);
    if (op.txQueueLen !== undefined) made.txQueueLen = op.txQueueLen;
    return made;
  };
  if (op.mtu !== undefined && (op.mtu < MTU_MIN || op.mtu > MTU_MAX)) return refuse('EINVAL');
  switch (spec.kind) {
    case 'ifb':
      addLink(ctx, ns, {
        ...base(ETHERNET_MTU),
        txQueueLen: op.txQueueLen ?? IFB_QUEUE_LEN,
        kind: 'ifb',
      });
      return null;
    case 'dummy':
      addLink(ctx, ns, { ...base(ETHERNET_MTU), kind: 'dummy' });
      return null;
    case 'physical':
      addLink(
        ctx,
        ns,
        ofKind(base(ETHERNET_MTU), {
          kind: 'physical' as const,
          peer: null,
          unplugged: false,
          delayNs: spec.delayNs ?? 0,
        }),
      );
      return null;
    case 'bridge': {
      const bridge: Link & { kind: 'bridge' } = ofKind(base(ETHERNET_MTU), {
        kind: 'bridge' as const,
        ports: [],
        fdb: emptyTable<BridgeFdbKey, BridgeFdbEntry>(),
        vlan: null,
        ageingSec: spec.ageingSec ?? AGEING_SEC,
        macPinned: op.mac !== undefined,
        // Only `ip link set mtu` fixes it (BROPT_MTU_SET_BY_USER).
        mtuPinned: false,
      });
      addLink(ctx, ns, bridge);
      ownAddressChanged(ctx, ns, bridge, null);
      return setBridgeVlans(ctx, ns, bridge, spec, opId);
    }
    case 'veth':
      return addVeth(ctx, ns, base(ETHERNET_MTU), spec, opId);
    case 'vxlan':
      return addVxlan(ctx, ns, base, spec);
    case 'geneve':
      return addGeneve(ctx, ns, base, spec, op.mtu);
    case 'ipvlan':
      return addIpvlan(ctx, ns, base, spec);
    case 'macvlan': {
      const given = { mac: op.mac !== undefined, ...(op.mtu !== undefined && { mtu: op.mtu }) };
      return addMacvlan(ctx, ns, base, spec, given);
    }
    case 'vlan': {
      const given = { mac: op.mac !== undefined, ...(op.mtu !== undefined && { mtu: op.mtu }) };
      return addVlan(ctx, ns, base, spec, given);
    }
    case 'tun':
    case 'ipip':
    case 'wireguard':
      return addBareIpLink(ctx, ns, base, spec);
  }
}

type Base = ReturnType<typeof newLinkBase>;

function addVeth(
  ctx: Ctx,
  ns: Netns,
  base: Base,
  spec: LinkSpec & { kind: 'veth' },
  opId: number,
): OpError | null {
  const { peer } = spec;
  const peerId = netnsByName(ctx.world, peer.netns);
  if (peerId === null) return explain('EINVAL', 'Invalid "netns" value');
  const peerNs = ctx.own(peerId);
  const clash = linkByName(peerNs, peer.name) !== null || (peerNs === ns && peer.name === base.name);
  if (!validName(peer.name) || clash) return refuse(clash ? 'EEXIST' : 'EINVAL');
  // The kernel registers the peer first; in one netns it therefore has the lower ifindex.
  const peerMac = peer.mac ?? derivedMac(ctx.world, peerNs.name, peer.name);
  const peerBase = newLinkBase(peerNs, peer.name, peerMac, peer.mtu ?? ETHERNET_MTU, opId);
  const ifindex = peerNs === ns ? freeIfindex(ns, peerBase.ifindex + 1) : base.ifindex;
  const far: Link = ofKind(peerBase, { kind: 'veth' as const, peer: { netns: ns.id, ifindex } });
  const toFar = { netns: peerNs.id, ifindex: far.ifindex };
  const near: Link = ofKind(base, { ifindex, kind: 'veth' as const, peer: toFar });
  addLink(ctx, peerNs, far);
  addLink(ctx, ns, near);
  return null;
}

function addVxlan(
  ctx: Ctx,
  ns: Netns,
  base: (mtu: number) => Base,
  spec: LinkSpec & { kind: 'vxlan' },
): OpError | null {
  if (!Number.isInteger(spec.vni) || spec.vni < 0 || spec.vni > VNI_MAX) return refuse('ERANGE');
  const lower = spec.dev === undefined ? null : linkByName(ns, spec.dev);
  if (spec.dev !== undefined && lower === null) return noDevice(spec.dev);
  const dstPort = spec.dstPort ?? VXLAN_PORT;
  const taken = ns.links.some((l) => l?.kind === 'vxlan' && l.vni === spec.vni && l.dstPort === dstPort);
  if (taken) return explain('EEXIST', 'A VXLAN device with the specified VNI already exists');
  const limit = lower === null ? ETHERNET_MTU : lower.mtu - VXLAN_OVERHEAD_BYTES;
  const link = base(limit);
  const vxlan: Link & { kind: 'vxlan' } = ofKind(link, {
    // Too much is cut down here, and refused when it is asked for later.
    mtu: lower === null ? link.mtu : Math.min(link.mtu, limit),
    kind: 'vxlan' as const,
    vni: spec.vni,
    lower: lower?.ifindex ?? 0,
    local: spec.local ?? ANY_IPV4,
    dstPort,
    learning: spec.learning ?? true,
    df: spec.df ?? 'unset',
    fdb: emptyTable<MacAddr, VxlanFdbEntry>(),
    ageingSec: spec.ageingSec ?? AGEING_SEC,
  });
  addLink(ctx, ns, vxlan);
  return null;
}

/** Applies settings in the kernel's order: netns, address, MTU, name, master, port flags, up or down. */
export function setLinkOp(
  ctx: Ctx,
  ns: Netns,
  name: string,
  set: LinkSettings,
  opId: number,
): OpError | null {
  const link = linkByName(ns, name);
  if (link === null) return noDevice(name);
  if (set.netns === undefined) return applySettings(ctx, ns, link, set, opId);
  const moved = moveLink(ctx, ns, link, set.netns, set.name);
  if ('errno' in moved) return moved;
  // Everything else happens where the device now is.
  const { name: newName, ...rest } = set;
  const there = { ...rest, ...(newName !== undefined && newName !== moved.link.name && { name: newName }) };
  return applySettings(ctx, moved.ns, moved.link, there, opId);
}

function applySettings(ctx: Ctx, ns: Netns, link: Link, set: LinkSettings, opId: number): OpError | null {
  return (
    setMac(ctx, ns, link, set.mac) ??
    setMtu(ctx, ns, link, set.mtu) ??
    setTxQueueLen(ctx, ns, link, set.txQueueLen) ??
    setName(ctx, ns, link, set.name) ??
    setAlias(ctx, ns, link, set.alias) ??
    setPromisc(ctx, ns, link, set.promisc) ??
    setMacvlanMode(ctx, ns, link, set.macvlanMode) ??
    setIpvlan(ctx, link, set.ipvlanMode, set.ipvlanFlag) ??
    setMaster(ctx, ns, link, set.master, opId) ??
    setPort(ctx, ns, link, set) ??
    setTunnel(ctx, ns, link, set) ??
    setVlans(ctx, ns, link, set, opId) ??
    setUp(ctx, ns, link, set.up, opId)
  );
}

function setMac(ctx: Ctx, ns: Netns, link: Link, mac: LinkSettings['mac']): OpError | null {
  if (mac === undefined) return null;
  if (isBareIp(link) || link.kind === 'ipvlan') return refuse('EOPNOTSUPP');
  // A group address can be nobody's own.
  if (Math.floor(mac / 2 ** 40) % 2 === 1 || mac === 0) return refuse('EADDRNOTAVAIL');
  if (link.kind === 'macvlan' && isAddressBusy(ctx, link, mac)) return refuse('EADDRINUSE');
  const old = link.mac;
  patchLink(ctx, ns, link, { mac: asMac(mac) });
  for (const upper of uppersOf(ctx, link)) {
    const follows = upper.link.kind === 'ipvlan' || (upper.link.kind === 'vlan' && !upper.link.macPinned);
    if (follows) patchLink(ctx, upper.ns, upper.link, { mac: asMac(mac) });
  }
  announceAddresses(ctx, ns, link);
  if (link.kind === 'vlan') patchLink(ctx, ns, link, { macPinned: true });
  if (link.kind === 'bridge') {
    patchLink(ctx, ns, link, { macPinned: true });
    ownAddressChanged(ctx, ns, link, old);
  } else if (link.master !== 0) {
    ownAddressChanged(ctx, ns, link, old);
    bridgeFollowsPorts(ctx, ns, link.master);
  }
  return null;
}

function setMtu(ctx: Ctx, ns: Netns, link: Link, mtu: number | undefined): OpError | null {
  // What is set already is not set again: it does not pin a bridge's either (dev.c netif_set_mtu_ext).
  if (mtu === undefined || mtu === link.mtu) return null;
  if (mtu < MTU_MIN) return explain('EINVAL', 'mtu less than device minimum');
  const card =
    link.kind === 'macvlan' || link.kind === 'vlan'
      ? ctx.world.netns[link.lower.netns]?.links[link.lower.ifindex]
      : undefined;
  if (card !== undefined && mtu > card.mtu) return refuse(link.kind === 'vlan' ? 'ERANGE' : 'EINVAL');
  const lower = link.kind === 'vxlan' ? ns.links[link.lower] : undefined;
  const most = link.kind === 'geneve' ? GENEVE_MTU_MAX : MTU_MAX;
  const max = lower === undefined ? most : lower.mtu - VXLAN_OVERHEAD_BYTES;
  if (mtu > max)
    return lower === undefined ? explain('EINVAL', 'mtu greater than device maximum') : refuse('EINVAL');
  patchLink(ctx, ns, link, { mtu });
  for (const upper of uppersOf(ctx, link)) {
    if (upper.link.kind === 'ipvlan' || upper.link.mtu > mtu) patchLink(ctx, upper.ns, upper.link, { mtu });
  }
  if (link.kind === 'bridge') patchLink(ctx, ns, link, { mtuPinned: true });
  else if (link.master !== 0) bridgeFollowsPorts(ctx, ns, link.master);
  return null;
}

function setTxQueueLen(ctx: Ctx, ns: Netns, link: Link, txQueueLen: number | undefined): null {
  if (txQueueLen !== undefined) patchLink(ctx, ns, link, { txQueueLen });
  return null;
}

function setName(ctx: Ctx, ns: Netns, link: Link, name: string | undefined): OpError | null {
  if (name === undefined) return null;
  if (!validName(name)) return refuse('EINVAL');
  if (linkByName(ns, name) !== null) return refuse('EEXIST');
  patchLink(ctx, ns, link, { name });
  return null;
}

/** Source: drivers/net/macvlan.c macvlan_changelink: into and out of passthru nobody goes. */
function setMacvlanMode(ctx: Ctx, ns: Netns, link: Link, mode: LinkSettings['macvlanMode']): OpError | null {
  if (mode === undefined) return null;
  if (link.kind !== 'macvlan') return refuse('EOPNOTSUPP');
  if ((mode === 'passthru') !== (link.mode === 'passthru')) return refuse('EINVAL');
  patchLink(ctx, ns, link, { mode });
  return null;
}

/** Source: net/core/dev.c dev_set_alias; the text ends with a zero byte. */
function setAlias(ctx: Ctx, ns: Netns, link: Link, alias: string | undefined): OpError | null {
  if (alias === undefined) return null;
  if (alias.length >= ALIAS_SIZE) return refuse('EINVAL');
  patchLink(ctx, ns, link, { alias });
  return null;
}

/** Source: net/core/dev.c dev_change_flags; cards here hear everything on their wire, and only say so. */
function setPromisc(ctx: Ctx, ns: Netns, link: Link, promisc: boolean | undefined): null {
  if (promisc !== undefined) patchLink(ctx, ns, link, { promisc });
  return null;
}

function setMaster(
  ctx: Ctx,
  ns: Netns,
  link: Link,
  master: string | null | undefined,
  opId: number,
): OpError | null {
  if (master === undefined) return null;
  // Attaching a port where it is changes nothing, not even its settings (rtnetlink.c do_set_master).
  if (master !== null && link.master !== 0 && ns.links[link.master]?.name === master) return null;
  if (link.master !== 0) detachFromBridge(ctx, ns, link);
  return master === null ? null : attachToBridge(ctx, ns, link, master, opId);
}

/** Source: net/core/rtnetlink.c rtnl_changelink (the kind); drivers/net/geneve.c geneve_nl2info (the network). */
function setTunnel(ctx: Ctx, ns: Netns, link: Link, { tunnel, df }: LinkSettings): OpError | null {
  if (tunnel === undefined) return null;
  if (link.kind !== tunnel.kind) return refuse('EOPNOTSUPP');
  if (link.kind === 'geneve' && tunnel.kind === 'geneve' && link.vni !== tunnel.vni)
    return explain('EOPNOTSUPP', GENEVE_FIXED);
  if (df !== undefined) patchLink(ctx, ns, link, { df });
  return null;
}

function setVlans(ctx: Ctx, ns: Netns, link: Link, set: LinkSettings, opId: number): OpError | null {
  if (set.vlanFiltering === undefined && set.vlanDefaultPvid === undefined) return null;
  return link.kind === 'bridge' ? setBridgeVlans(ctx, ns, link, set, opId) : refuse('EOPNOTSUPP');
}

function setPort(ctx: Ctx, ns: Netns, link: Link, set: LinkSettings): OpError | null {
  const { hairpin, learning, flood, isolated } = set;
  if (hairpin === undefined && learning === undefined && flood === undefined && isolated === undefined)
    return null;
  if (link.port === null) return refuse('EOPNOTSUPP');
  const port = {
    hairpin: hairpin ?? link.port.hairpin,
    learning: learning ?? link.port.learning,
    flood: flood ?? link.port.flood,
    isolated: isolated ?? link.port.isolated,
    vlans: link.port.vlans,
  };
  patchLink(ctx, ns, link, { port });
  return null;
}

function setUp(ctx: Ctx, ns: Netns, link: Link, up: boolean | undefined, opId: number): OpError | null {
  if (up === true && !link.up && isCardDown(ctx, link)) return refuse('ENETDOWN');
  if (up === true && link.kind === 'wireguard' && !link.up && !canListen(ns, link))
    return refuse('EADDRINUSE');
  if (
    up === true &&
    !link.up &&
    link.kind === 'macvlan' &&
    link.mode !== 'passthru' &&
    isAddressBusy(ctx, link, link.mac)
  )
    return refuse('EADDRINUSE');
  if (up === true) linkUp(ctx, ns, link, opId);
  else if (up === false) linkDown(ctx, ns, link);
  return null;
}

/** Deleting one end of a veth pair takes the other with it; deleting a bridge frees its ports. */
export function deleteLinkOp(ctx: Ctx, ns: Netns, name: string): OpError | null {
  const link = linkByName(ns, name);
  if (link === null) return noDevice(name);
  if (link.kind === 'loopback' || link.kind === 'physical') return refuse('EOPNOTSUPP');
  unregister(ctx, ns, link);
  if (link.kind === 'veth' && link.peer !== null) {
    const peerNs = ctx.own(link.peer.netns);
    const peer = peerNs.links[link.peer.ifindex];
    if (peer !== undefined) unregister(ctx, peerNs, peer);
  }
  return null;
}

/** Takes a device out of its netns, with everything that hangs on it. */
export function unregister(ctx: Ctx, ns: Netns, link: Link): void {
  linkDown(ctx, ns, link);
  removeAddresses(ctx, ns, link);
  if (link.kind === 'bridge') {
    for (const port of ns.links) if (port?.master === link.ifindex) detachFromBridge(ctx, ns, port);
  }
  if (link.master !== 0) detachFromBridge(ctx, ns, link);
  for (const upper of uppersOf(ctx, link)) unregister(ctx, upper.ns, upper.link);
  if (isUpper(link)) repointLower(ctx, link, { netns: ns.id, ifindex: link.ifindex }, null);
  if (link.kind === 'tun' && link.reader !== 0) closeSocket(ctx, ns, link.reader);
  forgetRedirects(ctx, ns, link);
  removeLink(ctx, ns, link);
}
