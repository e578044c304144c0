import { expect, it } from 'vitest';
import { net } from '../../testing/net';

it('swallows what is sent, without asking for an address first', () => {
  const lab = net()
    .machines('h')
    .type('h', 'ip link add d0 type dummy\nip link set d0 up\nip addr add 10.7.0.1/24 dev d0');
  expect(lab.answers('h', '-c2 -W1 10.7.0.9')).toBe(0);
  const [first, ...more] = lab.frames('h.d0');
  expect(first).toMatchObject({ way: 'out', icmp: { type: 8 } });
  expect(more).toHaveLength(1);
  // NOARP: the device's own address stands for everybody's.
  expect(first?.eth?.['dst']).toBe(first?.eth?.['src']);
  expect(lab.drops('h')).toEqual(['PW_SWALLOWED', 'PW_SWALLOWED']);
});

it('has an address like any other device', () => {
  const lab = net()
    .machines('h')
    .type('h', 'ip link add d0 type dummy\nip link set d0 up\nip addr add 10.7.0.1/24 dev d0');
  expect(lab.answers('h', '-c1 10.7.0.1')).toBe(1);
});
