import { expect, test } from 'vitest';
import { scrollBy, sectionBelow } from './reveal';

test('what is in sight stays where it is', () => {
  expect(scrollBy({ from: 20, to: 60 }, 100)).toBe(0);
});

test('what lies below comes up until all of it is seen, what lies above comes down', () => {
  expect(scrollBy({ from: 90, to: 130 }, 100)).toBe(38);
  expect(scrollBy({ from: -40, to: 0 }, 100)).toBe(-48);
});

test('of what is too high, the top is shown', () => {
  expect(scrollBy({ from: 50, to: 400 }, 100)).toBe(42);
});

test('lets the next section begin at the upper edge, where what is revealed stays below it', () => {
  // Layers is cut, bytes and why follow.
  expect(sectionBelow([-40, 30, 62], 90)).toBe(30);
  // What is revealed would be pushed out.
  expect(sectionBelow([-40, 30, 62], 20)).toBe(0);
  // It is the first in sight: its heading comes back.
  expect(sectionBelow([-80, -20], 8)).toBe(-20);
  expect(sectionBelow([-40], 90)).toBe(0);
});
