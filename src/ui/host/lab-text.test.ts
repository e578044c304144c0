/** Goal: a lab survives its way through an address; a hostile address is refused in bounded time. */
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_PACKED_CHARS, packLab, unpackLab } from './lab-text';

async function refused(packed: string): Promise<string> {
  const reply = await unpackLab(packed);
  return reply.ok ? 'ok' : (reply.problems[0]?.problem.key ?? '');
}

const packed = (bytes: Uint8Array): string => deflateRawSync(bytes).toString('base64url');

test('any text comes back as it was', async () => {
  const texts = fc.string({ unit: 'grapheme', maxLength: 400 });
  await fc.assert(
    fc.asyncProperty(texts, async (text) => {
      expect(await unpackLab((await packLab(text)) ?? '')).toEqual({ ok: true, text });
    }),
    { numRuns: 50 },
  );
});

test('what is packed can stand in a fragment', async () =>
  expect(await packLab('apiVersion: packetwalk/v1\n'.repeat(50))).toMatch(/^[\w-]+$/));

test('a text that stays too long is not packed', async () => {
  let state = 1;
  const noise = Array.from({ length: 100_000 }, () => {
    state = (state * 48_271) % 0x7fff_ffff;
    return String.fromCharCode(33 + (state % 90));
  }).join('');
  expect(await packLab(noise)).toBeNull();
});

describe('a hostile address', () => {
  test.each([
    ['is too long', 'A'.repeat(MAX_PACKED_CHARS + 1), 'shareTooLong'],
    ['is not base64url', '<script>', 'shareLab'],
    ['is not deflated', 'AAAA', 'shareLab'],
    ['is cut off', packed(new TextEncoder().encode('kind: Lab\n'.repeat(9))).slice(0, 12), 'shareLab'],
    ['holds no text', packed(Uint8Array.of(0xff, 0xfe, 0x80)), 'shareLab'],
    // 40 MB of zeros in 40 kB.
    ['is a bomb', packed(new Uint8Array(40_000_000)), 'shareLabTooLarge'],
    ['holds more than a file may', packed(new Uint8Array(262_145).fill(32)), 'shareLabTooLarge'],
  ])('%s', async (_, text, code) => expect(await refused(text)).toBe(`problems.${code}.problem`));
});
