import { join } from 'node:path';
import { expect, it } from 'vitest';
import { GOLDEN_CASES } from '../project';
import { readKernelCase } from './golden-files';
import { playAccepted } from './play';

/**
 * Goal: a random choice is the recorded one, whichever it was. Method: the case of two steps through one Service, with
 * every pair of endpoints wished for in turn; the reply of each step names the endpoint that answered.
 */
const { spec } = readKernelCase(join(GOLDEN_CASES, 'kernel', '07-clusterip-pod-client'));
const SERVERS = { '10.244.1.2': 'web-1', '10.244.2.2': 'web-2' } as const;
const endpoints = ['10.244.1.2', '10.244.2.2'] as const;
const pairs = endpoints.flatMap((first) => endpoints.map((second) => ({ first, second })));

it.each(pairs)('t1 to $first, t2 to $second', ({ first, second }) => {
  const accept = [
    { step: 't1', dnat_to: first },
    { step: 't2', dnat_to: second },
  ];
  const { dnatTo, steps } = playAccepted({ ...spec, accept });
  expect([...dnatTo]).toEqual([
    ['t1', first],
    ['t2', second],
  ]);
  expect(steps).toMatchObject([
    { result: { reply: expect.stringContaining(SERVERS[first]) as string } },
    { result: { reply: expect.stringContaining(SERVERS[second]) as string } },
  ]);
});
