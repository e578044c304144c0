import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fibPeek } from '../kernel/fib';
import { createSimulation } from '../simulator';
import type { Ipv4Addr } from '../wire/addr';
import { asIpv4 } from '../wire/addr';

/**
 * Goal: the look-up finds what a loop over all routes finds that knows no trick. Method: random tables in a small
 * corner of the address space, so that prefixes nest and collide; arithmetic of its own. fast-check prints the seed.
 */
interface Entry {
  readonly dst: number;
  readonly len: number;
  readonly metric: number;
  readonly type: 'blackhole' | 'unreachable' | 'throw';
}

/** Addresses whose upper half is one of two, so that most queries hit something. */
const address = fc
  .tuple(fc.constantFrom(0x0a00, 0xc0a8), fc.nat({ max: 0xffff }))
  .map(([high, low]) => high * 0x1_0000 + low);

const entry = fc.record({
  dst: address,
  len: fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 14, max: 32 }) },
    { weight: 1, arbitrary: fc.nat({ max: 13 }) },
  ),
  metric: fc.nat({ max: 3 }),
  type: fc.constantFrom('blackhole' as const, 'unreachable' as const, 'throw' as const),
});

/** Division by 2^(32 - len) is all there is to a prefix. */
function network(addr: number, len: number): number {
  return Math.floor(addr / 2 ** (32 - len));
}

/** Longest prefix, then lowest metric; a throw route ends this table's say. */
function naive(entries: readonly Entry[], dst: number): Entry | null {
  let best: Entry | null = null;
  for (const e of entries) {
    if (network(e.dst, e.len) !== network(dst, e.len)) continue;
    const better = best === null || e.len > best.len || (e.len === best.len && e.metric < best.metric);
    if (better) best = e;
  }
  return best?.type === 'throw' ? null : best;
}

describe('the longest prefix', () => {
  it('is what a naive loop finds', () => {
    const property = fc.property(
      fc.array(entry, { maxLength: 60 }),
      fc.array(address, { minLength: 1, maxLength: 40 }),
      (entries, queries) => {
        const simulation = createSimulation(1);
        simulation.applyFabric({ kind: 'machine.add', name: 'm', role: 'router' });
        const installed: Entry[] = [];
        for (const e of entries) {
          const dst = { addr: asIpv4(network(e.dst, e.len) * 2 ** (32 - e.len)), len: e.len };
          const error = simulation.apply('m', {
            kind: 'route.add',
            route: { dst, metric: e.metric, type: e.type },
          });
          const taken = installed.some(
            (other) =>
              other.len === e.len &&
              other.metric === e.metric &&
              network(other.dst, e.len) === network(e.dst, e.len),
          );
          // The kernel refuses a second route of the same prefix and metric.
          expect(error?.errno ?? null).toBe(taken ? 'EEXIST' : null);
          if (!taken) installed.push(e);
        }
        const ns = simulation.world.netns[0];
        if (ns === undefined) throw new Error('no netns');
        for (const dst of queries) {
          const key = { dst: dst as Ipv4Addr, src: asIpv4(0), iif: 0, oif: 0, tos: 0, mark: 0 };
          const found = fibPeek(ns, key).route;
          const wanted = naive(installed, dst);
          expect(found && { len: found.len, metric: found.metric, type: found.type }).toEqual(
            wanted && { len: wanted.len, metric: wanted.metric, type: wanted.type },
          );
        }
      },
    );
    fc.assert(property, { numRuns: 150 });
  });
});
