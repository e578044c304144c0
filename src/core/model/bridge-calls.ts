/** Whether br_netfilter is in the way of bridged frames. Source: net/bridge/br_netfilter_hooks.c. */
import { machineOf } from './machine';
import type { Netns, World } from './world';

const CALL_IPTABLES = 'net/bridge/bridge-nf-call-iptables';

/**
 * Whether bridged IPv4 frames take the way past iptables: also where there are no rules, and then what is too long for a port
 * ends there. A switch has no br_netfilter until somebody gives it rules.
 */
export function bridgeCallsIptables(world: World, ns: Netns): boolean {
  if (ns.sysctl.entries.get(CALL_IPTABLES) === 0) return false;
  return machineOf(world, ns).role !== 'switch' || ns.nfTables.size > 0 || ns.nft.length > 0;
}
