/** Goal: documents may name exactly the network solutions there are. */
import { expect, test } from 'vitest';
import { NETWORK_KINDS, networks } from '.';

test('every network solution has its name in the list, and every name its solution', () => {
  expect([...networks.keys()].sort()).toEqual([...NETWORK_KINDS].sort());
});
