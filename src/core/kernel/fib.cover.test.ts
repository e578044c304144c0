/** Goal: what is remembered of a table never outlives a write to it. Method: random writes, held against a search. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createSimulation } from '../simulator';
import { asIpv4, formatCidr4, inCidr, ipv4, networkOf } from '../wire/addr';
import { coverOf } from './fib.cover';

const BASE = ipv4('10.0.0.0');

it('is what a search through all routes finds, after each write', () => {
  // Few prefixes and destinations, so that they meet.
  const prefix = fc.record({ host: fc.nat(63), len: fc.constantFrom(0, 8, 26, 28, 30, 32) });
  const step = fc.record({ prefix, add: fc.boolean(), asked: fc.nat(63) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const simulation = createSimulation(1);
      simulation.applyFabric({ kind: 'machine.add', name: 'm', role: 'host' });
      simulation.apply('m', { kind: 'link.add', name: 'd0', spec: { kind: 'dummy' } });
      simulation.apply('m', { kind: 'link.set', name: 'd0', set: { up: true } });
      for (const { prefix: wanted, add, asked } of steps) {
        const dst = { addr: networkOf(asIpv4(BASE + wanted.host), wanted.len), len: wanted.len };
        simulation.apply('m', { kind: add ? 'route.add' : 'route.del', route: { dst, dev: 'd0' } });
        const table = simulation.world.netns[0]?.routeTables.get(254);
        if (table === undefined) continue;
        const covering = [...table.byPrefix.values()]
          .flat()
          .filter((route) => inCidr(asIpv4(BASE + asked), { addr: route.dst, len: route.len }))
          .sort((a, b) => b.len - a.len);
        const text = ({ dst: addr, len }: (typeof covering)[number]): string => formatCidr4({ addr, len });
        expect(
          coverOf(table, asIpv4(BASE + asked))
            .flat()
            .map(text),
        ).toEqual(covering.map(text));
      }
    }),
    { numRuns: 60 },
  );
});
