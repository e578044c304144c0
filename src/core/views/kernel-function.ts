/** The kernel function each kind of record models, by its name in Linux 6.x. */
import type { TraceKind } from '../trace/kinds';
import type { TraceRecord } from '../trace/record';

const FUNCTIONS = {
  'link.tx': 'dev_hard_start_xmit',
  'link.rx': '__netif_receive_skb_core',
  'bridge.learn': 'br_fdb_update',
  'bridge.forward': 'br_fdb_find_rcu',
  'fdb.expire': 'br_fdb_cleanup',
  'neigh.lookup': 'neigh_resolve_output',
  'neigh.update': '__neigh_update',
  'arp.request': 'arp_solicit',
  'arp.receive': 'arp_process',
  'route.lookup': 'fib_table_lookup',
  'route.source': 'fib_result_prefsrc',
  'ip.input': 'ip_route_input_slow',
  'ip.ttl': 'ip_forward',
  'ip.output': 'ip_finish_output2',
  'ip.fragment': 'ip_do_fragment',
  'ip.reassemble': 'ip_defrag',
  'tunnel.lookup': 'vxlan_find_mac',
  'tunnel.encap': 'vxlan_xmit_one',
  'tunnel.decap': 'vxlan_rcv',
  'tunnel.learn': 'vxlan_snoop',
  'icmp.send': '__icmp_send',
  'icmp.echo': 'icmp_echo',
  'sock.deliver': 'sock_queue_rcv_skb',
  'sock.send': 'sock_sendmsg',
  process: 'wake_up_process',
  'nf.rule': 'ipt_do_table',
  'ct.lookup': 'nf_conntrack_in',
  'nat.apply': 'nf_nat_packet',
  // Counters and the like: no function of its own.
  bookkeeping: '',
  drop: 'kfree_skb_reason',
  'op.apply': 'rtnetlink_rcv_msg',
  // Not the kernel's: the API server, control loops, plugins.
  'api.change': '',
  'ctrl.reconcile': '',
  'cni.call': '',
  input: 'sys_execve',
} as const satisfies Record<TraceKind, string>;

/** Timers and the ways of each link kind have functions of their own. */
export function kernelFunction(record: TraceRecord): string {
  if (record.kind === 'neigh.update') {
    if (record.detail.why === 'timeout' || record.detail.why === 'no-answer') return 'neigh_timer_handler';
    if (record.detail.why === 'probe' || record.detail.why === 'confirmed') return 'neigh_timer_handler';
  }
  if (record.kind === 'bridge.forward' && record.verdict === 'flood') return 'br_flood';
  return FUNCTIONS[record.kind];
}
