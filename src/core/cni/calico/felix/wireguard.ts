/**
 * What felix writes where WireGuard is on: a peer for each other node with a key, with that node's blocks as what it may be
 * asked for; a table of routes by which those blocks lead into the device, while the node's own blocks and those of nodes
 * without a key are thrown back to the main table; and the rule that leads there whatever does not bear the device's mark.
 * Source: calico v3.31 felix/wireguard/wireguard.go updateRouteTableFromNodeUpdates, constructWireguardDeltaFromNodeUpdates,
 * addRouteRule; felix/config/config_params.go.
 */
import { SCOPE_LINK } from '../../../model/route';
import type { RouteSpec } from '../../../model/op';
import { formatCidr4, type Cidr4 } from '../../../wire/addr';
import { borrowedOf, type Block } from '../ipam/block';
import type { CalicoNode } from '../node/facts';
import type { KernelEntry } from './network';
import type { WireguardSettings } from './settings';
import { WIREGUARD_DEVICE } from './tunnels-in-use';

/** The first of felix's range of tables. */
const TABLE = 1;

export interface WireguardFacts {
  readonly node: string;
  readonly nodes: readonly CalicoNode[];
  readonly blocks: readonly Block[];
  readonly settings: WireguardSettings;
  /** Mark of outer packets. */
  readonly mark: number;
}

/** Nodes one may be a peer of: a key that two of them claim belongs to neither. */
function peersOf({
  node,
  nodes,
}: WireguardFacts): readonly (CalicoNode & { readonly wireguardKey: string })[] {
  const claims = new Map<string | null, number>();
  for (const { wireguardKey } of nodes) claims.set(wireguardKey, (claims.get(wireguardKey) ?? 0) + 1);
  return nodes.flatMap((one) => {
    const key = one.wireguardKey;
    if (key === null || one.name === node) return [];
    if (claims.get(key) !== 1) return [];
    return [{ ...one, wireguardKey: key }];
  });
}

function peerEntry(
  node: CalicoNode & { readonly wireguardKey: string },
  allowedIps: readonly Cidr4[],
  port: number,
): KernelEntry {
  const { wireguardKey: publicKey, address } = node;
  const endpoint = { addr: address.addr, port };
  const dev = WIREGUARD_DEVICE;
  return {
    key: `wireguard ${publicKey} ${String(address.addr)}:${String(port)} ${allowedIps.map(formatCidr4).join(' ')}`,
    place: `wireguard ${publicKey}`,
    add: { kind: 'wg.set', dev, peers: [{ publicKey, endpoint, allowedIps }] },
    del: { kind: 'wg.set', dev, peers: [{ publicKey, remove: true }] },
  };
}

function routeEntry(dst: Cidr4, wrapped: boolean): KernelEntry {
  const route: RouteSpec = wrapped
    ? { dst, dev: WIREGUARD_DEVICE, scope: SCOPE_LINK, table: TABLE }
    : { dst, type: 'throw', table: TABLE };
  return {
    key: `wireguard route ${formatCidr4(dst)} ${wrapped ? 'wrapped' : 'thrown'}`,
    add: { kind: 'route.replace', route },
    del: { kind: 'route.del', route },
  };
}

/** What is whose: a block without the addresses that others have out of it, and each of those by itself. */
function rangesOf(block: Block): readonly { readonly node: string; readonly cidr: Cidr4 }[] {
  const singles = borrowedOf(block).map(({ address, node }) => ({ node, cidr: { addr: address, len: 32 } }));
  return block.node === '' ? singles : [{ node: block.node, cidr: block.cidr }, ...singles];
}

/** Peers before the routes that need them, the rule last. */
export function wireguardEntries(facts: WireguardFacts): readonly KernelEntry[] {
  const { settings, blocks, mark } = facts;
  if (!settings.enabled) return [];
  const peers = peersOf(facts);
  const wrapped = new Set(peers.map(({ name }) => name));
  const ranges = blocks.flatMap(rangesOf);
  const byNode = new Map<string, Cidr4[]>();
  for (const { node, cidr } of ranges) {
    const known = byNode.get(node);
    if (known === undefined) byNode.set(node, [cidr]);
    else known.push(cidr);
  }
  const rule = { not: true, fwmark: mark, fwmask: mark, table: TABLE, pref: settings.rulePriority } as const;
  return [
    ...peers.map((peer) => peerEntry(peer, byNode.get(peer.name) ?? [], settings.port)),
    ...ranges.map(({ node, cidr }) => routeEntry(cidr, wrapped.has(node))),
    {
      key: `wireguard rule ${String(settings.rulePriority)} ${String(mark)}`,
      add: { kind: 'rule.add', rule },
      del: { kind: 'rule.del', rule },
    },
  ];
}
