import { expect, test } from 'vitest';
import type { TraceRecord } from '../trace/record';
import { kernelFunction } from './kernel-function';

const process = (verdict: 'start' | 'print' | 'exit', lines: readonly string[]): TraceRecord =>
  ({ kind: 'process', verdict, detail: { lines } }) as unknown as TraceRecord;

test('a process that says something writes, also when it ends with that', () => {
  expect(kernelFunction(process('start', []))).toBe('wake_up_new_task');
  expect(kernelFunction(process('print', ['64 bytes from 10.0.0.1']))).toBe('ksys_write');
  expect(kernelFunction(process('exit', ['default via 10.0.0.1 dev eth0']))).toBe('ksys_write');
  expect(kernelFunction(process('exit', []))).toBe('do_exit');
});
