import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, setU16 } from '../base/bytes';
import { IPV4_HEADER_LEN, fillIpChecksum } from '../wire/ipv4';
import { ETHERNET_HEADER_LEN } from '../wire/ethernet';
import { unendedBranches } from './invariants';
import { arpFrame, icmpFrame, ipFrame, tcpFrame, udpFrame } from './make-frame';
import { net, type Net } from './net';

/**
 * Goal: no frame from outside, however wrong, stops a machine: each one's way ends with a reason, and the machine answers
 * afterwards. Method: a good frame of every protocol, cut at every length, each of its bytes changed, its lengths lying;
 * a machine with a listener, a tunnel of each kind, rules and connection tracking, so that everything reads it.
 */
const MAC = '02:00:00:00:00:01';
const TO = { from: '02:00:00:00:00:02', to: MAC, src: '10.0.0.2', dst: '10.0.0.1' };

function target(): Net {
  return net()
    .machines('m', 'peer')
    .cable('m.eth0', 'peer.eth0')
    .type('peer', 'ip link set eth0 address 02:00:00:00:00:02\nip addr add 10.0.0.2/24 dev eth0')
    .type(
      'm',
      `ip link set eth0 address ${MAC}
ip addr add 10.0.0.1/24 dev eth0
sysctl -w net.ipv4.ip_forward=1
ip route add default via 10.0.0.2
ip link add vx type vxlan id 7 dev eth0 local 10.0.0.1 dstport 4789
ip addr add 10.9.0.1/24 dev vx
ip link set vx up
ip link add tun0 type ipip local 10.0.0.1 remote 10.0.0.2
ip link set tun0 up
ip link add wg0 type wireguard
wg set wg0 listen-port 51820 private-key m.key peer peer allowed-ips 10.8.0.0/24
ip link set wg0 up
iptables -A INPUT -m conntrack --ctstate INVALID -j ACCEPT
iptables -A INPUT -p tcp -m tcp --tcp-option 8 --syn -m multiport --dports 80,81
iptables -A INPUT -p icmp -m icmp --icmp-type 3/4 -m length --length 0:65535 -m ttl --ttl-gt 0
iptables -A INPUT -j LOG
iptables -t nat -A POSTROUTING -j MASQUERADE`,
    )
    .wait(1);
}

const VXLAN = new Uint8Array([8, 0, 0, 0, 0, 0, 7, 0]);

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** A UDP datagram of any bytes, without a checksum. */
function udpOf(dstPort: number, payload: Uint8Array): Uint8Array {
  const header = new Uint8Array(8);
  setU16(header, 0, 40_000);
  setU16(header, 2, dstPort);
  setU16(header, 4, 8 + payload.length);
  return ipFrame(TO, 17, joined(header, payload));
}

const inner = { ...TO, src: '10.9.0.2', dst: '10.9.0.1' };
/** An echo request about which an error tells. */
const quoted = icmpFrame({ ...TO, src: TO.dst, dst: TO.src }).subarray(
  ETHERNET_HEADER_LEN,
  ETHERNET_HEADER_LEN + 40,
);

const GOOD: Readonly<Record<string, Uint8Array>> = {
  arp: arpFrame({ ...TO, op: 'request', spa: TO.src, tpa: TO.dst }),
  'echo request': icmpFrame(TO, 'echo-request', new Uint8Array(8)),
  'icmp error': icmpFrame(TO, { type: 3, code: 4 }, quoted),
  'icmp redirect': icmpFrame(TO, { type: 5, code: 1 }, quoted),
  udp: udpFrame(TO, 1000, 9, 'hello'),
  tcp: tcpFrame(TO, {
    srcPort: 1000,
    dstPort: 80,
    flags: 'S',
    options: [2, 4, 5, 180, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0, 1, 3, 3, 7],
  }),
  vxlan: udpOf(4789, joined(VXLAN, icmpFrame(inner, 'echo-request', new Uint8Array(8)))),
  'vxlan in vxlan': udpOf(4789, joined(VXLAN, udpOf(4789, joined(VXLAN, icmpFrame(inner))))),
  ipip: ipFrame(TO, 4, icmpFrame(TO, 'echo-request', new Uint8Array(8)).subarray(ETHERNET_HEADER_LEN)),
  'ipip in ipip': ipFrame(
    TO,
    4,
    ipFrame(TO, 4, ipFrame(TO, 4, new Uint8Array(8)).subarray(ETHERNET_HEADER_LEN)).subarray(
      ETHERNET_HEADER_LEN,
    ),
  ),
  wireguard: udpOf(51_820, joined(new Uint8Array([1, 0, 0, 0]), new Uint8Array(144))),
  'wireguard data': udpOf(51_820, joined(new Uint8Array([4, 0, 0, 0]), new Uint8Array(44))),
  sctp: ipFrame(TO, 132, fromHex('c3501f900000000000000000010000140000000100010000000a000a00000001')),
  fragment: ipFrame({ ...TO, mf: true }, 17, new Uint8Array(16)),
  forwarded: tcpFrame({ ...TO, dst: '203.0.113.9' }, { srcPort: 1000, dstPort: 80, flags: 'S' }),
};

function usable(lab: Net): void {
  expect(unendedBranches(lab.trace, lab.world)).toEqual([]);
  expect(lab.wait(10).answers('m', '-c1 -W1 10.0.0.2')).toBe(1);
}

/** Makes the IP header's checksum right again, so that what comes behind is read. */
function mended(frame: Uint8Array): Uint8Array {
  if (frame.length >= ETHERNET_HEADER_LEN + IPV4_HEADER_LEN && (frame[14] ?? 0) >> 4 === 4) {
    const length = ((frame[14] ?? 0) & 15) * 4;
    if (length >= IPV4_HEADER_LEN && ETHERNET_HEADER_LEN + length <= frame.length) {
      fillIpChecksum(frame, ETHERNET_HEADER_LEN);
    }
  }
  return frame;
}

describe.each(Object.entries(GOOD))('%s', (_, good) => {
  it('cut at any length', () => {
    const lab = target();
    for (let length = ETHERNET_HEADER_LEN; length < good.length; length += 1) {
      lab.arrive('m.eth0', good.slice(0, length));
      // The same with an IP header that says so: the layer above finds too little.
      const honest = good.slice(0, length);
      if (length >= ETHERNET_HEADER_LEN + IPV4_HEADER_LEN && honest[12] === 8 && honest[13] === 0) {
        setU16(honest, ETHERNET_HEADER_LEN + 2, length - ETHERNET_HEADER_LEN);
        lab.arrive('m.eth0', mended(honest));
      }
    }
    usable(lab);
  });

  it('with any byte 0, 255 or another', () => {
    const lab = target();
    for (let at = 12; at < Math.min(good.length, 140); at += 1) {
      for (const value of [0, 0xff, (good[at] ?? 0) ^ 0x41]) {
        const frame = good.slice();
        frame[at] = value;
        lab.arrive('m.eth0', mended(frame));
      }
    }
    usable(lab);
  });
});

describe('anything at all', () => {
  it('behind a good IP header', () => {
    const frames = fc.array(
      fc.tuple(fc.constantFrom(1, 4, 6, 17, 47, 50, 132, 255), fc.uint8Array({ maxLength: 120 })),
      { minLength: 5, maxLength: 30 },
    );
    fc.assert(
      fc.property(frames, (all) => {
        const lab = target();
        for (const [proto, bytes] of all) lab.arrive('m.eth0', ipFrame(TO, proto, bytes));
        usable(lab);
      }),
      { numRuns: 15 },
    );
  });

  it('IP options that run over, and header lengths that lie', () => {
    const lab = target();
    for (let words = 0; words < 16; words += 1) {
      for (const option of [0, 1, 7, 68, 131, 137, 148, 255]) {
        const good = udpFrame(TO, 1000, 9, 'x'.repeat(60));
        good[14] = 0x40 | words;
        good.set([option, 0xff, option, 0], 34);
        lab.arrive('m.eth0', mended(good));
      }
    }
    usable(lab);
  });
});
