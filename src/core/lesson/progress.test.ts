import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KeptLessons } from './progress';
import { readProgress, writeProgress } from './progress';

const KEPT: KeptLessons = {
  'vxlan-walk': {
    step: 'wrap',
    since: 2,
    run: 'i=0s!ping-across',
    steps: { hello: { choices: { ttl: 1 }, walked: ['to-bridge'], solved: true } },
  },
};

test('reads what it wrote', () => expect(readProgress(writeProgress(KEPT))).toEqual(KEPT));

test('what makes no sense is left out by itself', () => {
  const stored = JSON.stringify({
    version: 1,
    lessons: {
      good: {
        step: 'a',
        since: -1,
        run: 7,
        steps: { b: { choices: { c: 'x', d: 2 }, walked: [1, 'e'], solved: 'yes' }, 'B!': {} },
      },
      bad: { step: 7 },
      __proto__: { step: 'a' },
    },
  });
  expect(readProgress(stored)).toEqual({
    good: { step: 'a', since: 0, run: '', steps: { b: { choices: { d: 2 }, walked: ['e'], solved: false } } },
  });
});

test.each([null, '', 'null', '[]', '{', '{"version":2}', '{"version":1,"lessons":7}'])(
  '%j is no progress',
  (stored) => {
    expect(readProgress(stored)).toEqual({});
  },
);

test('any stored text is read without a throw', () => {
  fc.assert(
    fc.property(fc.json(), (lessons) => {
      expect(typeof readProgress(`{"version":1,"lessons":${lessons}}`)).toBe('object');
    }),
    { seed: 3 },
  );
});
