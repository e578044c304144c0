import { expect, test } from 'vitest';
import { BGP_PORT, DNS_PORT, GENEVE_PORT, WIREGUARD_PORT } from './ports';

test('ports as assigned (RFC 1035, RFC 4271, RFC 8926); wg(8) shows 51820', () => {
  expect([DNS_PORT, BGP_PORT, GENEVE_PORT, WIREGUARD_PORT]).toEqual([53, 179, 6081, 51820]);
});
