import { expect, test } from 'vitest';
import type { TraceRecord } from '../trace/record';
import { kernelFunction } from './kernel-function';

const process = (
  verdict: 'start' | 'print' | 'exit',
  lines: readonly string[],
  exitCode: number | null = null,
): TraceRecord => ({ kind: 'process', verdict, detail: { lines, exitCode } }) as unknown as TraceRecord;

test('a process that says something writes, also when it ends with that', () => {
  expect(kernelFunction(process('start', []))).toBe('wake_up_new_task');
  expect(kernelFunction(process('print', ['64 bytes from 10.0.0.1']))).toBe('ksys_write');
  expect(kernelFunction(process('exit', ['default via 10.0.0.1 dev eth0'], 0))).toBe('ksys_write');
  expect(kernelFunction(process('exit', [], 0))).toBe('do_exit');
  expect(kernelFunction(process('exit', ['0 received'], 1))).toBe('do_exit');
});
