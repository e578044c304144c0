/** Goal: a table with a line that cannot be read is left as it is, and tried again. Method: a kernel that writes down what it is told. */
import { expect, test } from 'vitest';
import type { ControllerIo } from '../../../cluster/controller';
import type { NetOp } from '../../../model/op';
import type { Desired } from './desired';
import { NOTHING_PROGRAMMED } from './kept';
import { programRules } from './program';

test('one unreadable rule: a fault, no operation, and the table does not count as programmed', () => {
  const told: NetOp[] = [];
  const io = {
    ctx: { trace: { on: false }, own: () => ({ nfTables: new Map(), ipsets: new Map() }) },
    netns: 1,
    op: (_netns: number, op: NetOp) => {
      told.push(op);
      return null;
    },
  } as unknown as ControllerIo;
  const chain = (name: string, fault: string) => ({
    ...{ name, hash: 'h', leadsTo: [], asks: [] },
    rules: () => ({ hashes: [], rules: [], fault }),
  });
  const desired = (fault: string): Desired => ({
    tables: [
      { table: 'filter', hooks: [], hooksHash: '', chains: [chain('cali-a', ''), chain('cali-b', fault)] },
    ],
    ...{ sets: [], endpoints: new Map(), dispatch: NOTHING_PROGRAMMED.dispatch },
  });
  const refused = programRules(io, NOTHING_PROGRAMMED, desired('cali-b --nonsense'));
  expect(refused.faults).toEqual(['iptables-restore: cali-b --nonsense']);
  expect(refused.now.chains.filter.size).toBe(0);
  expect(told).toEqual([]);
  const done = programRules(io, refused.now, desired(''));
  expect(done.faults).toEqual([]);
  expect(told).toHaveLength(1);
});
