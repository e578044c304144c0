import { expect, it } from 'vitest';
import { icmpFrame } from '../../../testing/make-frame';
import { printedRule, refusal, ruleFits } from '../../../testing/rule';

const frame = icmpFrame({
  from: '02:00:00:00:00:01',
  to: '02:00:00:00:00:02',
  src: '10.1.0.2',
  dst: '10.2.0.2',
});

it.each<[string, boolean]>([
  ['--mac-source 02:00:00:00:00:01', true],
  ['! --mac-source 02:00:00:00:00:01', false],
  ['--mac-source 02:00:00:00:00:02', false],
])('%s: %s', (words, fits) => {
  const rule = `-m mac ${words}`;
  expect(ruleFits(rule, frame)).toBe(fits);
  expect(printedRule(rule)).toBe(rule);
});

it('says nothing of what is made here', () => {
  const where = { hook: 'OUTPUT', in: 'none' } as const;
  expect(ruleFits('-m mac ! --mac-source 02:00:00:00:00:09', frame, where)).toBe(false);
  expect(refusal('-m mac --mac-source mine')).toBe('bad-value: --mac-source mine');
});
