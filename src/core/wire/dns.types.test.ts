import { expect, test } from 'vitest';
import { DNS_TYPES, RCODE_FORMERR, RCODE_NXDOMAIN, RCODE_REFUSED, RCODE_SERVFAIL } from './dns.types';

test('numbers as assigned by IANA', () => {
  const { A, NS, CNAME, SOA, PTR, MX, TXT, AAAA, SRV, OPT, ANY } = DNS_TYPES;
  expect([A, NS, CNAME, SOA, PTR, MX, TXT, AAAA, SRV, OPT, ANY]).toEqual([
    1, 2, 5, 6, 12, 15, 16, 28, 33, 41, 255,
  ]);
  expect([RCODE_FORMERR, RCODE_SERVFAIL, RCODE_NXDOMAIN, RCODE_REFUSED]).toEqual([1, 2, 3, 5]);
});
