/** A netns's rules and flows in the words of `iptables-save -c` and `conntrack -L -o extended`. */
import { printIpset } from '../../core/kernel/ipset/text';
import { printRule } from '../../core/kernel/netfilter/text';
import type { CtTuple } from '../../core/model/conntrack';
import type { Netns, World } from '../../core/model/world';
import { chainsInOrder, tablesInOrder } from '../../core/shell/commands/iptables/order';
import { formatIpv4 } from '../../core/wire/addr';
import { PROTO_ICMP, PROTO_TCP, PROTO_UDP } from '../../core/wire/ipv4';

const PROTOCOLS: ReadonlyMap<number, string> = new Map([
  [PROTO_ICMP, 'icmp'],
  [PROTO_TCP, 'tcp'],
  [PROTO_UDP, 'udp'],
]);
/** Type of the answer to an ICMP query. */
const ECHO_REPLY = 0;
const NS_PER_SEC = 1_000_000_000;

/** Tables in the order of iptables-save. */
export function iptablesSave(ns: Netns): readonly string[] {
  const lines: string[] = [];
  for (const table of tablesInOrder(ns.nfTables.values())) {
    lines.push(`*${table.name}`);
    const chains = chainsInOrder(table);
    for (const chain of chains) lines.push(`:${chain.name} ${chain.policy ?? '-'} [0:0]`);
    for (const chain of chains) {
      for (const rule of chain.rules) {
        const { packets, bytes } = ns.nfCounters.entries.get(rule.id) ?? { packets: 0, bytes: 0 };
        lines.push(`[${String(packets)}:${String(bytes)}] ${printRule(chain.name, rule)}`);
      }
    }
    lines.push('COMMIT');
  }
  return lines;
}

export function conntrackList(world: World, ns: Netns): readonly string[] {
  const flows = [...ns.conntrack.entries.values()].filter((entry) => entry.expiresNs > world.nowNs);
  return flows.map(({ original, reply, seenReply, assured, tcp, mark, expiresNs }) =>
    [
      `ipv4 2 ${PROTOCOLS.get(original.proto) ?? 'unknown'} ${String(original.proto)}`,
      String(Math.floor((expiresNs - world.nowNs) / NS_PER_SEC)),
      ...(tcp === null ? [] : [tcp]),
      tupleText(original, original.icmpType),
      ...(seenReply ? [] : ['[UNREPLIED]']),
      tupleText(reply, ECHO_REPLY),
      ...(assured ? ['[ASSURED]'] : []),
      `mark=${String(mark)} use=1`,
    ].join(' '),
  );
}

/** Sets as `ipset save` prints them. */
export function ipsetSave(ns: Netns): readonly string[] {
  return [...ns.ipsets.values()].flatMap((set) => printIpset(set, null));
}

function tupleText(tuple: CtTuple, icmpType: number): string {
  const addresses = `src=${formatIpv4(tuple.src)} dst=${formatIpv4(tuple.dst)}`;
  if (tuple.proto === PROTO_ICMP)
    return `${addresses} type=${String(icmpType)} code=0 id=${String(tuple.srcPort)}`;
  return `${addresses} sport=${String(tuple.srcPort)} dport=${String(tuple.dstPort)}`;
}
