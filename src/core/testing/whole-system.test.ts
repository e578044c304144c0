import { describe, expect, it } from 'vitest';
import { TraceStore } from '../trace/store';
import { randomWorld } from './random-world';
import { findingsOf } from './whole-system';

/**
 * Goal: what holds of every network holds of networks nobody planned. Method: random ones by seed, a few here and fresh
 * ones with `npm run fuzz`; a failure names the seed, and `npm run fuzz -- --seed N` tells what was built.
 */
const SEEDS = Array.from({ length: 24 }, (_, i) => i + 1);
/** Whatever can happen happens in one of these. */
const MANY_SEEDS = Array.from({ length: 60 }, (_, i) => i + 1);

describe('a random world', () => {
  it.each(SEEDS)('seed %i', (seed) => {
    expect(findingsOf(seed)).toEqual([]);
  });

  it('comes out the same for the same seed', () => {
    const told = (seed: number): string => randomWorld(seed, new TraceStore()).story.join('\n');
    expect(told(5)).toBe(told(5));
    expect(new Set(SEEDS.map(told)).size).toBe(SEEDS.length);
  });

  it('sees enough to mean something', () => {
    const seen = new Set<string>();
    for (const seed of MANY_SEEDS) {
      const trace = new TraceStore();
      const { simulation, actions } = randomWorld(seed, trace);
      for (const { run, pauseNs } of actions) {
        run();
        simulation.runFor(pauseNs, 2000);
      }
      for (let seq = 0; seq < trace.length; seq += 1) {
        const record = trace.record(seq);
        seen.add(
          record.kind === 'drop' ? `drop ${record.detail.reason}` : `${record.kind} ${record.verdict}`,
        );
      }
    }
    const wanted = [
      ...[
        'nat.apply source',
        'nat.apply destination',
        'ct.lookup reply',
        'ct.lookup related',
        'nf.rule jump',
      ],
      ...[
        'ip.fragment cut',
        'ip.reassemble complete',
        'icmp.send sent',
        'tunnel.encap wrapped',
        'bridge.forward flood',
      ],
      ...['route.exception mtu', 'tcp.timer retransmit'],
      ...['drop NETFILTER_DROP', 'drop IP_INHDR', 'drop NEIGH_FAILED', 'drop UNHANDLED_PROTO'],
    ];
    expect(wanted.filter((what) => !seen.has(what))).toEqual([]);
  });
});
