/** Goal: which names are tried, and in which order, as resolv.conf(5) has it. */
import { describe, expect, test } from 'vitest';
import { ipv4 } from '../wire/addr';
import { searchOrder } from './resolver.names';

const POD = {
  servers: [ipv4('10.96.0.10')],
  search: ['default.svc.cluster.local', 'svc.cluster.local', 'cluster.local'],
  ...{ ndots: 5, timeoutSec: 5, attempts: 2 },
};

describe('searchOrder', () => {
  test('fewer dots than ndots: the list first, the name as it stands last', () => {
    expect(searchOrder(POD, 'web')).toEqual([
      'web.default.svc.cluster.local.',
      'web.svc.cluster.local.',
      'web.cluster.local.',
      'web.',
    ]);
    expect(searchOrder(POD, 'www.example.com').at(-1)).toBe('www.example.com.');
  });

  test('dots enough: the name as it stands first', () => {
    expect(searchOrder({ ...POD, ndots: 1 }, 'www.example.com')[0]).toBe('www.example.com.');
  });

  test('a dot at the end: nothing else', () => {
    expect(searchOrder(POD, 'web.')).toEqual(['web.']);
  });

  test('what is no name is left out', () => {
    expect(searchOrder(POD, 'a'.repeat(64))).toEqual([]);
    expect(searchOrder(POD, 'a..b')).toEqual([]);
  });
});
