import { expect, test } from 'vitest';
import type { Instant } from '../../core/index';
import { scopeName, scopesAt } from './scopes';

const at = (element: string, packet: number | null): Instant =>
  ({
    element,
    netns: 'node-1',
    packetView: packet === null ? null : { packet },
  }) as Instant;

test('the packet, where it stands, and everything', () => {
  expect(scopesAt(at('dev:node-1/eth0', 7), null)).toEqual([
    { kind: 'packet', packet: 7 },
    { kind: 'device', netns: 'node-1', dev: 'eth0' },
    { kind: 'netns', netns: 'node-1' },
    { kind: 'all' },
  ]);
});

test('what is selected goes before where the packet stands; a netns may have a slash in its name', () => {
  expect(scopesAt(at('dev:node-1/eth0', null), 'dev:default/web/eth0')).toEqual([
    { kind: 'device', netns: 'default/web', dev: 'eth0' },
    { kind: 'netns', netns: 'default/web' },
    { kind: 'all' },
  ]);
});

test('at the routing core there is no device', () => {
  expect(scopesAt(at('routing:node-1', null), null)).toEqual([
    { kind: 'netns', netns: 'node-1' },
    { kind: 'all' },
  ]);
});

test('names of files hold only what every file system takes', () => {
  const number = (packet: number): number => packet + 1;
  expect(scopeName({ kind: 'device', netns: 'default/web', dev: 'eth0@if3' }, number)).toBe(
    '-default-web-eth0-if3',
  );
  expect(scopeName({ kind: 'packet', packet: 7 }, number)).toBe('-packet-8');
  expect(scopeName({ kind: 'all' }, number)).toBe('');
});
