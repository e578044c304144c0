import { expect, it } from 'vitest';
import { duplicate, fieldText, forbidden, invalid, notSupported, required, tooLong } from './fields';

it.each([
  [required('a'), 'a: Required value'],
  [required('a', 'say why'), 'a: Required value: say why'],
  [invalid('a[0]', 'x', 'no'), 'a[0]: Invalid value: "x": no'],
  [invalid('a', 7, 'no'), 'a: Invalid value: 7: no'],
  [duplicate('a', 'x'), 'a: Duplicate value: "x"'],
  [notSupported('a', 'x', ['y', 'z']), 'a: Unsupported value: "x": supported values: "y", "z"'],
  [forbidden('a', 'no'), 'a: Forbidden: no'],
  [tooLong('a', 9), 'a: Too long: may not be more than 9 bytes'],
])('%j', (error, words) => {
  expect(fieldText(error)).toBe(words);
});
