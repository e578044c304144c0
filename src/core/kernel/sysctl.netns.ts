/** Settings of a netns that are not per device, with their defaults. Source: Documentation/networking/ip-sysctl.rst. */
import type { Netns } from '../model/world';
import { CONNTRACK_SYSCTLS } from './netfilter/conntrack.settings';

export const NETNS_SYSCTLS = {
  'net/ipv4/ip_default_ttl': 64,
  'net/ipv4/ip_forward_use_pmtu': 0,
  'net/ipv4/ip_no_pmtu_disc': 0,
  'net/ipv4/ip_nonlocal_bind': 0,
  'net/ipv4/route/min_pmtu': 552,
  'net/ipv4/route/mtu_expires': 600,
  'net/ipv4/fib_multipath_hash_policy': 0,
  'net/ipv4/icmp_echo_ignore_all': 0,
  'net/ipv4/icmp_echo_ignore_broadcasts': 1,
  'net/ipv4/icmp_errors_use_inbound_ifaddr': 0,
  'net/ipv4/icmp_ratelimit': 1000,
  'net/ipv4/icmp_ratemask': 6168,
  'net/ipv4/icmp_msgs_per_sec': 1000,
  'net/ipv4/icmp_msgs_burst': 50,
  'net/ipv4/ipfrag_time': 30,
  'net/ipv4/ipfrag_high_thresh': 4_194_304,
  'net/ipv4/ipfrag_max_dist': 64,
  'net/bridge/bridge-nf-call-iptables': 1,
  'net/bridge/bridge-nf-call-ip6tables': 1,
  'net/bridge/bridge-nf-call-arptables': 1,
  'net/netfilter/nf_log_all_netns': 0,
  ...CONNTRACK_SYSCTLS,
} as const satisfies Readonly<Record<string, number>>;

export function readNetnsSysctl(ns: Netns, key: keyof typeof NETNS_SYSCTLS): number {
  return ns.sysctl.entries.get(key) ?? NETNS_SYSCTLS[key];
}
