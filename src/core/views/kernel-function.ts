/** The kernel function each kind of record models, by its name in Linux 6.x. */
import type { TraceKind, Verdict } from '../trace/kinds';
import type { TraceRecord } from '../trace/record';
import type { TunnelKind } from '../trace/tunnel';

const FUNCTIONS = {
  'link.tx': 'dev_hard_start_xmit',
  'link.rx': '__netif_receive_skb_core',
  'bridge.learn': 'br_fdb_update',
  'bridge.forward': 'br_fdb_find_rcu',
  'macvlan.forward': 'macvlan_queue_xmit',
  'ipvlan.forward': 'ipvlan_queue_xmit',
  'vlan.forward': 'vlan_do_receive',
  'bridge.vlan': 'br_allowed_ingress',
  'fdb.expire': 'br_fdb_cleanup',
  'neigh.lookup': 'neigh_resolve_output',
  'neigh.update': '__neigh_update',
  'arp.request': 'arp_solicit',
  'arp.receive': 'arp_process',
  'route.lookup': 'fib_table_lookup',
  'route.source': 'fib_result_prefsrc',
  'route.exception': 'update_or_create_fnhe',
  'ip.input': 'ip_route_input_slow',
  'ip.ttl': 'ip_forward',
  'ip.output': 'ip_finish_output2',
  'ip.fragment': 'ip_do_fragment',
  'ip.reassemble': 'ip_defrag',
  'tunnel.lookup': 'vxlan_find_mac',
  'tunnel.encap': 'vxlan_xmit_one',
  'tunnel.decap': 'vxlan_rcv',
  'tunnel.learn': 'vxlan_snoop',
  'wireguard.session': 'wg_receive_handshake_packet',
  'user.cross': 'tun_net_xmit',
  'icmp.send': '__icmp_send',
  'icmp.echo': 'icmp_echo',
  'sock.deliver': 'sock_queue_rcv_skb',
  'sock.send': 'sock_sendmsg',
  'sock.state': 'tcp_set_state',
  'tcp.timer': 'tcp_retransmit_timer',
  process: 'ksys_write',
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
  'bgp.session': '',
  'bgp.update': '',
  'bird.route': '',
  'bird.kernel': '',
  input: 'sys_execve',
} as const satisfies Record<TraceKind, string>;

/** Rules come through the sockets of iptables (legacy), sysctls through /proc; everything else through rtnetlink. */
function configuredBy(op: TraceRecord<'op.apply'>['detail']['op']['kind']): string {
  if (op === 'nf.replace' || op === 'nf.edit' || op === 'nf.restore') return 'do_ipt_set_ctl';
  if (op === 'netns.add') return 'copy_net_ns';
  return op === 'sysctl.set' ? 'proc_sys_write' : 'rtnetlink_rcv_msg';
}

/** Timers and the ways of each link kind have functions of their own. */
export function kernelFunction(record: TraceRecord): string {
  if (record.kind === 'process') {
    // What answers and ends well in one step is told by its answer.
    const { exitCode, lines } = record.detail;
    const answers = record.verdict === 'exit' && exitCode === 0 && lines.some((line) => line !== '');
    return PROCESSES[answers ? 'print' : record.verdict];
  }
  if (record.kind === 'op.apply') return configuredBy(record.detail.op.kind);
  if (record.kind === 'neigh.update') {
    if (record.detail.why === 'timeout' || record.detail.why === 'no-answer') return 'neigh_timer_handler';
    if (record.detail.why === 'probe' || record.detail.why === 'confirmed') return 'neigh_timer_handler';
  }
  if (record.kind === 'bridge.forward' && record.verdict === 'flood') return 'br_flood';
  if (record.kind === 'macvlan.forward' && RECEIVED.has(record.verdict)) return 'macvlan_handle_frame';
  if (record.kind === 'ipvlan.forward' && RECEIVED.has(record.verdict)) return 'ipvlan_handle_frame';
  if (record.kind === 'bridge.vlan' && (record.verdict === 'untagged' || record.verdict === 'tagged'))
    return 'br_handle_vlan';
  if (record.kind === 'vlan.forward' && record.verdict === 'tagged') return 'vlan_dev_hard_start_xmit';
  if (record.kind === 'tunnel.lookup') return TUNNEL_LOOKUPS[record.detail.tunnel];
  if (record.kind === 'tunnel.encap') return ENCAPS[record.detail.tunnel];
  if (record.kind === 'tunnel.decap') return DECAPS[record.detail.tunnel];
  if (record.kind === 'wireguard.session') return SESSIONS[record.verdict];
  if (record.kind === 'user.cross' && record.verdict === 'to-kernel') return 'tun_get_user';
  if (record.kind === 'sock.deliver' && record.detail.socket === 'tcp') return 'tcp_v4_do_rcv';
  if (record.kind === 'sock.deliver' && record.detail.socket === 'sctp') return 'sctp_rcv';
  if (record.kind === 'sock.send' && record.detail.socket === 'sctp') return 'sctp_packet_transmit';
  if (record.kind === 'sock.send' && record.detail.socket === 'tcp') return '__tcp_transmit_skb';
  if (record.kind === 'tcp.timer') return TCP_TIMERS[record.verdict];
  if (record.kind === 'ip.ttl' && record.detail.app !== undefined) return 'decrement_ttl';
  return FUNCTIONS[record.kind];
}

const PROCESSES: Readonly<Record<Verdict<'process'>, string>> = {
  start: 'wake_up_new_task',
  print: 'ksys_write',
  exit: 'do_exit',
};
const RECEIVED: ReadonlySet<string> = new Set<Verdict<'macvlan.forward'>>(['child', 'copies', 'stack']);

/** Those of flannel's backend are functions of flanneld, proxy_amd64.c. */
const TUNNEL_LOOKUPS: Readonly<Record<TunnelKind, string>> = {
  vxlan: 'vxlan_find_mac',
  geneve: 'geneve_xmit',
  ipip: 'ip_tunnel_xmit',
  wireguard: 'wg_allowedips_lookup_dst',
  'flannel-udp': 'find_route',
};
const ENCAPS: Readonly<Record<TunnelKind, string>> = {
  vxlan: 'vxlan_xmit_one',
  geneve: 'geneve_xmit_skb',
  ipip: 'iptunnel_xmit',
  wireguard: 'encrypt_packet',
  'flannel-udp': 'tun_to_udp',
};
const DECAPS: Readonly<Record<TunnelKind, string>> = {
  vxlan: 'vxlan_rcv',
  geneve: 'geneve_rx',
  ipip: 'ip_tunnel_rcv',
  wireguard: 'wg_packet_consume_data_done',
  'flannel-udp': 'udp_to_tun',
};
const TCP_TIMERS: Readonly<Record<Verdict<'tcp.timer'>, string>> = {
  retransmit: 'tcp_retransmit_timer',
  probe: 'tcp_probe_timer',
  'loss-probe': 'tcp_send_loss_probe',
  'delayed-ack': 'tcp_delack_timer_handler',
  'give-up': 'tcp_write_err',
  forgotten: 'tw_timer_handler',
};
const SESSIONS: Readonly<Record<Verdict<'wireguard.session'>, string>> = {
  wait: 'wg_packet_send_staged_packets',
  initiate: 'wg_packet_send_handshake_initiation',
  accept: 'wg_noise_handshake_consume_initiation',
  respond: 'wg_packet_send_handshake_response',
  complete: 'wg_noise_handshake_consume_response',
  confirm: 'wg_noise_received_with_keypair',
  keepalive: 'wg_packet_send_keepalive',
  heard: 'wg_packet_consume_data_done',
  'give-up': 'wg_expired_retransmit_handshake',
};
