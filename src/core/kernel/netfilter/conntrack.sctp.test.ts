/**
 * Goal: SCTP's associations are followed as Linux 6.18 follows them. Referee: packets sent through a router, and after each what
 * `conntrack -L` showed and how many packets were INVALID, NEW and ESTABLISHED so far (conntrack.sctp.recorded.json).
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fromHex, toHex } from '../../base/bytes';
import { ipFrame } from '../../testing/make-frame';
import { routedNet, type Net } from '../../testing/net';
import { loadRules, ruleCounts } from '../../testing/rules';
import { PROTO_SCTP } from '../../wire/ipv4';

interface Step {
  readonly from: 'a' | 'b';
  readonly what: string;
  readonly packet: string;
  /** Packets that were INVALID, NEW, ESTABLISHED. */
  readonly seen: readonly number[];
  readonly state: string | null;
  readonly seconds: number | null;
  readonly replied: boolean;
  readonly assured: boolean;
}

const RECORDED = JSON.parse(
  readFileSync('src/core/kernel/netfilter/conntrack.sctp.recorded.json', 'utf8'),
) as readonly { readonly name: string; readonly steps: readonly Step[] }[];

function tracked(...rules: readonly string[]): Net {
  const lab = loadRules(routedNet(), 'r', 'filter', ...rules);
  // So that nobody has to be asked for an address any more.
  lab.ping('h1', '-c1 10.2.0.2');
  lab.wait(40);
  lab.type('r', 'iptables -Z');
  for (const host of ['h1', 'h2']) loadRules(lab, host, 'filter', '-A OUTPUT -p icmp -j DROP');
  return lab;
}

function arrive(lab: Net, from: 'a' | 'b', packet: string, to?: string): void {
  const way =
    from === 'a'
      ? { from: lab.mac('h1.a0'), to: lab.mac('r.e0'), src: '10.1.0.2', dst: to ?? '10.2.0.2' }
      : { from: lab.mac('h2.b0'), to: lab.mac('r.e1'), src: '10.2.0.2', dst: to ?? '10.1.0.2' };
  lab.arrive(from === 'a' ? 'r.e0' : 'r.e1', ipFrame(way, PROTO_SCTP, fromHex(packet)));
}

test.each(RECORDED.map(({ name, steps }) => [name, steps] as const))('%s', (_name, steps) => {
  const states = ['INVALID', 'NEW', 'ESTABLISHED'];
  const lab = tracked(...states.map((state) => `-A FORWARD -m conntrack --ctstate ${state}`));
  for (const { from, what, packet, seen, state, seconds, replied, assured } of steps) {
    arrive(lab, from, packet);
    const [entry] = lab.ns('r').conntrack.entries.values();
    const left = entry === undefined ? null : Math.ceil((entry.expiresNs - lab.world.nowNs) / 1e9);
    expect(
      {
        seen: ruleCounts(lab, 'r', 'filter', 'FORWARD'),
        state: entry?.sctp?.state ?? null,
        ...{ replied: entry?.seenReply ?? false, assured: entry?.assured ?? false },
      },
      what,
    ).toEqual({ seen, state, replied, assured });
    // Between a packet and the look at the table a second may have begun.
    if (seconds === null) expect(left).toBeNull();
    else expect([seconds, seconds + 1], what).toContain(left);
  }
});

test('port and address are translated, with the checksum Linux gave them', () => {
  const dnat = '-A PREROUTING -i e0 -p sctp -m sctp --dport 80 -j DNAT --to-destination 10.2.0.2:9000';
  const lab = loadRules(tracked(), 'r', 'nat', dnat, '-A POSTROUTING -o e1 -p sctp -j MASQUERADE');
  const chunk = '01000014111111110001a000000affff00000064';
  const answer = '02000014222222220001a000000affff000000c8';
  arrive(lab, 'a', `0fa000500000000008276cb2${chunk}`, '10.1.0.1');
  arrive(lab, 'b', `23280fa0111111113062f6d5${answer}`, '10.2.0.1');
  const last = (place: 'h1.a0' | 'h2.b0'): string =>
    toHex(
      lab
        .frames(place)
        .findLast(({ ip }) => ip?.['proto'] === PROTO_SCTP)
        ?.bytes.subarray(34) ?? new Uint8Array(),
    );
  expect(last('h2.b0')).toBe(`0fa0232800000000f29c2162${chunk}`);
  expect(last('h1.a0')).toBe(`00500fa011111111a7b6a100${answer}`);
  expect(lab.printed('r', 'conntrack -L')).toEqual([
    'sctp     132 2 COOKIE_WAIT src=10.1.0.2 dst=10.1.0.1 sport=4000 dport=80 ' +
      'src=10.2.0.2 dst=10.2.0.1 sport=9000 dport=4000 mark=0 use=1',
  ]);
});
