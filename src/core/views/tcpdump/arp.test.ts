import { expect, test } from 'vitest';
import { arpFrame } from '../../testing/make-frame';
import { frameText } from '../tcpdump';

/** Lines as tcpdump 4.99.3 prints them. */
const ASK = {
  from: '0a:58:0a:f4:01:02',
  to: 'ff:ff:ff:ff:ff:ff',
  op: 'request',
  spa: '10.244.1.2',
  tpa: '10.244.1.1',
} as const;
const PLAIN = { ether: false, verbose: false };

test('a request, and one that says whom it asks', () => {
  const bytes = arpFrame(ASK);
  expect(frameText({ bytes, l2: true }, PLAIN)).toBe(
    'ARP, Request who-has 10.244.1.1 tell 10.244.1.2, length 28',
  );
  const probe = arpFrame({ ...ASK, tha: '0a:58:0a:f4:01:01' });
  expect(frameText({ bytes: probe, l2: true }, PLAIN)).toBe(
    'ARP, Request who-has 10.244.1.1 (0a:58:0a:f4:01:01) tell 10.244.1.2, length 28',
  );
});

test('a reply, with -e and -v', () => {
  const bytes = arpFrame({ ...ASK, op: 'reply', to: '0a:58:0a:f4:01:01' });
  expect(frameText({ bytes, l2: true }, { ether: true, verbose: true })).toBe(
    '0a:58:0a:f4:01:02 > 0a:58:0a:f4:01:01, ethertype ARP (0x0806), length 42: ' +
      'Ethernet (len 6), IPv4 (len 4), Reply 10.244.1.2 is-at 0a:58:0a:f4:01:02, length 28',
  );
});

test('one that was cut', () => {
  expect(frameText({ bytes: arpFrame(ASK).subarray(0, 30), l2: true }, PLAIN)).toContain('[|arp]');
});
