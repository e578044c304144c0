import { expect, it } from 'vitest';
import { icmpFrame } from '../../../testing/make-frame';
import { printedRule, refusal, ruleFits } from '../../../testing/rule';

/** Its data are the bytes 0, 1, 2 … 55, behind 28 bytes of headers. */
const packet = icmpFrame({
  from: '02:00:00:00:00:01',
  to: '02:00:00:00:00:02',
  src: '10.1.0.2',
  dst: '10.2.0.2',
});

/** As iptables-save 1.8.9 was heard to print them. */
it.each([
  ['--string "se cret" --algo bm', '--string "se cret" --algo bm'],
  [
    '--hex-string "a|00 ff|b" --algo kmp --from 20 --to 100',
    '--hex-string "|6100ff62|" --algo kmp --from 20 --to 100',
  ],
  ['! --string x --algo kmp --icase', '! --string "x" --algo kmp --icase'],
  ['--hex-string "|41|b|42|" --algo bm', '--string "AbB" --algo bm'],
])('%s is printed as %s', (words, printed) => {
  expect(printedRule(`-m string ${words}`)).toBe(`-m string ${printed}`);
});

it.each<[string, boolean]>([
  ['--hex-string "|0a 01 00 02|" --algo bm', true],
  ['--hex-string "|0a 01 00 02|" --algo kmp --from 13', false],
  ['--hex-string "|0a 01 00 02|" --algo kmp --from 12 --to 16', true],
  ['--hex-string "|0a 01 00 02|" --algo kmp --from 12 --to 15', false],
  ['! --string nowhere --algo bm', true],
])('%s: %s', (words, fits) => {
  expect(ruleFits(`-m string ${words}`, packet)).toBe(fits);
});

it.each([
  ['--string foo', 'missing-option: -m string'],
  ['--algo bm', 'missing-option: -m string'],
  ['--string foo --algo other', 'bad-value: --algo other'],
  ['--hex-string "|4|" --algo bm', 'bad-value: --hex-string |4|'],
  ['--string a --string b --algo bm', 'bad-value: --string b'],
])('%s is refused', (words, why) => {
  expect(refusal(`-m string ${words}`)).toBe(why);
});
