/** Goal: what fits is read first, the cheapest of it before the others, and nothing is lost on the way. */
import { expect, test } from 'vitest';
import { TRAFFIC_COSTS } from '../../core/index';
import type { CostsView } from '../../core/index';
import { UNASKED } from './answers';
import { CANDIDATES } from './candidates';
import { shownTrials, sorted, whatFailed } from './ranking';
import type { Outcome, Result } from './run';

const outcome = (well: boolean): Outcome => ({ well, why: null, at: null, address: '#/own' });
function result(cableBytes: number | null, far = true, large = true): Result {
  const zero = Object.fromEntries(TRAFFIC_COSTS.map((name) => [name, 0])) as CostsView['traffic'];
  return {
    trials: { far: outcome(far), ...(far && { large: outcome(large) }) },
    costs: cableBytes === null ? null : { ...zero, cableBytes },
  };
}

test('fitting ones by their bytes, then who loses large packets, then the others, then what has not been run', () => {
  const runs = new Map<string, Result | null>([
    ['flannel-wireguard', result(600)],
    ['flannel-vxlan', result(592)],
    ['flannel-host-gw', result(null, false)],
    ['flannel-ipip', result(472, true, false)],
    ['flannel-udp', null],
  ]);
  const order = sorted(CANDIDATES, runs).map(({ candidate }) => candidate.id);
  expect(order.slice(0, 4)).toEqual([
    'flannel-vxlan',
    'flannel-wireguard',
    'flannel-ipip',
    'flannel-host-gw',
  ]);
  expect([...order].sort()).toEqual(CANDIDATES.map(({ id }) => id).sort());
});

test('what went wrong is the first thing that did', () => {
  expect(whatFailed(result(1))).toBeNull();
  expect(whatFailed(result(null, false))?.trial).toBe('far');
  expect(whatFailed(result(1, true, false))?.trial).toBe('large');
});

test('only what is asked about is shown', () => {
  expect(shownTrials(UNASKED)).toEqual(['near', 'far', 'large']);
  expect(shownTrials({ ...UNASKED, nodes: 2, policies: true, encryption: true })).toEqual([
    ...['far', 'large', 'stranger', 'sealed'],
  ]);
});
