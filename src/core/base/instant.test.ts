import { describe, expect, it } from 'vitest';
import { rfc3339, sinceStart } from './instant';

const SECOND = 1e9;
const DAY = 86_400 * SECOND;

describe('rfc3339', () => {
  it.each([
    [0, '2026-01-01T00:00:00Z'],
    [7.9 * SECOND, '2026-01-01T00:00:07Z'],
    [DAY - SECOND, '2026-01-01T23:59:59Z'],
    [58 * DAY, '2026-02-28T00:00:00Z'],
    [59 * DAY, '2026-03-01T00:00:00Z'],
    [(365 + 365 + 59) * DAY, '2028-02-29T00:00:00Z'],
  ])('%d ns', (ns, text) => {
    expect(rfc3339(ns)).toBe(text);
  });

  it('is undone by sinceStart', () => {
    for (let day = 0; day < 1500; day += 1) {
      const ns = day * DAY + 3723 * SECOND;
      expect(sinceStart(rfc3339(ns))).toBe(ns);
    }
    expect(sinceStart('yesterday')).toBeNull();
  });
});
