import { expect, test } from 'vitest';
import { DROP } from './action';
import { staticConfig } from './static-config';

test('felix alone trusts no pod with its node', () => {
  const marks = { accept: 1, pass: 2, drop: 4, scratch0: 8, scratch1: 16 };
  expect(staticConfig(marks)).toMatchObject({ endpointToHostAction: DROP, vxlanPort: 4789, marks });
});
