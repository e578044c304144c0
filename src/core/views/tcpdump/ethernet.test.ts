import { expect, test } from 'vitest';
import { ethernetFrame, icmpFrame } from '../../testing/make-frame';
import { frameText } from '../tcpdump';

/** Lines as tcpdump 4.99.3 prints them. */
const MACS = { from: '02:00:00:00:00:01', to: '02:00:00:00:00:02' };

test('is shown with -e alone', () => {
  const bytes = icmpFrame({ ...MACS, src: '10.0.0.1', dst: '10.0.0.2' });
  expect(frameText({ bytes, l2: true }, { ether: true, verbose: false })).toBe(
    '02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype IPv4 (0x0800), length 98: ' +
      '10.0.0.1 > 10.0.0.2: ICMP echo request, id 7, seq 1, length 64',
  );
  expect(frameText({ bytes, l2: true }, { ether: false, verbose: false })).toMatch(/^IP 10\.0\.0\.1/);
});

test('of something unknown inside it is shown always', () => {
  const bytes = ethernetFrame(MACS, 0x88b5, new Uint8Array(46));
  expect(frameText({ bytes, l2: true }, { ether: false, verbose: false })).toBe(
    '02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype Unknown (0x88b5), length 60: ',
  );
});
