/**
 * ipMasq by nftables: one table for all networks of the node, one rule for each address, known by its comment.
 * Source: containernetworking/plugins v1.9.1 pkg/ip/ipmasq_nftables_linux.go.
 */
import type { CniIo } from '../../../cluster/cni/plugin';
import type { NftCommand, NftCondition, NftPlace, NftRuleSpec, NftStatement } from '../../../model/nftables';
import { ipv4, type Cidr4 } from '../../../wire/addr';
import { asKernelAddr, formatIp, formatNetwork, networkOf, type IpNetwork } from './address';
import { nftMasqueradeComment } from './names';

const TABLE: NftPlace = { family: 'inet', name: 'cni_plugins_masquerade' };
const CHECKS = 'masq_checks';
const POSTROUTING = 'postrouting';
const SRCNAT = 100;
const MULTICAST: Cidr4 = { addr: ipv4('224.0.0.0'), len: 4 };
/** What a comment begins with: 16 digits for the network, `-`, 16 for the attachment. */
const IDENTITY_CHARS = 33;

/** Null when all went well, else the words of nft. */
export function setUpMasqueradeNft(
  io: CniIo,
  addresses: readonly IpNetwork[],
  network: string,
  ifname: string,
  containerId: string,
): string | null {
  const comment = nftMasqueradeComment(network, ifname, containerId);
  return transact(io, [
    {
      do: 'add-table',
      table: TABLE,
      comment: 'Masquerading for plugins from github.com/containernetworking/plugins',
      fresh: false,
    },
    {
      do: 'add-chain',
      table: TABLE,
      chain: CHECKS,
      base: null,
      comment: 'Masquerade traffic from certain IPs to any (non-multicast) IP outside their subnet',
      fresh: false,
    },
    {
      do: 'add-chain',
      table: TABLE,
      chain: POSTROUTING,
      base: { type: 'nat', hook: 'POSTROUTING', priority: SRCNAT, policy: 'accept' },
      comment: '',
      fresh: false,
    },
    { do: 'flush-chain', table: TABLE, chain: POSTROUTING },
    add(POSTROUTING, [{ kind: 'address', side: 'daddr', values: [MULTICAST], not: false, braces: false }], {
      kind: 'return',
    }),
    add(POSTROUTING, [{ kind: 'address6', side: 'daddr', values: ['ff00::/8'], not: false, braces: false }], {
      kind: 'return',
    }),
    add(POSTROUTING, [], { kind: 'goto', chain: CHECKS }),
    ...staleRules(io, comment),
    ...addresses.map((address) => add(CHECKS, outside(address), { kind: 'masquerade', flags: [] }, comment)),
  ]);
}

/** Rules of the attachment go, whatever its addresses were. */
export function tearDownMasqueradeNft(io: CniIo, network: string, ifname: string, containerId: string): void {
  const stale = staleRules(io, nftMasqueradeComment(network, ifname, containerId));
  if (stale.length > 0) transact(io, stale);
}

function staleRules(io: CniIo, comment: string): readonly NftCommand[] {
  const table = io.ctx.world.netns[io.host]?.nft.find(
    ({ family, name }) => family === TABLE.family && name === TABLE.name,
  );
  const identity = comment.slice(0, IDENTITY_CHARS);
  return (table?.chains.get(CHECKS)?.rules ?? [])
    .filter((rule) => rule.comment.startsWith(identity))
    .map(({ handle }) => ({ do: 'delete-rule', table: TABLE, chain: CHECKS, handle }));
}

function add(
  chain: string,
  conditions: readonly NftCondition[],
  statement: NftStatement,
  comment = '',
): NftCommand {
  const rule: NftRuleSpec = { conditions, counter: null, statement, comment };
  return { do: 'add-rule', table: TABLE, chain, rule };
}

/** From this address to any other network. */
function outside(address: IpNetwork): readonly NftCondition[] {
  const own = networkOf(address);
  const host = asKernelAddr(address.ip);
  const net = asKernelAddr(own);
  if (host !== null && net !== null) {
    return [
      { kind: 'address', side: 'saddr', values: [{ addr: host, len: 32 }], not: false, braces: false },
      { kind: 'address', side: 'daddr', values: [{ addr: net, len: address.len }], not: true, braces: false },
    ];
  }
  const subnet = formatNetwork({ ip: own, len: address.len });
  return [
    { kind: 'address6', side: 'saddr', values: [formatIp(address.ip)], not: false, braces: false },
    { kind: 'address6', side: 'daddr', values: [subnet], not: true, braces: false },
  ];
}

function transact(io: CniIo, commands: readonly NftCommand[]): string | null {
  const error = io.op(io.host, { kind: 'nft', commands }, 'nft -f -');
  return error === null ? null : `failed to run nft: ${error.message}`;
}
