import { expect, it } from 'vitest';
import { net } from '../../testing/net';

// observed on Linux 6.18: <BROADCAST,NOARP,UP,LOWER_UP> ... qdisc pfifo_fast state UNKNOWN ... qlen 32
it('is a device whose queue is all there is to it', () => {
  const lab = net().machines('h').type('h', 'ip link add ifb7 type ifb\nip link set ifb7 up');
  expect(lab.printed('h', 'ip -o link show ifb7')[0]).toMatch(
    /^2: ifb7: <BROADCAST,NOARP,UP,LOWER_UP> mtu 1500 qdisc pfifo_fast state UNKNOWN mode DEFAULT group default qlen 32\\/,
  );
});

it('loses what is sent to it by itself', () => {
  const lab = net().machines('h').type('h', 'ip link add ifb7 type ifb\nip addr add 10.0.0.1/24 dev ifb7');
  lab.type('h', 'ip link set ifb7 up');
  expect(lab.answers('h', '-c1 -W1 10.0.0.2')).toBe(0);
  expect(new Set(lab.drops())).toEqual(new Set(['PW_SWALLOWED']));
  expect(lab.link('h.ifb7').stats.rxDropped).toBeGreaterThan(0);
});
