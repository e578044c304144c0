import { describe, expect, test } from 'vitest';
import type { Errno, OpError } from '../../model/op';
import { logged, may, must, type Effect, type FlannelOp } from './effect';
import { perform } from './perform';

const del = (name: string): FlannelOp => ({ kind: 'link.del', name });

/** Runs effects in a world where the devices named in `faults` cannot be deleted. */
function run(effects: readonly Effect[], faults: Readonly<Record<string, Errno>> = {}): unknown {
  const sent: string[] = [];
  const performed = perform(effects, {
    net(op): OpError | null {
      if (op.kind !== 'link.del') throw new Error(op.kind);
      sent.push(op.name);
      const errno = faults[op.name];
      return errno === undefined ? null : { errno, message: '' };
    },
    other: (effect) => sent.push(effect.kind),
  });
  return { sent: sent.join(' '), done: performed.done, log: performed.log.map(({ text }) => text) };
}

const undo = [
  { op: del('u1'), complaint: 'u1: ' },
  { op: del('u2'), complaint: 'u2: ' },
];
const list: readonly Effect[] = [
  logged('info', 'hello'),
  must(del('a'), 'a failed: ', { undo, tolerated: 'EEXIST', success: 'a done' }),
  { kind: 'file', path: '/x', text: '' },
  may(del('b'), 'b failed: '),
  must(del('c'), 'c failed: '),
];

describe('perform', () => {
  test('all in order', () => {
    expect(run(list)).toEqual({ sent: 'a file b c', done: true, log: ['hello', 'a done'] });
  });

  test('a refusal that stops is told, undone, and ends the list', () => {
    expect(run(list, { a: 'EINVAL', u1: 'ENOENT' })).toEqual({
      sent: 'a u1 u2',
      done: false,
      log: ['hello', 'a failed: invalid argument', 'u1: no such file or directory'],
    });
  });

  test('one that does not stop is only told', () => {
    expect(run(list, { b: 'ENETUNREACH' })).toEqual({
      sent: 'a file b c',
      done: true,
      log: ['hello', 'a done', 'b failed: network is unreachable'],
    });
  });

  test('what is tolerated is a success', () => {
    expect(run(list, { a: 'EEXIST' })).toMatchObject({ done: true, log: ['hello', 'a done'] });
  });

  test('an errno Go has no words for here is named', () => {
    expect(run([may(del('a'), 'a: ')], { a: 'ELOOP' })).toMatchObject({ log: ['a: ELOOP'] });
  });
});
