/** Values with a mask, `0x4000/0x4000`, as marks are written. */
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
