/**
 * Goal: the numbers are sfc32's, the same for a seed and name on every machine, and evenly spread.
 * Method: an sfc32 written a second time in BigInt; counting, with bounds at about six standard deviations.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mixHex, nextBelow, nextFraction, nextU32, prngFromSeed, type PrngState } from './prng';

const RUNS = { seed: 0x1003 };
const word = fc.nat(0xffffffff);
const state: fc.Arbitrary<PrngState> = fc.record({ a: word, b: word, c: word, d: word });

function take(count: number, from: PrngState): number[] {
  return Array.from({ length: count }, () => nextU32(from));
}

/** As in PractRand's RNG/sfc.cpp, with the words' wrapping spelled out. */
function* sfc32(seed: PrngState): Generator<number, never> {
  const wrap = (n: bigint): bigint => BigInt.asUintN(32, n);
  let [a, b, c, counter] = [BigInt(seed.a), BigInt(seed.b), BigInt(seed.c), BigInt(seed.d)];
  for (;;) {
    const drawn = wrap(a + b + counter);
    counter = wrap(counter + 1n);
    a = b ^ (b >> 9n);
    b = wrap(c + (c << 3n));
    c = wrap(wrap((c << 21n) | (c >> 11n)) + drawn);
    yield Number(drawn);
  }
}

test('draws the numbers of sfc32', () => {
  fc.assert(
    fc.property(state, (start) => {
      const reference = sfc32({ ...start });
      expect(take(50, start)).toEqual(Array.from({ length: 50 }, () => reference.next().value));
    }),
    RUNS,
  );
});

test('the state stays four unsigned words, whatever was drawn', () => {
  fc.assert(
    fc.property(state, (s) => {
      nextU32(s);
      for (const w of Object.values(s) as number[]) expect(w).toBe(w >>> 0);
    }),
    RUNS,
  );
});

describe('seeding', () => {
  test('same seed and name, same stream', () => {
    expect(take(20, prngFromSeed(7, 'node1/loss'))).toEqual(take(20, prngFromSeed(7, 'node1/loss')));
  });

  test('another seed or name, another stream; also for names that share letters', () => {
    const keys: [number, string][] = [
      [7, 'node1'],
      [8, 'node1'],
      [-7, 'node1'],
      [7, 'node2'],
      [7, '1node'],
      [7, ''],
      [71, 'node'],
    ];
    const streams = keys.map(([seed, name]) => take(4, prngFromSeed(seed, name)).join());
    expect(new Set(streams).size).toBe(keys.length);
  });

  test('a thousand neighbouring names begin with a thousand numbers, spread over the whole range', () => {
    const first = Array.from({ length: 1000 }, (_, i) => nextU32(prngFromSeed(1, `pod-${i}`)));
    expect(new Set(first).size).toBeGreaterThan(998);
    const upperHalf = first.filter((n) => n >= 0x80000000).length;
    expect(Math.abs(upperHalf - 500)).toBeLessThan(95);
  });

  test('a copy of the state goes on as the original does', () => {
    const original = prngFromSeed(3, 'x');
    take(5, original);
    const copy = { ...original };
    expect(take(5, copy)).toEqual(take(5, original));
  });

  test.each([1.5, Number.NaN, Infinity])('%s is no seed', (seed) =>
    expect(() => prngFromSeed(seed, 'x')).toThrow('seed must be an integer'),
  );
});

describe('nextBelow', () => {
  test('stays in range for every bound', () => {
    fc.assert(
      fc.property(state, fc.integer({ min: 1, max: 0x1_0000_0000 }), (s, n) => {
        const drawn = nextBelow(s, n);
        expect(Number.isInteger(drawn) && drawn >= 0 && drawn < n).toBe(true);
      }),
      RUNS,
    );
  });

  test('each of ten values comes up about as often as the others', () => {
    const s = prngFromSeed(11, 'tenths');
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 100_000; i++) counts[nextBelow(s, 10)]! += 1;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(600);
  });

  test('no bias where a plain remainder would double the lower third', () => {
    // 2^32 = n + n/3 for n = 3 * 2^30: `% n` alone would draw the lower third half of the time.
    const n = 3 * 0x4000_0000;
    const s = prngFromSeed(12, 'thirds');
    let lowerThird = 0;
    for (let i = 0; i < 30_000; i++) if (nextBelow(s, n) < n / 3) lowerThird++;
    expect(Math.abs(lowerThird - 10_000)).toBeLessThan(500);
  });

  test('the first number beyond the last whole multiple is drawn again', () => {
    // 2^32 - 1 is 0 modulo 3, and all 2^32 numbers would hold one more 0 than 1 or 2.
    const s = { a: 0xffffffff, b: 0, c: 0, d: 0 };
    const second = take(2, { ...s })[1]!;
    expect(nextBelow(s, 3)).toBe(second % 3);
    expect(s.d).toBe(2);
  });

  test.each([0, -1, 2.5, 0x1_0000_0001])('%s is no bound', (n) =>
    expect(() => nextBelow(prngFromSeed(1, ''), n)).toThrow('bound out of range'),
  );
});

describe('nextFraction', () => {
  test('lies in [0, 1), with the extremes of the generator at the extremes', () => {
    const s = prngFromSeed(13, 'fraction');
    let sum = 0;
    for (let i = 0; i < 10_000; i++) {
      const f = nextFraction(s);
      expect(f >= 0 && f < 1).toBe(true);
      sum += f;
    }
    expect(Math.abs(sum / 10_000 - 0.5)).toBeLessThan(0.02);
  });

  test('is made of the two numbers that nextU32 would draw', () => {
    fc.assert(
      fc.property(state, (s) => {
        const copy = { ...s };
        const [high, low] = take(2, copy) as [number, number];
        const exact = ((BigInt(high) >> 5n) << 26n) | (BigInt(low) >> 6n);
        expect(nextFraction(s)).toBe(Number(exact) / Number(1n << 53n));
      }),
      RUNS,
    );
  });
});

describe('mixHex', () => {
  test('is the same for the same text, differs for others, and has as many digits as wanted', () => {
    expect(mixHex('a', 40)).toMatch(/^[0-9a-f]{40}$/);
    expect(mixHex('a', 5)).toBe(mixHex('a', 40).slice(0, 5));
    const many = new Set(Array.from({ length: 20_000 }, (_, i) => mixHex(`web-${String(i)}`, 16)));
    expect(many.size).toBe(20_000);
  });
});
