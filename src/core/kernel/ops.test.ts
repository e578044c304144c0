import { describe, expect, it } from 'vitest';
import { routedNet } from '../testing/net';

describe('an operation', () => {
  it('is on record with what was typed, and what came of it', () => {
    const lab = routedNet();
    lab.ask('r', 'ip route add 10.60.0.0/24 via 10.1.0.2');
    lab.ask('r', 'ip route add 10.60.0.0/24 via 10.1.0.2');
    const told = lab.records('op.apply', 'r').slice(-2);
    expect(told.map(({ verdict, detail }) => [verdict, detail.error?.errno ?? null])).toEqual([
      ['applied', null],
      ['refused', 'EEXIST'],
    ]);
    expect(told[0]?.detail).toMatchObject({
      command: 'ip route add 10.60.0.0/24 via 10.1.0.2',
      op: { kind: 'route.add' },
    });
    expect(told[0]?.changes.map(({ slot }) => slot)).toEqual(['route']);
    expect(told[1]?.changes).toEqual([]);
  });

  it('has a number, which stands in what it wrote', () => {
    const lab = routedNet().type('r', 'ip route add 10.60.0.0/24 via 10.1.0.2');
    const id = lab.records('op.apply', 'r').at(-1)?.detail.id;
    const written = [...(lab.ns('r').routeTables.get(254)?.byPrefix.values() ?? [])]
      .flat()
      .find(({ op }) => op === id);
    expect(written?.len).toBe(24);
  });
});
