/** Values with a mask, `0x4000/0x4000`, as marks are written. */
import type { Read } from './seen';
import type { Words } from './words';

const ALL = 0xffff_ffff;

/** Null when it is no number or does not fit into 32 bits. */
export function parseMasked(text: string): { readonly value: number; readonly mask: number } | null {
  const [valueText = '', maskText, ...rest] = text.split('/');
  const value = parseNumber(valueText);
  const mask = maskText === undefined ? ALL : parseNumber(maskText);
  return value === null || mask === null || rest.length > 0 ? null : { value, mask };
}

function parseNumber(text: string): number | null {
  if (!/^(0[xX][0-9a-fA-F]+|\d+)$/.test(text)) return null;
  const value = Number(text);
  return value <= ALL ? value : null;
}

export function printMasked(value: number, mask: number): string {
  const text = `0x${value.toString(16)}`;
  return mask === ALL ? text : `${text}/0x${mask.toString(16)}`;
}

/**
 * How a mark is changed: clear the mask's bits, then xor. The other spellings are shorthands the tool itself turns into
 * --set-xmark.
 */
export function parseSetMark(
  name: string,
  words: Words,
): Read<{ readonly value: number; readonly mask: number }> {
  if (!/^--(set-xmark|set-mark|or-mark|and-mark|xor-mark)$/.test(name)) return 'unknown';
  const [text] = words.take(1);
  const masked = text === undefined ? null : parseMasked(text);
  if (masked === null) return 'bad';
  const { value, mask } = masked;
  switch (name) {
    case '--set-xmark':
      return { value, mask };
    case '--set-mark':
      return { value, mask: (mask | value) >>> 0 };
    case '--or-mark':
      return { value, mask: value };
    case '--and-mark':
      return { value: 0, mask: (~value & ALL) >>> 0 };
    default:
      return { value, mask: 0 };
  }
}
