/** Goal: whatever somebody says of a network, every candidate is a lab that can be built, with the pods that are asked. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseLab } from '../../core/scenario';
import { CLOUD_ROUTES, formatAnswers, NETWORKS, NODE_COUNTS, parseAnswers, UNASKED } from './answers';
import type { Answers } from './answers';
import { ASKER, CANDIDATES, FAR, labText, NEAR, STRANGER } from './candidates';

const answers: fc.Arbitrary<Answers> = fc.record({
  network: fc.constantFrom(...NETWORKS),
  nodes: fc.constantFrom(...NODE_COUNTS),
  routers: fc.boolean(),
  cloud: fc.constantFrom(...CLOUD_ROUTES),
  portsOnly: fc.boolean(),
  policies: fc.boolean(),
  encryption: fc.boolean(),
});

describe('answers', () => {
  test('come back from the address as they were', () =>
    fc.assert(
      fc.property(answers, (said) => {
        expect(parseAnswers(formatAnswers(said))).toEqual(said);
      }),
    ));
  test('that nobody understands are as if nobody had said them', () =>
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { network, nodes } = parseAnswers(text);
        expect(NETWORKS).toContain(network);
        expect(NODE_COUNTS).toContain(nodes);
      }),
    ));
  test('are the usual ones at first', () => expect(parseAnswers('')).toEqual(UNASKED));
});

test('each candidate has a name of its own', () => {
  for (const names of [CANDIDATES.map(({ id }) => id), CANDIDATES.map(({ name }) => name.en)])
    expect(new Set(names).size).toBe(CANDIDATES.length);
});

test('every candidate on every network is a lab without problems', () =>
  fc.assert(
    fc.property(answers, fc.constantFrom(...CANDIDATES), (said, candidate) => {
      const lab = parseLab('choice.yaml', labText(candidate, said));
      if (!lab.ok) throw new Error(JSON.stringify(lab.error));
      expect(lab.value.info.cluster?.network).toBe(candidate.solution ?? 'none');
      expect(lab.value.machines.filter(({ role }) => role === 'node')).toHaveLength(said.nodes);
      const pods = lab.value.manifests.filter(({ object }) => object['kind'] === 'Pod');
      const names = pods.map(({ object }) => (object['metadata'] as { name: string }).name);
      expect(names).toEqual([
        ...[ASKER, ...(said.nodes > 2 ? [NEAR] : []), FAR],
        ...(said.policies ? [STRANGER] : []),
      ]);
    }),
    { numRuns: 40 },
  ));
