import { describe, expect, it } from 'vitest';
import { routedNet } from '../testing/net';

/** The table's index of devices has to follow what is written. */
describe('a device goes down', () => {
  const routes = (lab: ReturnType<typeof routedNet>): readonly string[] => lab.printed('r', 'ip route show');

  it('takes along the routes that came after its index was made', () => {
    const lab = routedNet().type('r', 'ip link add d0 type dummy').type('r', 'ip link set d0 up');
    // Nothing leaves by it yet; from here on the table is indexed.
    lab.type('r', 'ip link set d0 down').type('r', 'ip link set d0 up');
    lab.type('r', 'ip route add 10.77.0.0/16 dev d0');
    expect(routes(lab).some((line) => line.startsWith('10.77.0.0/16'))).toBe(true);
    lab.type('r', 'ip link set d0 down');
    expect(routes(lab).some((line) => line.startsWith('10.77.0.0/16'))).toBe(false);
    expect(routes(lab).some((line) => line.startsWith('10.1.0.0/24'))).toBe(true);
  });
});
