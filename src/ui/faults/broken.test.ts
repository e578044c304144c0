import { expect, test } from 'vitest';
import type { FaultSpot, Input, LoggedInput } from '../../core/index';
import { inputText, isBroken } from './broken';

const exec = (command: string): Input => ({ kind: 'exec', netns: 'router', command });
const SPOT: FaultSpot = { at: 'router', break: exec('break'), mend: exec('mend') };
const CABLE: FaultSpot = {
  at: 'node-1/eth0',
  break: { kind: 'cable', netns: 'node-1', dev: 'eth0', plugged: false },
  mend: { kind: 'cable', netns: 'node-1', dev: 'eth0', plugged: true },
};
const log = (...inputs: readonly Input[]): readonly LoggedInput[] =>
  inputs.map((input, at) => ({ atNs: at, input }));

test('the last word counts', () => {
  expect(isBroken(SPOT, log(), false)).toBe(false);
  expect(isBroken(SPOT, log(), true)).toBe(true);
  expect(isBroken(SPOT, log(SPOT.break, exec('ping')), false)).toBe(true);
  expect(isBroken(SPOT, log(SPOT.break, SPOT.mend), false)).toBe(false);
  expect(isBroken(SPOT, log(SPOT.mend), true)).toBe(false);
  expect(isBroken(CABLE, log(CABLE.break), false)).toBe(true);
  expect(isBroken(CABLE, log(SPOT.break), false)).toBe(false);
});

test('inputs as one sees them typed', () => {
  expect(inputText(SPOT.break)).toBe('router$ break');
  expect(inputText(CABLE.break)).toBe('cable out node-1/eth0');
  expect(inputText(CABLE.mend)).toBe('cable in node-1/eth0');
  expect(inputText({ kind: 'wait', seconds: 1 })).toBe('wait');
});
