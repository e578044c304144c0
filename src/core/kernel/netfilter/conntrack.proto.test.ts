/** Times and marks of flows by protocol, as `conntrack -L` and `-E` showed them on Linux 6.18. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { forkWorld } from '../../sim/checkpoint';
import { traceHash, worldHash } from '../../sim/hash';
import { icmpFrame, ipFrame, tcpFrame, udpFrame, type MadeIp } from '../../testing/make-frame';
import { routedNet, type Net } from '../../testing/net';
import { loadRules } from '../../testing/rules';
import { nullSink } from '../../trace/sink';
import { TraceStore } from '../../trace/store';
import type { CtEntry } from '../../model/conntrack';

const NS_PER_SEC = 1_000_000_000;

function tracked(): Net {
  const lab = loadRules(routedNet(), 'r', 'filter', '-A FORWARD -m conntrack --ctstate NEW');
  lab.ping('h1', '-c1 10.2.0.2');
  return lab.wait(40);
}

function flow(lab: Net): { entry: CtEntry | undefined; left: number; all: number } {
  const entries = [...lab.ns('r').conntrack.entries.values()];
  const [entry] = entries;
  const left = Math.round(((entry?.expiresNs ?? 0) - lab.world.nowNs) / NS_PER_SEC);
  return { entry, left, all: entries.length };
}

/** Frames as they reach the router from either side. */
const there = (lab: Net): MadeIp => ({
  from: lab.mac('h1.a0'),
  to: lab.mac('r.e0'),
  src: '10.1.0.2',
  dst: '10.2.0.2',
});
const back = (lab: Net): MadeIp => ({
  from: lab.mac('h2.b0'),
  to: lab.mac('r.e1'),
  src: '10.2.0.2',
  dst: '10.1.0.2',
});

interface Numbers {
  readonly seq?: number;
  readonly ack?: number;
}

function send(lab: Net, flags: string, isReply = false, numbers: Numbers = {}): void {
  const [srcPort, dstPort] = isReply ? [80, 40_000] : [40_000, 80];
  const frame = tcpFrame(isReply ? back(lab) : there(lab), { srcPort, dstPort, flags, ...numbers });
  lab.arrive(isReply ? 'r.e1' : 'r.e0', frame);
}

it('UDP has 30 s until it is answered, 120 s once it goes on for more than two', () => {
  const lab = tracked();
  lab.start('h2', 'ncat -u -l -k -e /bin/cat 5353');
  const ask = (): unknown => lab.run('h1', 'echo a | ncat -u -p 4000 -w 1 10.2.0.2 5353');
  ask();
  expect([flow(lab).left, flow(lab).entry?.assured]).toEqual([30, false]);
  lab.wait(1);
  ask();
  expect(flow(lab).left).toBe(30);
  lab.wait(2);
  ask();
  expect([flow(lab).left, flow(lab).entry?.assured, flow(lab).all]).toEqual([120, true, 1]);
});

it('ICMP has 30 s, an answer nobody asked for begins nothing', () => {
  const lab = tracked();
  lab.ping('h1', '-c1 10.2.0.2');
  expect(flow(lab).left).toBe(30);
  const other = tracked();
  other.arrive('r.e0', icmpFrame(there(other), 'echo-reply'));
  expect(flow(other).all).toBe(0);
});

it('protocols without a tracker of their own have 600 s', () => {
  const lab = tracked();
  lab.arrive('r.e0', ipFrame(there(lab), 47, new Uint8Array(20)));
  expect(flow(lab).left).toBe(600);
});

/** Ends that take part by frames of the test alone: their own TCP must not answer. */
function silent(): Net {
  const lab = tracked();
  for (const host of ['h1', 'h2']) loadRules(lab, host, 'filter', '-A INPUT -p tcp -j DROP');
  return lab;
}

/** The network takes its time to come to rest; times are compared in steps of ten seconds. */
function tens(seconds: number): number {
  return Math.ceil(seconds / 10) * 10;
}

it('TCP: a handshake, then five days', () => {
  const lab = silent();
  const states: unknown[] = [];
  for (const [flags, isReply] of [
    ['S', false],
    ['SA', true],
    ['A', false],
  ] as const) {
    send(lab, flags, isReply);
    states.push([flow(lab).entry?.tcp, tens(flow(lab).left), flow(lab).entry?.assured]);
  }
  expect(states).toEqual([
    ['SYN_SENT', 120, false],
    ['SYN_RECV', 60, false],
    ['ESTABLISHED', 432_000, true],
  ]);
});

it('TCP: a refused connection leaves nothing, a reset one is gone after 10 s', () => {
  const refused = silent();
  send(refused, 'S', false, { seq: 1000 });
  send(refused, 'RA', true, { seq: 0, ack: 1001 });
  expect(flow(refused).all).toBe(0);
  const lab = connected();
  send(lab, 'R', true, { seq: 5001 });
  expect([flow(lab).entry?.tcp, tens(flow(lab).left)]).toEqual(['CLOSE', 10]);
  lab.wait(11);
  expect(flow(lab).all).toBe(0);
});

it('TCP: an ACK out of nowhere is taken for a connection, with 300 s until it is answered', () => {
  const lab = silent();
  send(lab, 'A');
  expect([flow(lab).entry?.tcp, tens(flow(lab).left)]).toEqual(['ESTABLISHED', 300]);
});

/** Client numbers from 1000, server's from 5000; windows are 64240 bytes (RFC 9293 figure 6). */
function connected(): Net {
  const lab = silent();
  send(lab, 'S', false, { seq: 1000 });
  send(lab, 'SA', true, { seq: 5000, ack: 1001 });
  send(lab, 'A', false, { seq: 1001, ack: 5001 });
  return lab;
}

it('TCP: a reset outside of the window, or one that guesses, closes nothing', () => {
  const lab = connected();
  send(lab, 'R', true, { seq: 900_000 });
  send(lab, 'R', true, { seq: 4000 });
  expect([flow(lab).entry?.tcp, tens(flow(lab).left)]).toEqual(['ESTABLISHED', 432_000]);
  // In the window and not exact: the other end may still answer with a challenge ACK (RFC 5961 section 3).
  send(lab, 'R', true, { seq: 5002 });
  expect([flow(lab).entry?.tcp, tens(flow(lab).left)]).toEqual(['ESTABLISHED', 10]);
  const exact = connected();
  send(exact, 'R', true, { seq: 5001 });
  expect([flow(exact).entry?.tcp, tens(flow(exact).left)]).toEqual(['CLOSE', 10]);
});

it('TCP: a FIN nobody acknowledged yet has its own time, one that acknowledges what was never sent is none', () => {
  const lab = connected();
  send(lab, 'FA', false, { seq: 1001, ack: 9000 });
  expect(flow(lab).entry?.tcp).toBe('ESTABLISHED');
  send(lab, 'FA', false, { seq: 1001, ack: 5001 });
  expect([flow(lab).entry?.tcp, tens(flow(lab).left)]).toEqual(['FIN_WAIT', 120]);
});

it('TCP: the same ACK for the fourth time shortens five days to 300 s', () => {
  const lab = connected();
  for (let times = 0; times < 2; times += 1) send(lab, 'A', false, { seq: 1001, ack: 5001 });
  expect(tens(flow(lab).left)).toBe(432_000);
  send(lab, 'A', false, { seq: 1001, ack: 5001 });
  expect(tens(flow(lab).left)).toBe(300);
});

/** What comes to the router, is set there or passes between packets. `checkpoint` keeps the World as it is then. */
const steps = fc.array(
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({ packet: fc.constantFrom('udp', 'icmp', 'tcp', 'gre'), isReply: fc.boolean() }),
    },
    { weight: 3, arbitrary: fc.record({ waitSec: fc.constantFrom(1, 3, 20, 40) }) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(
          'sysctl -w net.netfilter.nf_conntrack_udp_timeout=5',
          'sysctl -w net.netfilter.nf_conntrack_udp_timeout_stream=10',
          'sysctl -w net.netfilter.nf_conntrack_acct=1',
        )
        .map((line) => ({ line })),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom('checkpoint' as const, 'records' as const, 'no records' as const),
    },
  ),
  { minLength: 5, maxLength: 30 },
);

function frameFor(lab: Net, packet: string, isReply: boolean): Uint8Array {
  const made = isReply ? back(lab) : there(lab);
  const [srcPort, dstPort] = isReply ? [80, 40_000] : [40_000, 80];
  switch (packet) {
    case 'udp':
      return udpFrame(made, srcPort, dstPort, 'x');
    case 'icmp':
      return icmpFrame(made, isReply ? 'echo-reply' : 'echo-request');
    case 'tcp':
      return tcpFrame(made, { srcPort, dstPort, flags: isReply ? 'SA' : 'S' });
    default:
      return ipFrame(made, 47, new Uint8Array(8));
  }
}

it('a flow that only lives on is changed in place, and nobody who kept it as it was sees that', () => {
  const play = (list: typeof steps extends fc.Arbitrary<infer T> ? T : never, mayBeBare: boolean): string => {
    const lab = tracked();
    lab.start('r', 'conntrack -E');
    const kept: (() => void)[] = [];
    let store = new TraceStore();
    if (mayBeBare) lab.simulation.engine.trace = nullSink;
    for (const step of list) {
      if (step === 'checkpoint') {
        const { world } = lab;
        const fork = forkWorld(world, world.generation + 1);
        world.generation += 2;
        const hash = worldHash(fork);
        kept.push(() => {
          expect(worldHash(fork)).toBe(hash);
        });
      } else if (step === 'no records') {
        if (mayBeBare) lab.simulation.engine.trace = nullSink;
      } else if (step === 'records') {
        store = new TraceStore();
        if (mayBeBare) lab.simulation.engine.trace = store;
      } else if ('waitSec' in step) lab.wait(step.waitSec);
      else if ('line' in step) lab.ask('r', step.line);
      else {
        const place = step.isReply ? 'r.e1' : 'r.e0';
        lab.arrive(place, frameFor(lab, step.packet, step.isReply));
        const told = store;
        const readable = {
          length: told.length,
          record: (seq: number) => told.record(seq),
          frame: () => null,
        };
        const hash = traceHash(readable);
        kept.push(() => {
          expect(traceHash(readable)).toBe(hash);
        });
      }
    }
    for (const check of kept) check();
    return worldHash(lab.world);
  };
  fc.assert(
    fc.property(steps, (list) => {
      expect(play(list, true)).toBe(play(list, false));
    }),
    { numRuns: 40 },
  );
});
