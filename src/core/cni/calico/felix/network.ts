/**
 * What of VXLAN pools felix writes into the kernel: for each other node its tunnel's neighbour and fdb entry, for each of
 * its blocks a route; for the node's own blocks a guard, so that packets for unused addresses of them end here.
 * Source: calico felix/dataplane/linux/vxlan_mgr.go, route_mgr.go; felix/vxlanfdb; felix/calc/l3_route_resolver.go.
 */
import { remembered } from '../../../base/remember';
import type { FlannelOp } from '../../flannel/effect';
import type { Block } from '../ipam/block';
import { borrowedOf } from '../ipam/block';
import type { CalicoNode } from '../node/facts';
import type { Pool } from '../pool';
import { vtepMac } from '../vtep-mac';
import { inCidr, type Cidr4 } from '../../../wire/addr';
import type { RouteSpec } from '../../../model/op';
import { routeTarget } from './route-target';
import { TUNNEL_DEVICE } from './tunnels-in-use';

const VXLAN_DEVICE = TUNNEL_DEVICE.vxlan;

/** One thing in a kernel's table, and how it is put in and taken out. Plain data. */
export interface KernelEntry {
  /** Equal for entries that are the same. */
  readonly key: string;
  readonly add: FlannelOp;
  readonly del: FlannelOp;
  /** Entries of one place replace one another: what is there is not taken out before. */
  readonly place?: string;
}

export interface NetworkFacts {
  readonly node: CalicoNode;
  /** The card of the node's address. */
  readonly device: string;
  readonly nodes: readonly CalicoNode[];
  readonly byName: ReadonlyMap<string, CalicoNode>;
  readonly blocks: readonly Block[];
  readonly pools: readonly Pool[];
}

function entry(add: FlannelOp, del: FlannelOp): KernelEntry {
  return { key: JSON.stringify(add), add, del };
}

/** The same for all other nodes. */
const vtepEntries = remembered(({ name, address, tunnel }: CalicoNode): readonly KernelEntry[] => {
  if (tunnel === null) return [];
  const mac = vtepMac(name, 4);
  const dev = VXLAN_DEVICE;
  const fdb = { dev, mac, dst: address.addr, where: 'self' } as const;
  return [
    entry(
      { kind: 'neigh.replace', dev, dst: tunnel.addr, mac, state: 'permanent' },
      { kind: 'neigh.del', dev, dst: tunnel.addr, mac },
    ),
    entry({ kind: 'fdb.replace', ...fdb, permanent: true }, { kind: 'fdb.del', ...fdb }),
  ];
});

function routeEntry(route: RouteSpec): KernelEntry {
  return entry({ kind: 'route.replace', route }, { kind: 'route.del', route });
}

/** The way to a range of another node's. */
function wayTo(
  dst: Cidr4,
  to: CalicoNode,
  mode: Pool['vxlanMode'],
  facts: NetworkFacts,
): readonly KernelEntry[] {
  const { address: own } = facts.node;
  const { onlink } = routeTarget('vxlan');
  if (mode === 'CrossSubnet' && inCidr(to.address.addr, own)) {
    const via = to.address.addr;
    return [routeEntry({ dst, via, dev: facts.device, protocol: '80', onlink })];
  }
  return to.tunnel === null ? [] : [routeEntry({ dst, via: to.tunnel.addr, dev: VXLAN_DEVICE, onlink })];
}

function blockEntries(block: Block, mode: Pool['vxlanMode'], facts: NetworkFacts): readonly KernelEntry[] {
  const self = facts.node.name;
  const owner = facts.byName.get(block.node);
  const singles = borrowedOf(block).flatMap(({ address, node }) => {
    const holder = facts.byName.get(node);
    const dst: Cidr4 = { addr: address, len: 32 };
    return holder === undefined || holder.name === self ? [] : wayTo(dst, holder, mode, facts);
  });
  if (block.node === self) {
    const guard =
      block.cidr.len === 32 ? [] : [routeEntry({ dst: block.cidr, type: 'blackhole', protocol: '80' })];
    return [...guard, ...singles];
  }
  return [...(owner === undefined ? [] : wayTo(block.cidr, owner, mode, facts)), ...singles];
}

/** Neighbours and fdb entries stand before the routes that need them. */
export function networkEntries(facts: NetworkFacts): readonly KernelEntry[] {
  const others = facts.nodes.filter(({ name }) => name !== facts.node.name);
  const routes = facts.blocks.flatMap((block) => {
    const pool = facts.pools.find(({ cidr }) => inCidr(block.cidr.addr, cidr));
    return pool === undefined || pool.vxlanMode === 'Never' ? [] : blockEntries(block, pool.vxlanMode, facts);
  });
  return [...others.flatMap(vtepEntries), ...routes];
}
