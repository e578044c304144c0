/**
 * Goal: who answers for nobody else answers exactly where routing finds himself. Method: random addresses, routes and
 * questions; what the whole look-up says (`inputRoute`) decides.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { net } from '../testing/net';
import { ipv4 } from '../wire/addr';
import { answerTo } from './arp.answer';
import { inputRoute } from './ip4/route';
import type { ArpPacket } from '../wire/arp';

const ADDRESSES = ['10.2.0.1', '10.2.0.9', '10.2.0.255', '10.3.0.1', '10.9.0.1', '127.0.0.1', '0.0.0.0'];
const COMMANDS = [
  'ip addr add 10.3.0.1/24 dev e',
  'ip route add local 10.9.0.1 dev lo table main',
  'ip route add default via 10.2.0.9',
  'ip rule add from 10.2.0.9 lookup 77',
  'ip route add local 10.2.0.0/25 dev lo table 77',
  'ip rule add to 10.9.0.1 prohibit',
  'sysctl -w net.ipv4.ip_forward=1',
  'sysctl -w net.ipv4.conf.all.rp_filter=1',
  'sysctl -w net.ipv4.conf.all.route_localnet=1',
];

test('without settings for others the answer is one’s own or none', () => {
  const address = fc.constantFrom(...ADDRESSES).map(ipv4);
  const commands = fc.subarray(COMMANDS);
  fc.assert(
    fc.property(
      commands,
      fc.array(fc.tuple(address, address), { minLength: 8, maxLength: 8 }),
      (typed, asked) => {
        const lab = net().machines('r', 'c').cable('r.e', 'c.e').type('r', 'ip addr add 10.2.0.1/24 dev e');
        for (const command of typed) lab.type('r', command);
        const { ctx } = lab.simulation;
        const [ns, link] = [lab.ns('r'), lab.link('r.e')];
        for (const [spa, tpa] of asked) {
          const key = { dst: tpa, src: spa, iif: link.ifindex, oif: 0, tos: 0, mark: 0 };
          const isOwn = inputRoute(ctx, ns, link, key, null).kind === 'local';
          const arp = { spa, tpa } as ArpPacket;
          expect(answerTo(ctx, ns, link, arp)).toBe(isOwn ? 'own' : null);
        }
      },
    ),
    { numRuns: 60 },
  );
});
