import { expect, it } from 'vitest';
import { ethernetFrame } from '../testing/make-frame';
import { routedNet } from '../testing/net';

const frame = (to: string): Uint8Array =>
  ethernetFrame({ from: '02:00:00:00:00:01', to }, 0x88b5, new Uint8Array(46));

it('taps and counters come before anything else', () => {
  const lab = routedNet();
  lab.arrive('r.e0', frame('02:00:00:00:00:99'));
  expect(lab.frames('r.e0')).toHaveLength(1);
  expect(lab.link('r.e0').stats).toMatchObject({ rxPackets: 1, rxBytes: 60, rxDropped: 0 });
  expect(lab.drops('r')).toEqual(['UNHANDLED_PROTO']);
  expect(lab.records('link.rx').at(-1)?.detail).toEqual({ pktType: 'otherhost', lenBytes: 60 });
});

it('a device that is down hears nothing', () => {
  const lab = routedNet().type('r', 'ip link set e0 down');
  lab.arrive('r.e0', frame('ff:ff:ff:ff:ff:ff'));
  expect(lab.frames('r.e0')).toEqual([]);
  expect(lab.link('r.e0').stats).toMatchObject({ rxPackets: 0, rxDropped: 1 });
  expect(lab.drops('r')).toEqual(['DEV_READY']);
});
