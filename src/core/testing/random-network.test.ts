import { describe, expect, it } from 'vitest';
import { TraceStore } from '../trace/store';
import { badEnvelopes, endsPacket, malformedFrames, unendedBranches } from './invariants';
import { randomLab, runLab, type RandomLab } from './random-lab';

/**
 * Goal: what holds for every network. Method: random networks with random faults and traffic, by seed; a failure
 * names the seed and what was built, so that `randomLab(seed)` shows it again.
 */
const SEEDS = Array.from({ length: 100 }, (_, i) => i + 1);

function run(seed: number): { readonly lab: RandomLab; readonly trace: TraceStore } {
  const trace = new TraceStore();
  const lab = randomLab(seed, trace);
  runLab(lab);
  return { lab, trace };
}

describe('a random network', () => {
  it.each(SEEDS)('seed %i: packets end once, frames are well formed, records are in order', (seed) => {
    const { lab, trace } = run(seed);
    const story = lab.story.join('; ');
    expect(unendedBranches(trace, lab.simulation.world), story).toEqual([]);
    expect(malformedFrames(trace), story).toEqual([]);
    expect(badEnvelopes(trace), story).toEqual([]);
  });

  it('comes out the same for the same seed, and different for another', () => {
    const story = (seed: number): string => run(seed).lab.story.join('; ');
    expect(story(7)).toBe(story(7));
    expect(new Set(SEEDS.map(story)).size).toBeGreaterThan(SEEDS.length / 2);
  });

  it('sees enough of the world to mean something', () => {
    const kinds = new Set<string>();
    for (const seed of SEEDS) {
      const { trace } = run(seed);
      for (let seq = 0; seq < trace.length; seq += 1) {
        const record = trace.record(seq);
        const end = endsPacket(record) && record.kind === 'drop' ? record.detail.reason : record.verdict;
        kinds.add(`${record.kind} ${end}`);
      }
    }
    const wanted = [
      ...['sock.deliver data', 'sock.deliver error', 'tunnel.encap wrapped', 'tunnel.learn learned'],
      ...['ip.fragment cut', 'ip.reassemble complete', 'bridge.forward flood', 'icmp.send sent'],
      ...[
        'drop NEIGH_FAILED',
        'drop NO_TX_TARGET',
        'drop IP_INHDR',
        'drop IP_INNOROUTES',
        'drop NO_SOCKET',
        'drop NETFILTER_DROP',
        'nat.apply source',
      ],
    ];
    expect(wanted.filter((kind) => !kinds.has(kind))).toEqual([]);
  });
});
