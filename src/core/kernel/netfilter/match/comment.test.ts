import { expect, it } from 'vitest';
import { Words } from '../words';
import { comment } from './comment';

it('quotes words with blanks', () => {
  expect(comment.print({ kind: 'comment', text: 'flanneld masq' })).toBe(
    '-m comment --comment "flanneld masq"',
  );
  expect(comment.print({ kind: 'comment', text: 'plain' })).toBe('-m comment --comment plain');
});

it('needs its text', () => {
  expect(comment.parse(new Words(['--comment']))).toBeNull();
  expect(comment.parse(new Words(['--comment', 'x']))).toEqual({ kind: 'comment', text: 'x' });
});
