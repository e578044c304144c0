/**
 * Goal: whatever the rules, NAT is undone exactly: answers and errors reach the sender as answers to what it sent, and
 * no two flows can be mistaken for one another.
 * Method: random rules on a router between a client side and a server side nobody lives on; every packet that leaves is
 * answered by hand.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { internetChecksum } from '../../wire/checksum';
import { IPV4_HEADER_LEN, checkIpv4Header } from '../../wire/ipv4';
import { icmpFrame, udpFrame } from '../../testing/make-frame';
import type { Net, SeenFrame } from '../../testing/net';
import { net } from '../../testing/net';
import { loadRules } from '../../testing/rules';
import { isDamaged } from './conntrack.checksum';
import { invert } from './tuple';

const ETH = 14;
const CLIENT_MAC = '02:00:00:00:00:0a';
const SERVER_MAC = '02:00:00:00:00:0b';

function router(rules: readonly string[]): Net {
  const lab = net()
    .machines('r', 'x')
    .veth('r.e0', 'x.a0')
    .veth('r.e1', 'x.b0')
    .type(
      'r',
      'ip addr add 10.1.0.1/24 dev e0\nip addr add 10.2.0.1/24 dev e1\nsysctl -w net.ipv4.ip_forward=1',
    );
  for (const host of [2, 3]) {
    lab
      .type('r', `ip neigh replace 10.1.0.${String(host)} lladdr ${CLIENT_MAC} dev e0 nud permanent`)
      .type('r', `ip neigh replace 10.2.0.${String(host)} lladdr ${SERVER_MAC} dev e1 nud permanent`);
  }
  return loadRules(lab.wait(1), 'r', 'nat', ...rules);
}

const chance = fc.constantFrom('', ' --random', ' --persistent');
const sourceRule = fc.oneof(
  fc.constant([]),
  fc
    .constantFrom('', ' --random', ' --random-fully')
    .map((more) => [`-A POSTROUTING -o e1 -j MASQUERADE${more}`]),
  fc
    .constantFrom('2000-2009', '500-700')
    .map((to) => [`-A POSTROUTING -p udp -o e1 -j MASQUERADE --to-ports ${to}`]),
  fc
    .tuple(fc.constantFrom('10.2.0.77', '10.2.0.77-10.2.0.79', '10.2.0.77:3000-3010'), chance)
    .map(([to, more]) => [`-A POSTROUTING -p udp -s 10.1.0.0/24 -j SNAT --to-source ${to}${more}`]),
);
const destinationRule = fc.oneof(
  fc.constant([]),
  fc
    .tuple(fc.constantFrom('10.2.0.2', '10.2.0.3:7000', '10.2.0.2-10.2.0.3', '10.2.0.2:8000-8003'), chance)
    .map(([to, more]) => [`-A PREROUTING -p udp -d 10.96.0.0/16 -j DNAT --to-destination ${to}${more}`]),
);
const flow = fc.record({
  src: fc.constantFrom('10.1.0.2', '10.1.0.3'),
  dst: fc.constantFrom('10.2.0.2', '10.2.0.3', '10.96.0.1', '10.96.0.2'),
  srcPort: fc.constantFrom(53, 500, 700, 5000, 5001),
  dstPort: fc.constantFrom(53, 80, 7000),
});
type Flow = Parameters<Parameters<typeof flow.map>[0]>[0];

/** What a frame makes leave by a device. */
function sent(
  lab: Net,
  from: 'r.e0' | 'r.e1',
  bytes: Uint8Array,
  by: 'r.e0' | 'r.e1',
): SeenFrame | undefined {
  const packet = lab.arrive(from, bytes);
  return lab.frames(by).find((frame) => frame.way === 'out' && frame.packet === packet);
}

function ends(frame: SeenFrame['quoted'] | SeenFrame): readonly unknown[] {
  return [frame?.ip?.['src'], frame?.udp?.['srcPort'], frame?.ip?.['dst'], frame?.udp?.['dstPort']];
}

function isWhole(lab: Net, { bytes }: SeenFrame): boolean {
  return checkIpv4Header(bytes, ETH, bytes.length) === 'ok' && !isDamaged(lab.skb(bytes));
}

function checkFlow(lab: Net, { src, dst, srcPort, dstPort }: Flow): void {
  const request = udpFrame({ from: CLIENT_MAC, to: lab.mac('r.e0'), src, dst }, srcPort, dstPort, 'question');
  const out = sent(lab, 'r.e0', request, 'r.e1');
  // No way there, or no port left.
  if (out === undefined) return;
  expect(isWhole(lab, out)).toBe(true);
  const [outSrc, outSrcPort, outDst, outDstPort] = ends(out) as [string, number, string, number];
  const back = { from: SERVER_MAC, to: lab.mac('r.e1'), src: outDst, dst: outSrc };
  const answer = sent(lab, 'r.e1', udpFrame(back, outDstPort, outSrcPort, 'answer'), 'r.e0');
  expect(ends(answer)).toEqual([dst, dstPort, src, srcPort]);
  if (answer !== undefined) expect(isWhole(lab, answer)).toBe(true);
  const quote = out.bytes.slice(ETH);
  const error = sent(lab, 'r.e1', icmpFrame(back, { type: 3, code: 3 }, quote), 'r.e0');
  expect([error?.ip?.['src'], error?.ip?.['dst']]).toEqual([dst, src]);
  expect(ends(error?.quoted)).toEqual([src, srcPort, dst, dstPort]);
  if (error === undefined) return;
  expect(isWhole(lab, error)).toBe(true);
  const inner = ETH + IPV4_HEADER_LEN + 8;
  expect(internetChecksum(error.bytes, inner, inner + IPV4_HEADER_LEN)).toBe(0);
}

test('there and back, with random rules and flows', () => {
  fc.assert(
    fc.property(
      sourceRule,
      destinationRule,
      fc.array(flow, { minLength: 1, maxLength: 8 }),
      (snat, dnat, flows) => {
        const lab = router([...snat, ...dnat]);
        for (const each of flows) checkFlow(lab, each);
        const entries = [...lab.ns('r').conntrack.entries.values()];
        const tuples = entries.flatMap(({ original, reply }) => [
          JSON.stringify(original),
          JSON.stringify(reply),
        ]);
        expect(new Set(tuples).size).toBe(tuples.length);
        for (const { original } of entries) expect(invert(invert(original))).toEqual(original);
      },
    ),
    { numRuns: 40 },
  );
});

/** Source: nf_nat_core.c nf_nat_l4proto_unique_tuple; seen on Linux 6.18. */
test('a port that is taken is replaced by one of its class', () => {
  const classOf = (port: number): string => (port < 512 ? 'low' : port < 1024 ? 'middle' : 'high');
  fc.assert(
    fc.property(
      fc.oneof(fc.integer({ min: 1, max: 1023 }), fc.integer({ min: 1024, max: 65_535 })),
      (port) => {
        const lab = router(['-A POSTROUTING -o e1 -j MASQUERADE']);
        const ports = ['10.1.0.2', '10.1.0.3'].map((src) => {
          const made = { from: CLIENT_MAC, to: lab.mac('r.e0'), src, dst: '10.2.0.2' };
          return Number(sent(lab, 'r.e0', udpFrame(made, port, 7000, 'x'), 'r.e1')?.udp?.['srcPort']);
        });
        expect(ports[0]).toBe(port);
        expect(ports[1]).not.toBe(port);
        expect(classOf(ports[1] ?? 0)).toBe(classOf(port));
        if (port >= 512 && port < 1024) expect(ports[1]).toBeGreaterThanOrEqual(600);
      },
    ),
    { numRuns: 30 },
  );
});
