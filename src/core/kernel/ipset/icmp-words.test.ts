import { expect, it } from 'vitest';
import { icmpWord, parseIcmpWord } from './icmp-words';

/** As ipset 7.17 was heard to take and to print them. */
it.each([
  ['echo-reply', 'echo-reply'],
  ['8/0', 'echo-request'],
  ['ping', 'echo-request'],
  ['3/4', 'fragmentation-needed'],
  ['9/7', '9/7'],
  ['17/3', '17/3'],
])('%s is %s', (typed, printed) => {
  const word = parseIcmpWord(typed) ?? -1;
  expect(icmpWord(word >> 8, word & 255)).toBe(printed);
});

it.each(['2048', 'any', '5', 'destination-unreachable', '8', '300/0', '8/0-9/0'])('%s is none', (typed) => {
  expect(parseIcmpWord(typed)).toBeNull();
});
