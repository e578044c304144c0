import { expect, it } from 'vitest';
import { icmpFrame, udpFrame } from '../../../testing/make-frame';
import { printedRule, refusal, ruleFits } from '../../../testing/rule';

const ETH = { from: '02:00:00:00:00:01', to: '02:00:00:00:00:02', src: '10.1.0.2', dst: '10.2.0.2' };
const query = udpFrame(ETH, 5000, 53, 'x');

it.each<[string, boolean]>([
  ['--dports 53', true],
  ['--dports 80,443,50:60', true],
  ['! --dports 53', false],
  ['--sports 53', false],
  ['--ports 5000', true],
  ['--ports 53', true],
  ['! --ports 1,2', true],
])('%s: %s', (words, fits) => {
  const rule = `-p udp -m multiport ${words}`;
  expect(ruleFits(rule, query)).toBe(fits);
  expect(printedRule(rule)).toBe(rule);
});

it('has longer names for its options', () => {
  expect(printedRule('-p udp -m multiport --destination-ports 4789')).toBe(
    '-p udp -m multiport --dports 4789',
  );
});

it('takes fifteen ports, of which a range is two', () => {
  const ports = Array.from({ length: 15 }, (_, i) => String(i + 1));
  expect(refusal(`-p tcp -m multiport --dports ${ports.join(',')}`)).toBeNull();
  expect(refusal(`-p tcp -m multiport --dports ${[...ports, '99'].join(',')}`)).toContain('bad-value');
  expect(refusal(`-p tcp -m multiport --dports ${[...ports.slice(1), '99:100'].join(',')}`)).toContain('bad');
});

it('fits nothing without ports', () => {
  expect(ruleFits('-p udp -m multiport ! --dports 53', icmpFrame(ETH))).toBe(false);
  expect(refusal('-m multiport --dports 53')).toBe('wrong-protocol: -m multiport');
});
