import { describe, expect, test } from 'vitest';
import { hookRules } from './hooks';
import { staticConfig } from './static-config';

const config = staticConfig({
  accept: 0x10000,
  pass: 0x20000,
  drop: 0x40000,
  scratch0: 0x80000,
  scratch1: 0x100000,
});

describe('hookRules', () => {
  test('at the top, but for nat POSTROUTING and what FORWARD ends with', () => {
    const appended = hookRules(config, 'Insert').filter(({ position }) => position === 'append');
    expect(appended.map(({ table, chain, hashedAs }) => [table, chain, hashedAs])).toEqual([
      ['nat', 'POSTROUTING', 'POSTROUTING*appends*'],
      ['filter', 'FORWARD', 'FORWARD*appends*'],
    ]);
  });

  test('behind everybody else, with the same hashes', () => {
    const hooks = hookRules(config, 'Append');
    expect(hooks.every(({ position }) => position === 'append')).toBe(true);
    expect(hooks.map(({ hashedAs }) => hashedAs)).toEqual(
      hookRules(config, 'Insert').map(({ hashedAs }) => hashedAs),
    );
  });
});
