import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { FaultSpot, Input, LoggedInput, OutputsView } from '../../core/index';
import { parseLab } from '../../core/scenario';
import { Session } from '../../core/session';
import { cameOf, inputText, isBroken } from './broken';

const exec = (command: string, netns = 'router'): Input => ({ kind: 'exec', netns, command });
const SPOT: FaultSpot = { at: 'router', break: exec('break'), mend: exec('mend') };
const CABLE: FaultSpot = {
  at: 'node-1/eth0',
  break: { kind: 'cable', netns: 'node-1', dev: 'eth0', plugged: false },
  mend: { kind: 'cable', netns: 'node-1', dev: 'eth0', plugged: true },
};
const log = (...inputs: readonly Input[]): readonly LoggedInput[] =>
  inputs.map((input, at) => ({ atNs: at, input }));
const SILENT: OutputsView = { nowNs: 0, inputs: [] };

test('the last word counts', () => {
  const broken = (spot: FaultSpot, inputs: readonly LoggedInput[], atFirst: boolean) =>
    isBroken(spot, inputs, SILENT, atFirst);
  expect(broken(SPOT, log(), false)).toBe(false);
  expect(broken(SPOT, log(), true)).toBe(true);
  expect(broken(SPOT, log(SPOT.break, exec('ping')), false)).toBe(true);
  expect(broken(SPOT, log(SPOT.break, SPOT.mend), false)).toBe(false);
  expect(broken(SPOT, log(SPOT.mend), true)).toBe(false);
  expect(broken(CABLE, log(CABLE.break), false)).toBe(true);
  expect(broken(CABLE, log(SPOT.break), false)).toBe(false);
});

test('a command that ended badly broke nothing and mended nothing', () => {
  const lab = parseLab('two', readFileSync('scenarios/flannel-vxlan/scenario.yaml', 'utf8'));
  const opened = lab.ok ? Session.open(lab.value) : lab;
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const session = opened.value;
  const route = '10.99.0.0/16';
  const spot: FaultSpot = {
    at: 'node-1',
    break: exec(`ip route add blackhole ${route}`, 'node-1'),
    mend: exec(`ip route del ${route}`, 'node-1'),
  };
  const now = () => session.query('outputs', { seq: session.length - 1 });
  const broken = () => isBroken(spot, session.inputs, now(), false);
  const came = () => cameOf(session.inputs.length - 1, session.inputs, now());
  session.input(spot.mend);
  expect(came()?.failure).toMatch(/No such process/);
  expect(broken()).toBe(false);
  session.input(spot.break);
  expect(came()).toEqual({ command: `node-1$ ip route add blackhole ${route}`, failure: null });
  expect(broken()).toBe(true);
  // A second time: there is one already.
  session.input(spot.break);
  expect(came()?.failure).toMatch(/File exists/);
  session.input(spot.mend);
  expect(broken()).toBe(false);
  session.input(CABLE.break);
  expect(came()).toEqual({ command: 'cable out node-1/eth0', failure: null });
  expect(isBroken(CABLE, session.inputs, now(), false)).toBe(true);
});

test('inputs as one sees them typed', () => {
  expect(inputText(SPOT.break)).toBe('router$ break');
  expect(inputText(CABLE.break)).toBe('cable out node-1/eth0');
  expect(inputText(CABLE.mend)).toBe('cable in node-1/eth0');
});
