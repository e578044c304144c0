import { expect, it } from 'vitest';
import { printedRule, refusal, ruleFits } from '../../../testing/rule';
import { icmpFrame } from '../../../testing/make-frame';

const PACKET = icmpFrame({
  from: '02:00:00:00:00:01',
  to: '02:00:00:00:00:02',
  src: '10.1.0.2',
  dst: '10.2.0.2',
});

/** Quoting as libxtables/xtables.c xtables_save_string does it. */
it.each(['plain', 'with-dash_1', '"flanneld masq"', '"default/web:http"', '"say \\"no\\""'])(
  'prints %s',
  (text) => {
    const rule = `-m comment --comment ${text} -j DROP`;
    expect(printedRule(rule)).toBe(rule);
  },
);

it('needs its text', () => {
  expect(refusal('-m comment -j DROP')).toBe('missing-option: -m comment');
  expect(refusal(`-m comment --comment ${'x'.repeat(256)}`)).toContain('bad-value: --comment');
});

it('fits everything', () => {
  expect(ruleFits('-m comment --comment words', PACKET)).toBe(true);
});
