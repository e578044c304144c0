import { expect, it } from 'vitest';
import { net } from '../../testing/net';

/**
 * Goal: routes of one prefix stand in the kernel's order, whoever adds them. Method: the same commands on Linux, where
 * the connected route wins again after its device was down.
 */
it('a connected route that comes back stands before one with a larger metric', () => {
  const made = net()
    .machines('m', 'n')
    .veth('m.d', 'n.d')
    .type('m', 'ip addr add 10.9.1.1/24 dev d\nip link set d down')
    .type('m', 'ip route add throw 10.9.1.0/24 metric 1\nip link set d up');
  expect(made.printed('m', 'ip route show')).toEqual([
    '10.9.1.0/24 dev d proto kernel scope link src 10.9.1.1 ',
    'throw 10.9.1.0/24 metric 1 ',
  ]);
});
