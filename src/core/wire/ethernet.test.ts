import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../base/bytes';
import { asMac, BROADCAST_MAC, mac } from './addr';
import {
  emitEthernet,
  ETHERNET_HEADER_LEN,
  ETHERTYPE_ARP,
  ethDst,
  ethSrc,
  ethType,
  parseEthernet,
  setEthDst,
  setEthSrc,
  setEthType,
  type EthernetHeader,
} from './ethernet';

const RUNS = { seed: 0x2003 };

/** An ARP request's header, as a pod sends it. */
const BYTES = 'ffffffffffff 0a580af40102 0806';
const HEADER: EthernetHeader = { dst: BROADCAST_MAC, src: mac('0a:58:0a:f4:01:02'), type: ETHERTYPE_ARP };

describe('literal bytes', () => {
  test('parse', () => expect(parseEthernet(fromHex(BYTES), 0, 14)).toEqual({ ok: true, value: HEADER }));

  test('emit writes each byte of the header and none beside it', () => {
    const b = new Uint8Array(18).fill(0xa5);
    expect(emitEthernet(HEADER, b, 2)).toBe(ETHERNET_HEADER_LEN);
    expect(b).toEqual(fromHex(`a5a5 ${BYTES} a5a5`));
  });

  test('views', () => {
    const b = fromHex(`a5 ${BYTES}`);
    expect({ dst: ethDst(b, 1), src: ethSrc(b, 1), type: ethType(b, 1) }).toEqual(HEADER);
  });

  test('setters change one field', () => {
    const b = fromHex(BYTES);
    setEthDst(b, 0, mac('02:00:00:00:00:01'));
    expect(toHex(b)).toBe('020000000001' + '0a580af40102' + '0806');
    setEthSrc(b, 0, mac('02:00:00:00:00:02'));
    expect(toHex(b)).toBe('020000000001' + '020000000002' + '0806');
    setEthType(b, 0, 0x86dd);
    expect(toHex(b)).toBe('020000000001' + '020000000002' + '86dd');
  });
});

test('thirteen bytes are too few', () =>
  expect(parseEthernet(fromHex(BYTES), 1, 14)).toEqual({
    ok: false,
    error: { header: 'ethernet', code: 'truncated', at: 14 },
  }));

test('parse undoes emit', () => {
  const anyMac = fc.nat(0xffff_ffff_ffff).map(asMac);
  fc.assert(
    fc.property(fc.record({ dst: anyMac, src: anyMac, type: fc.nat(0xffff) }), (header) => {
      const b = new Uint8Array(14).fill(0xa5);
      emitEthernet(header, b, 0);
      expect(parseEthernet(b, 0, 14)).toEqual({ ok: true, value: header });
    }),
    RUNS,
  );
});

test('emit undoes parse: any 14 bytes are a header', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 14, maxLength: 14 }), (bytes) => {
      const parsed = parseEthernet(bytes, 0, 14);
      if (!parsed.ok) throw new Error(parsed.error.code);
      const b = new Uint8Array(14).fill(0xa5);
      emitEthernet(parsed.value, b, 0);
      expect(b).toEqual(bytes);
    }),
    RUNS,
  );
});
