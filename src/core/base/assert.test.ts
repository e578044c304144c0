import { describe, expect, test } from 'vitest';
import { assert, AssertionError, need, unreachable } from './assert';

describe('assert', () => {
  test('is silent while the condition holds', () => expect(() => assert(true, 'never seen')).not.toThrow());

  test('throws its own class with the message', () => {
    expect(() => assert(false, 'queue is full')).toThrow(AssertionError);
    expect(() => assert(false, 'queue is full')).toThrow('queue is full');
  });
});

describe('need', () => {
  test.each([0, '', false, Number.NaN])('%j is there, falsy or not', (x) => expect(need(x, 'x')).toBe(x));

  test.each([undefined, null])('%j is missing, and the error says what', (x) => {
    expect(() => need(x, 'netns pod-a')).toThrow(AssertionError);
    expect(() => need(x, 'netns pod-a')).toThrow('missing: netns pod-a');
  });
});

test('unreachable names the value that was not foreseen', () => {
  const forged = { kind: 'token-ring' } as never;
  expect(() => unreachable(forged)).toThrow('unreachable: {"kind":"token-ring"}');
});
