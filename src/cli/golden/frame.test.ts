import { describe, expect, it } from 'vitest';
import { FrameReader } from './frame';
import { wrongChecksums } from './normal';

function bytes(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/[0-9a-f]{2}/g) ?? [], (pair) => parseInt(pair, 16));
}

/** An echo request as one captured from a real kernel: 10.0.0.1 > 10.0.0.2, 4 bytes of data. */
const ETH = '020000000002 020000000001 0800';
const IP = '4500 0020 1c46 4000 4001 0a95 0a000001 0a000002';
const ICMP = '0800 332e 000a 0001 61 62 63 64';

describe('FrameReader', () => {
  it('reads an echo request', () => {
    const frame = new FrameReader().ethernet(bytes(ETH + IP + ICMP));
    expect(frame['eth']).toEqual({ src: '02:00:00:00:00:01', dst: '02:00:00:00:00:02', type: '0x0800' });
    expect(frame['ip']).toMatchObject({ src: '10.0.0.1', dst: '10.0.0.2', ttl: 64, proto: 1, id: 0x1c46 });
    expect(frame['ip']).toMatchObject({ len: 32, tos: 0, df: true, mf: false, frag_off: 0 });
    expect(frame['icmp']).toMatchObject({ type: 8, code: 0, id: 10, seq: 1, data_len: 4 });
  });

  it('checks checksums', () => {
    // The sums above were folded by hand, as RFC 1071 says.
    const right = new FrameReader().ethernet(bytes(ETH + IP + ICMP));
    const wrong = new FrameReader().ethernet(
      bytes(ETH + IP.replace('4001', '3f01') + ICMP.replace('61 62', '61 63')),
    );
    expect(wrongChecksums(right)).toEqual([]);
    expect(wrongChecksums(wrong)).toEqual(['ip', 'icmp']);
  });

  it('reads ARP', () => {
    const arp = '0001 0800 06 04 0001 020000000001 0a000001 000000000000 0a000002';
    expect(new FrameReader().ethernet(bytes(`ffffffffffff 020000000001 0806 ${arp}`))['arp']).toEqual({
      op: 'request',
      sha: '02:00:00:00:00:01',
      spa: '10.0.0.1',
      tha: '00:00:00:00:00:00',
      tpa: '10.0.0.2',
    });
  });

  it('reads the frame inside VXLAN, and nothing behind another port', () => {
    const vxlan = '08000000 00002a00';
    const inner = ETH + IP + ICMP;
    const outer = (port: string): string =>
      `${ETH} 4500 0052 0000 0000 4011 0000 c0000201 c0000202 8000 ${port} 003e 0000 ${vxlan} ${inner}`;
    const frame = new FrameReader().ethernet(bytes(outer('2118')));
    expect(frame['udp']).toEqual({ sport: 0x8000, dport: 8472, len: 62, csum_ok: true, csum_zero: true });
    expect(frame['vxlan']).toMatchObject({ vni: 42, flags: 8, inner: { ip: { dst: '10.0.0.2' } } });
    expect(new FrameReader().ethernet(bytes(outer('2119')))).not.toHaveProperty('vxlan');
  });

  it('reads the packet an ICMP error is about, without judging its cut checksum', () => {
    const error = `0301 0000 0000 0000 ${IP} 0800 ffff`;
    const ip = '4500 003c 0000 0000 4001 0000 0a000002 0a000001';
    expect(new FrameReader().ethernet(bytes(ETH + ip + error))['icmp']).toMatchObject({
      type: 3,
      code: 1,
      quoted: { ip: { src: '10.0.0.1', dst: '10.0.0.2', len: 32 } },
    });
  });

  it('counts TCP numbers from the first it saw', () => {
    const reader = new FrameReader();
    const ip = '4500 0028 0000 4000 4006 0000 0a000001 0a000002';
    const tcp = (seq: string, ack: string, flags: string): string =>
      `${ETH}${ip} 9c40 0050 ${seq} ${ack} 50 ${flags} ffff 0000 0000`;
    expect(reader.ethernet(bytes(tcp('00001000', '00000000', '02')))['tcp']).toMatchObject({
      flags: 'SYN',
      seq: 0,
    });
    expect(reader.ethernet(bytes(tcp('00001001', '00000000', '18')))['tcp']).toMatchObject({
      flags: 'PSH,ACK',
      seq: 1,
      data_len: 0,
    });
  });

  it('shows bytes nobody can read', () => {
    expect(new FrameReader().ipv4(bytes('60 00 00 00'))).toEqual({ raw: '60000000' });
    expect(new FrameReader().ethernet(bytes('ffffffffffff 020000000001 86dd 00'))).toEqual({
      eth: { src: '02:00:00:00:00:01', dst: 'ff:ff:ff:ff:ff:ff', type: '0x86dd' },
    });
  });
});
