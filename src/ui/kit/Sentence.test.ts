import { expect, test } from 'vitest';
import { markTyped } from './Sentence';

test('marks what one would type, and nothing else', () => {
  const marked = markTyped({
    addr: '10.244.1.2',
    dev: 'flannel.1',
    host: 'node-1',
    word: 'reply',
    netns: 'switch',
    line: '64 bytes from 10.244.2.2',
    text: 'no 2 words',
    ttl: 63,
  });
  expect(
    Object.entries(marked)
      .filter(([, value]) => String(value).startsWith('\u2068'))
      .map(([name]) => name),
  ).toEqual(['addr', 'dev', 'host', 'netns', 'line']);
  expect(marked['addr']).toBe('\u206810.244.1.2\u2069');
  expect(marked['ttl']).toBe(63);
});
