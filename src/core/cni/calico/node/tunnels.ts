/**
 * Devices of tunnels and their addresses, which come out of the pools as those of pods do.
 * Source: calico node/pkg/allocateip/allocateip.go; felix/dataplane/linux/vxlan_mgr.go, ipip_mgr.go.
 */
import { remembered } from '../../../base/remember';
import type { ControllerIo } from '../../../cluster/controller';
import { ANNOTATION } from '../../../cluster/objects/calico';
import { linkByName } from '../../../kernel/ctx';
import { formatCidr4, formatIpv4, formatMac, type Cidr4, type Ipv4Addr } from '../../../wire/addr';
import type { FelixSettings } from '../felix/settings';
import { tunnelMtus } from '../felix/mtu';
import { TUNNEL_DEVICE, TUNNEL_KINDS as KINDS, wraps, type TunnelKind } from '../felix/tunnels-in-use';
import { assign, blocksOf, releaseHandle } from '../ipam/assign';
import { holders, type Block } from '../ipam/block';
import { poolsFor } from '../pool';
import { vtepMac } from '../vtep-mac';
import { act } from './act';
import { clusterNow, poolsIn } from './facts';

const TUNNEL_ANNOTATION = { ipip: ANNOTATION.ipipTunnel, vxlan: ANNOTATION.vxlanTunnel } as const;
const ADDRESS_TYPE = {
  ipip: 'ipipTunnelAddress',
  vxlan: 'vxlanTunnelAddress',
  wireguard: 'wireguardTunnelAddress',
} as const;

const HANDLE = '-tunnel-addr-';

/** Of a block the handles of addresses of tunnels: a node that has none asks every block of the cluster. */
const tunnelHandles = remembered(({ attributes }: Block): readonly string[] =>
  attributes.flatMap(({ handle_id }) => (handle_id.includes(HANDLE) ? [handle_id] : [])),
);

function heldIn(blocks: readonly Block[], handle: string): Ipv4Addr | null {
  for (const block of blocks) {
    if (!tunnelHandles(block).includes(handle)) continue;
    const found = holders(block).find(({ by }) => by.handle_id === handle);
    if (found !== undefined) return found.address;
  }
  return null;
}

/** One that a former life was given is kept. Null where the pools have none, or none is wanted: then it is given back. */
function tunnelAddress(io: ControllerIo, kind: keyof typeof ADDRESS_TYPE, wanted = true): Ipv4Addr | null {
  const handle_id = `${kind}${HANDLE}${io.node}`;
  const pools = poolsIn(clusterNow(io)).pools.filter(
    (pool) => wanted && (kind === 'wireguard' || wraps(kind, pool)) && !pool.disabled && pool.allowsTunnels,
  );
  // Nearly always it is out of a block of the node's own.
  const held = heldIn(blocksOf(io, io.node), handle_id) ?? heldIn(blocksOf(io, null), handle_id);
  if (pools.length === 0) {
    if (held !== null) releaseHandle(io, handle_id);
    return null;
  }
  if (held !== null) return held;
  const by = { handle_id, secondary: { node: io.node, type: ADDRESS_TYPE[kind] } };
  const given = assign(io, poolsFor(pools, io, io.node), io.node, by);
  if (given.ok) return given.value;
  io.decide('fails', 'calicoLog', { node: io.node, message: given.error });
  return null;
}

/** Of wireguard.cali, from whatever pool there is. */
export function wireguardAddress(io: ControllerIo, wanted: boolean): Ipv4Addr | null {
  return tunnelAddress(io, 'wireguard', wanted);
}

export type TunnelAddresses = Readonly<Record<TunnelKind, Ipv4Addr | null>>;

export function tunnelAddresses(io: ControllerIo): TunnelAddresses {
  return { ipip: tunnelAddress(io, 'ipip'), vxlan: tunnelAddress(io, 'vxlan') };
}

/** Annotations of the Node that are not as they ought to be; null takes one away. */
export function tunnelAnnotations(
  present: Readonly<Record<string, string>>,
  addresses: TunnelAddresses,
): Readonly<Record<string, string | null>> {
  return Object.fromEntries(
    KINDS.flatMap((kind): readonly [string, string | null][] => {
      const [key, address] = [TUNNEL_ANNOTATION[kind], addresses[kind]];
      const text = address === null ? null : formatIpv4(address);
      return (present[key] ?? null) === text ? [] : [[key, text]];
    }),
  );
}

interface Parent {
  readonly dev: string;
  readonly address: Ipv4Addr;
  readonly mtu: number;
}

/** Makes what is missing of a tunnel's device, and takes away addresses that are not its own. */
export function ensureTunnel(
  io: ControllerIo,
  kind: TunnelKind,
  tunnel: Ipv4Addr,
  parent: Parent,
  settings: FelixSettings,
): void {
  const name = TUNNEL_DEVICE[kind];
  const mtu = tunnelMtus({ hostMtu: parent.mtu, aksHostEncryption: false })[kind];
  const own: Cidr4 = { addr: tunnel, len: 32 };
  const present = linkByName(io.ctx.own(io.netns), name);
  const right = present?.addrs.some(({ local }) => local === tunnel) === true;
  if (right && present.mtu === mtu && present.up && present.addrs.length === 1) return;
  io.decide('acts', 'calicoTunnel', { node: io.node, device: name, address: formatIpv4(tunnel) });
  if (present === null) make(io, kind, mtu, parent, settings);
  else if (present.mtu !== mtu) act(io, { kind: 'link.set', name, set: { mtu } });
  for (const { local, len } of present?.addrs ?? []) {
    if (local !== tunnel) act(io, { kind: 'addr.del', dev: name, addr: { addr: local, len } });
  }
  if (!right)
    act(io, { kind: 'addr.add', dev: name, addr: own }, `ip addr add ${formatCidr4(own)} dev ${name}`);
  act(io, { kind: 'link.set', name, set: { up: true } });
}

function make(
  io: ControllerIo,
  kind: TunnelKind,
  mtu: number,
  { dev, address }: Parent,
  { vxlanPort: dstPort, vxlanVni: vni }: FelixSettings,
): void {
  const name = TUNNEL_DEVICE[kind];
  if (kind === 'ipip') {
    act(io, { kind: 'link.add', name, spec: { kind: 'ipip' } }, `ip link add ${name} type ipip`);
    act(io, { kind: 'link.set', name, set: { mtu } }, `ip link set ${name} mtu ${String(mtu)}`);
    return;
  }
  const mac = vtepMac(io.node, 4);
  act(
    io,
    {
      kind: 'link.add',
      ...{ name, mac, mtu },
      spec: { kind: 'vxlan', vni, dev, local: address, dstPort, learning: false },
    },
    `ip link add ${name} address ${formatMac(mac)} mtu ${String(mtu)} type vxlan id ${String(vni)} dev ${dev} local ${formatIpv4(address)} dstport ${String(dstPort)} nolearning`,
  );
}
