/** Goal: an answer is worked out once for each value, and again where too many are kept. Method: counting. */
import { expect, test } from 'vitest';
import { remembered, rememberedText } from './remember';

test('each value is asked about once', () => {
  const asked: string[] = [];
  const first = remembered(({ name }: { readonly name: string }) => {
    asked.push(name);
    return name === 'a' ? undefined : name.length;
  });
  const [a, b] = [{ name: 'a' }, { name: 'bb' }];
  expect([first(a), first(b), first(a), first(b), first({ name: 'a' })]).toEqual([
    ...[undefined, 2, undefined, 2, undefined],
  ]);
  expect(asked).toEqual(['a', 'bb', 'a']);
});

test('of texts no more are kept than may be', () => {
  const asked: string[] = [];
  const length = rememberedText(2, (text) => {
    asked.push(text);
    return text.length;
  });
  expect(['x', 'x', 'yy', 'x', 'zzz', 'x'].map(length)).toEqual([1, 1, 2, 1, 3, 1]);
  expect(asked).toEqual(['x', 'yy', 'zzz', 'x']);
});
