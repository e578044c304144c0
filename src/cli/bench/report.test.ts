import { describe, expect, it } from 'vitest';
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
