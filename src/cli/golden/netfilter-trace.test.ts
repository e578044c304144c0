import { describe, expect, it } from 'vitest';
import type { JsonObject } from './json';
import { compareTrace } from './netfilter-trace';

/**
 * Goal: the two peculiarities of recorded rule traces are read as what they mean, and nothing else is excused.
 * Method: a packet that a REJECT rule ends and the ICMP error it causes, in the recorder's order and by packet.
 */
const step = (chain: string, verdict: string, kind = 'rule'): JsonObject => ({
  table: 'filter',
  chain,
  kind,
  verdict,
});
const visit = (src: string, ...steps: readonly JsonObject[]): JsonObject => ({
  src,
  dst: '10.0.0.9',
  ttl: 63,
  steps,
});
const differs = (recorded: readonly JsonObject[], ours: readonly JsonObject[]): boolean =>
  compareTrace({ node1: recorded }, { node1: ours }, new Set()) !== null;

const jump = step('FORWARD', 'JUMP:svc');
const reject = step('svc', 'DROP');
const error = visit('10.0.0.1', step('OUTPUT', 'ACCEPT', 'policy'));

describe("a REJECT rule's line", () => {
  const recorded = [
    visit('10.0.0.2', jump),
    visit('10.0.0.1', step('OUTPUT', 'ACCEPT', 'policy'), reject),
  ] as const;

  it('belongs to the packet that met the rule', () => {
    expect(differs(recorded, [visit('10.0.0.2', jump, reject), error])).toBe(false);
  });

  it('is missed where it is not, and seen where it should not be', () => {
    expect(differs(recorded, [visit('10.0.0.2', jump), error])).toBe(true);
    expect(differs(recorded, recorded)).toBe(true);
    expect(differs([visit('10.0.0.2', jump), error], [visit('10.0.0.2', jump, reject), error])).toBe(true);
  });

  it('may be told while several packets are under way: the innermost one that has not ended had it', () => {
    const local = visit('10.0.0.3', step('OUTPUT', 'JUMP:svc'));
    const tail = visit('10.0.0.1', step('INPUT', 'ACCEPT', 'policy'), reject);
    const got = [
      visit('10.0.0.2', jump, reject),
      visit('10.0.0.3', step('OUTPUT', 'JUMP:svc'), reject),
      visit('10.0.0.1', step('OUTPUT', 'ACCEPT', 'policy')),
      visit('10.0.0.1', step('INPUT', 'ACCEPT', 'policy')),
    ];
    expect(differs([...recorded, local, error, tail], got)).toBe(true);
    expect(differs([recorded[0], recorded[1], local, tail], got)).toBe(false);
  });
});

describe('chains with a dot in their name', () => {
  const dotted = step('pro-kns.default', 'RETURN');

  it('are compared where the recording has them, and only there', () => {
    expect(differs([visit('a', jump, reject)], [visit('a', jump, dotted, reject)])).toBe(false);
    expect(differs([visit('a', jump, dotted)], [visit('a', jump)])).toBe(true);
    expect(differs([visit('a', jump, dotted)], [visit('a', jump, dotted, dotted)])).toBe(true);
  });
});
