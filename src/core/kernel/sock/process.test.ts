import { expect, it } from 'vitest';
import { net } from '../../testing/net';
import { spawnProcess } from './process';

it('starts as an event of its own, with the next number', () => {
  const lab = net().machines('h');
  const { ctx } = lab.simulation;
  const ns = ctx.own(lab.ns('h').id);
  const process = { app: 'nothing', argv: ['nothing'], state: null, daemon: false };
  expect([spawnProcess(ctx, ns, process), spawnProcess(ctx, ns, process)]).toEqual([1, 2]);
  expect(lab.process('h', 1)).toMatchObject({ pid: 1, output: [], exitCode: null });
  const wakes = lab.world.queue.flatMap((event) => (event.kind === 'process.wake' ? [event.pid] : []));
  expect(wakes.sort((a, b) => a - b)).toEqual([1, 2]);
  expect(lab.records('process').map(({ verdict, detail }) => [verdict, detail.pid])).toEqual([
    ['start', 1],
    ['start', 2],
  ]);
});
