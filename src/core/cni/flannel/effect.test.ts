import { expect, test } from 'vitest';
import { logged, may, must } from './effect';

test('the short forms', () => {
  const op = { kind: 'link.del', name: 'flannel.1' } as const;
  expect(logged('warning', 'x')).toEqual({ kind: 'log', line: { level: 'warning', text: 'x' } });
  expect(must(op, 'no: ')).toEqual({ kind: 'net', op, complaint: 'no: ', stops: true });
  expect(may(op, 'no: ', { tolerated: 'EEXIST' })).toEqual({
    kind: 'net',
    op,
    complaint: 'no: ',
    stops: false,
    tolerated: 'EEXIST',
  });
});
