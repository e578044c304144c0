import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { benchFirstLoad } from './first-load';
import { median, tableOf, textOf } from './report';

describe('textOf', () => {
  it('shows as many digits as mean something', () => {
    expect([1_234_567.8, 123.4, 12.34, 0.012_34, 0].map(textOf)).toEqual([
      '1,234,568',
      '123',
      '12.3',
      '0.012',
      '0.000',
    ]);
  });
});

describe('median', () => {
  it('is the middle one, or between the two in the middle', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([1, 2, 4, 100])).toBe(3);
    expect(median([])).toBe(0);
  });
});

describe('tableOf', () => {
  it('puts names, numbers and bars into columns', () => {
    const rows = [
      { name: 'a', value: 1500, unit: 'ms', bar: 'bar: 50' },
      { name: 'long', value: 2, unit: 'hops/s', bar: '' },
    ];
    expect(tableOf({ title: 'T', rows })).toBe(
      'T\n  a            1,500 ms           bar: 50\n  long           2.0 hops/s',
    );
  });
});

describe('benchFirstLoad', () => {
  it('follows what is imported at once, and not what is loaded when wanted', () => {
    const dist = mkdtempSync(join(tmpdir(), 'dist-'));
    mkdirSync(join(dist, 'assets'));
    const put = (name: string, text: string): void => writeFileSync(join(dist, name), text);
    put('index.html', '<script type="module" src="./assets/index.js"></script>');
    put('assets/index.js', 'import{a}from"./react.js";import("./map.js");new Worker("./assets/worker-1.js")');
    put('assets/react.js', 'export const a=1;');
    put('assets/map.js', 'export const b=2;');
    put('assets/worker-1.js', 'self.c=3;');
    expect(benchFirstLoad(dist)?.title).toBe(
      'First load (3 scripts: assets/index.js, assets/react.js, assets/worker-1.js)',
    );
    expect(benchFirstLoad(join(dist, 'nowhere'))).toBeNull();
    rmSync(dist, { recursive: true });
  });
});
