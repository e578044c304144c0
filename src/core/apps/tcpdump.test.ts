/** Goal: the process listens without holding anything up, and leaves no trace of whether somebody records. */
import { expect, test } from 'vitest';
import { runCommand } from '../shell';
import { worldHash } from '../sim/hash';
import { routedNet } from '../testing/net';
import { randomLab, runLab } from '../testing/random-lab';
import { TraceStore } from '../trace/store';
import { udpOpen, udpSend } from '../kernel/sock/udp';
import { ANY_IPV4, ipv4 } from '../wire/addr';
import { interruptProcess } from './run';

test('with and without a trace the World is the same', () => {
  const listening = (trace?: TraceStore): string => {
    const lab = randomLab(104, trace);
    const { simulation } = lab;
    for (const ns of simulation.world.netns) {
      if (ns !== undefined) runCommand(simulation.shell, ns.name, 'tcpdump -i any not arp');
    }
    runLab(lab);
    return worldHash(simulation.world);
  };
  expect(listening()).toBe(listening(new TraceStore()));
});

test('an idle process holds nothing up', () => {
  const lab = routedNet();
  lab.ask('h1', 'tcpdump -i a0');
  expect(lab.simulation.runUntilQuiet()).toBe('quiet');
});

test('what comes while its queue is full is counted, and printed at the end', () => {
  const lab = routedNet();
  const { pid } = lab.ask('h1', 'tcpdump -i lo udp');
  lab.quiet();
  const { ctx } = lab.simulation;
  const ns = ctx.own(lab.ns('h1').id);
  // All of them pass the tap before the process is run: the kernel counts each on its way out as well.
  const socket = udpOpen(ctx, ns, { pid: 99, local: ANY_IPV4, port: 4000 });
  if (typeof socket === 'string') throw new Error(socket);
  for (let i = 0; i < 300; i += 1) udpSend(ctx, ns, socket, ipv4('127.0.0.1'), 4000, new Uint8Array(1));
  lab.quiet();
  interruptProcess(ctx, ctx.own(ns.id), pid ?? 0);
  const { output } = lab.ns('h1').processes.entries.get(pid ?? 0)!;
  expect(output.slice(-3)).toEqual([
    '256 packets captured',
    '600 packets received by filter',
    '44 packets dropped by kernel',
  ]);
});
