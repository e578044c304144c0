import { expect, it } from 'vitest';
import type { Verdict } from './trial';
import { createTried, triedIn } from './tried';

const passes = { passes: true } as Verdict;
const fails = { passes: false } as Verdict;

it('keeps what was tried at an instant, and nothing of another lab', () => {
  const [lab, other] = [{}, {}];
  triedIn(lab).add('before', 'ping', passes);
  triedIn(lab).add('before', 'curl', fails);
  triedIn(lab).add('after', 'ping', fails);
  expect([...triedIn(lab).of('before')]).toEqual([
    ['ping', passes],
    ['curl', fails],
  ]);
  expect(triedIn(lab).of('after').get('ping')).toBe(fails);
  expect(triedIn(other).of('before').size).toBe(0);
});

it('forgets the instants that were added to longest ago', () => {
  const tried = createTried();
  for (let count = 0; count < 40; count += 1) tried.add(`instant ${count}`, 'ping', passes);
  expect(tried.of('instant 0').size).toBe(0);
  expect(tried.of('instant 39').size).toBe(1);
});
