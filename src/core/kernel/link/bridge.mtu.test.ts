import { expect, it } from 'vitest';
import { bridgedNet } from '../../testing/net';

/**
 * Goal: with iptables in the way a bridge still sends by a port only what the port takes. Source:
 * br_netfilter_hooks.c br_nf_dev_queue_xmit cuts to the bridge's MTU, br_forward.c br_dev_queue_push_xmit asks the port's.
 */
it.each(['', 'iptables -A FORWARD -j ACCEPT'])('a port with a small MTU gets no long frames (%s)', (rule) => {
  const made = bridgedNet(2);
  if (rule !== '') made.type('node', rule);
  made
    .type('node', 'ip link set v2 mtu 600')
    .type('p1', 'ip neigh add 10.1.0.12 lladdr 02:00:00:00:00:12 dev eth0');
  const from = made.frames('node.v2').length;
  made.ping('p1', '-c 1 -W 1 -s 1000 10.1.0.12');
  const sent = made
    .frames('node.v2')
    .slice(from)
    .filter(({ way }) => way === 'out');
  expect(sent.map(({ lenBytes }) => lenBytes).filter((length) => length > 618)).toEqual([]);
  // What fits goes through.
  expect(made.answers('p1', '-c 1 -W 1 -s 100 10.1.0.12')).toBe(1);
});
