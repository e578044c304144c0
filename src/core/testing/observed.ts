/** The network most observations of the real kernel were made in: two hosts and a router between them. */
import { net, type Net } from './net';

export function observed(): Net {
  return net()
    .machines('h1', 'r', 'h2')
    .veth('h1.a0', 'r.e0')
    .veth('r.e1', 'h2.b0')
    .type('h1', 'ip addr add 10.1.0.2/24 dev a0\nip route add default via 10.1.0.1')
    .type(
      'r',
      'ip addr add 10.1.0.1/24 dev e0\nip addr add 10.2.0.1/24 dev e1\nsysctl -w net.ipv4.ip_forward=1',
    )
    .type('h2', 'ip addr add 10.2.0.2/24 dev b0\nip route add default via 10.2.0.1');
}
