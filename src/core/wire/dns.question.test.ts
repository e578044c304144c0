import fc from 'fast-check';
import { expect, it } from 'vitest';
import { emitDns, parseDns } from './dns';
import { dnsQuestion } from './dns.question';
import { DNS_TYPES } from './dns.types';

it('is a header with one question and the flag RD, then the question', () => {
  // RFC 1035 section 4.1: ID, flags 0x0100, counts 1 0 0 0; labels; type and class.
  const bytes = emitDns(dnsQuestion(0x1234, 'a.bc.', DNS_TYPES.A));
  expect([...bytes]).toEqual([
    ...[0x12, 0x34, 0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 0],
    ...[1, 0x61, 2, 0x62, 0x63, 0, 0, 1, 0, 1],
  ]);
});

it('is read as it was asked', () => {
  fc.assert(
    fc.property(fc.nat(0xffff), fc.constantFrom(...Object.values(DNS_TYPES)), (id, type) => {
      const asked = dnsQuestion(id, 'web.default.svc.', type, { recursionDesired: false });
      const bytes = emitDns(asked);
      expect(parseDns(bytes, 0, bytes.length)).toEqual({ ok: true, value: asked });
    }),
  );
});
