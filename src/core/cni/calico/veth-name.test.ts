import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { vethName } from './veth-name';

describe('vethName', () => {
  test('eleven digits of SHA-1', () => {
    const digits = createHash('sha1').update('default.podA').digest('hex').slice(0, 11);
    expect(vethName('default', 'podA')).toBe(`cali${digits}`);
    // What a cluster of that name shows.
    expect(vethName('default', 'podA')).toBe('cali7f94ce7c295');
  });

  test('the first of several prefixes counts; an empty list is the default', () => {
    expect(vethName('default', 'podA', 'tap,cali')).toBe('tap7f94ce7c295');
    expect(vethName('default', 'podA', '')).toBe('cali7f94ce7c295');
  });

  test('fits into a device name', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (namespace, pod) => {
        expect(vethName(namespace, pod)).toMatch(/^cali[\da-f]{11}$/);
      }),
    );
  });
});
