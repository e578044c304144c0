/** Goal: times and bytes as tcpdump 4.99.3 printed them. */
import { expect, test } from 'vitest';
import { bytesLines, stampText } from './packet-text';

const PACKET = Uint8Array.from(
  '450000300cec400040012fdf7f0000017f00000108005043400c0001824d0e6b000000007baa0d000000000041420d0a'
    .match(/../g)!
    .map((byte) => Number.parseInt(byte, 16)),
);

test('hexadecimal, with and without text', () => {
  expect(bytesLines(PACKET, 'hex-and-ascii')).toEqual([
    '\t0x0000:  4500 0030 0cec 4000 4001 2fdf 7f00 0001  E..0..@.@./.....',
    '\t0x0010:  7f00 0001 0800 5043 400c 0001 824d 0e6b  ......PC@....M.k',
    '\t0x0020:  0000 0000 7baa 0d00 0000 0000 4142 0d0a  ....{.......AB..',
  ]);
  expect(bytesLines(PACKET.subarray(0, 30), 'hex-and-ascii')[1]).toBe(
    '\t0x0010:  7f00 0001 0800 5043 400c 0001 824d       ......PC@....M',
  );
  expect(bytesLines(PACKET, 'hex')[2]).toBe('\t0x0020:  0000 0000 7baa 0d00 0000 0000 4142 0d0a');
});

test('text, whose lines end where the packet says', () => {
  expect(bytesLines(PACKET, 'ascii')).toEqual(['E..0..@.@./...........PC@....M.k....{.......AB', '']);
});

test('times', () => {
  const at = 102_009_146_000;
  expect(stampText('clock', at, at, at)).toBe('00:01:42.009146 ');
  expect(stampText('none', at, at, at)).toBe('');
  expect(stampText('epoch', at, at, at)).toBe('1767225702.009146 ');
  expect(stampText('date', at, at, at)).toBe('2026-01-01 00:01:42.009146 ');
  expect(stampText('delta', at, at - 18_000, 0)).toBe(' 00:00:00.000018 ');
  expect(stampText('since-first', at, 0, at - 1_000_018_000)).toBe(' 00:00:01.000018 ');
});
