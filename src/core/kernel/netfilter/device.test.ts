import { expect, it } from 'vitest';
import { deviceFits } from './device';

it.each([
  ['cali123', 'cali+', true],
  ['cali', 'cali+', true],
  ['eth0', '+', true],
  ['eth0', 'eth', false],
  ['eth0', 'eth0', true],
  ['', 'eth0', false],
])('%s, %s: %s', (name, pattern, fits) => {
  expect(deviceFits(name, pattern)).toBe(fits);
});
