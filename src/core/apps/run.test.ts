import { describe, expect, it } from 'vitest';
import { net, routedNet } from '../testing/net';
import { wakeProcess } from './run';

it('tells the trace when a process starts, prints and ends', () => {
  const lab = routedNet();
  lab.ping('h1', '-c1 10.2.0.2');
  const told = lab.records('process', 'h1').map(({ verdict, detail }) => [verdict, detail.lines.length]);
  expect(told).toEqual([
    ['start', 0],
    ['print', 1],
    ['exit', 5],
  ]);
  expect(lab.records('process', 'h1').at(-1)?.detail).toMatchObject({ app: 'ping', pid: 1, exitCode: 0 });
});

describe('the end of a process', () => {
  it('closes its sockets', () => {
    const lab = routedNet();
    lab.start('h1', 'ping -c1 10.2.0.2');
    lab.simulation.engine.step();
    expect(lab.ns('h1').sockets.entries.size).toBe(1);
    lab.quiet();
    expect(lab.ns('h1').sockets.entries.size).toBe(0);
    expect(lab.ns('h1').udpPorts.entries.size).toBe(0);
  });

  it('takes its timers out of the queue, and nobody else’s', () => {
    const lab = routedNet();
    lab.start('h1', 'ping -c3 10.2.0.2');
    lab.start('h1', 'ping -c1 10.2.0.2');
    lab.wait(0.1);
    const waiting = lab.world.queue.flatMap((event) => (event.kind === 'process.wake' ? [event.pid] : []));
    expect(waiting).toEqual([1]);
    lab.quiet();
    expect(lab.process('h1', 1).output).toContain(
      '3 packets transmitted, 3 received, 0% packet loss, time 2000ms',
    );
  });

  it('leaves nothing that a late wake could do', () => {
    const lab = routedNet();
    lab.ping('h1', '-c1 10.2.0.2');
    const before = lab.process('h1', 1);
    wakeProcess(lab.simulation.ctx, lab.simulation.ctx.own(lab.ns('h1').id), 1, {
      reason: 'timer',
      timer: 'send',
    });
    expect(lab.process('h1', 1)).toBe(before);
  });
});

it('knows nothing of processes that are not there', () => {
  const lab = net().machines('h');
  const records = lab.trace.length;
  wakeProcess(lab.simulation.ctx, lab.simulation.ctx.own(lab.ns('h').id), 7, { reason: 'start' });
  expect(lab.trace.length).toBe(records);
});
