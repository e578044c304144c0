import { expect, test } from 'vitest';
import { CLEAR_ALL } from './ansi';
import { createPainter } from './painter';
import type { Tail } from './painter';

const SIZE = { columns: 20, rows: 5 };
const tail = (text: string, before = text): Tail => ({ ansi: text, text, before, cursor: true });

test('more lines and typed letters are added; nothing is written when nothing changed', () => {
  const { paint } = createPainter();
  expect(paint(['a'], tail('# '), SIZE)).toMatchObject({ all: true });
  expect(paint(['a'], tail('# '), SIZE)).toBeNull();
  const typed = paint(['a'], tail('# ip'), SIZE);
  expect(typed?.all).toBe(false);
  expect(typed?.data).not.toContain(CLEAR_ALL);
  expect(paint(['a', 'b'], tail('# '), SIZE)).toMatchObject({ all: false });
});

test('changed lines, another size, and a line higher than the screen are written anew', () => {
  const { paint } = createPainter();
  paint(['a', 'b'], tail('# '), SIZE);
  expect(paint(['a', 'c'], tail('# '), SIZE)?.data).toContain(CLEAR_ALL);
  expect(paint(['a'], tail('# '), SIZE)).toMatchObject({ all: true });
  expect(paint(['a'], tail('# '), { columns: 30, rows: 5 })).toMatchObject({ all: true });
  paint(['a'], tail('x'.repeat(200)), SIZE);
  expect(paint(['a'], tail('x'.repeat(199)), SIZE)).toMatchObject({ all: true });
});

test('the cursor is put back from the end of a line that wraps', () => {
  const { paint } = createPainter();
  // 45 cells in 20 columns: it ends in the third row, the cursor stands in the first.
  const { data } = paint([], tail('x'.repeat(45), 'xxx'), SIZE) ?? { data: '' };
  expect(data).toContain('\x1b[2A\x1b[4G');
});
