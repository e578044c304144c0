import { expect, it } from 'vitest';
import { net } from '../testing/net';
import { kernelLog } from './klog';

it('keeps the last lines of a machine, whichever of its namespaces they come from', () => {
  const lab = net().machines('m').type('m', 'ip netns add pod');
  const { ctx } = lab.simulation;
  for (let i = 0; i < 205; i += 1)
    kernelLog(ctx, ctx.own(lab.ns(i % 2 === 0 ? 'm' : 'pod').id), `line ${String(i)}`);
  const lines = lab.printed('pod', 'dmesg -t');
  expect(lines).toHaveLength(200);
  expect([lines[0], lines.at(-1)]).toEqual(['line 5', 'line 204']);
});
