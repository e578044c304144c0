import { expect, test } from 'vitest';
import { sourceDestRules } from './source-dest';

test('both directions, each with the address that may be', () =>
  expect(sourceDestRules('172.31.0.11', '-A')).toEqual([
    'iptables -A FORWARD -m physdev --physdev-in instance ! -s 172.31.0.11/32 -m comment --comment source-check -j DROP',
    'iptables -A FORWARD -m physdev --physdev-out instance ! -d 172.31.0.11/32 -m comment --comment destination-check -j DROP',
  ]));
