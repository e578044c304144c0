import { expect, it } from 'vitest';
import { net } from '../../testing/net';
import { kernelLog } from '../../kernel/klog';

it('prints the kernel log with its times, or without', () => {
  const lab = net().machines('m').wait(1.25);
  const { ctx } = lab.simulation;
  kernelLog(ctx, ctx.own(lab.ns('m').id), 'nf_conntrack: nf_conntrack: table full, dropping packet');
  expect(lab.printed('m', 'dmesg')).toEqual([
    '[    1.250000] nf_conntrack: nf_conntrack: table full, dropping packet',
  ]);
  // `dmesg -T` of util-linux 2.38 on a real machine: [Mon Nov 30 13:35:04 2026] br0: …
  expect(lab.printed('m', 'dmesg -T')).toEqual([
    '[Thu Jan  1 00:00:01 2026] nf_conntrack: nf_conntrack: table full, dropping packet',
  ]);
  expect(lab.printed('m', 'dmesg -T -t')).toEqual(lab.printed('m', 'dmesg -t'));
  expect(lab.printed('m', 'dmesg -t')).toEqual(['nf_conntrack: nf_conntrack: table full, dropping packet']);
});

it.each([
  ['dmesg now', 1],
  ['dmesg --follow', 69],
])('%s ends with %i', (command, exitCode) => {
  expect(net().machines('m').ask('m', command).exitCode).toBe(exitCode);
});
