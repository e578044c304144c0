/** A short digest of a text for telling whether two are the same, where nobody is trying to deceive: no cryptography. */

/** The offset basis of FNV-1a, and another beginning for a second half. Source: draft-eastlake-fnv. */
const BEGINNINGS = [0x811c9dc5, 0x9e3779b9];
const PRIME = 0x01000193;

/** 16 hexadecimal digits: FNV-1a over the UTF-16 code units, twice. */
export function fnvHex(text: string): string {
  return BEGINNINGS.map((beginning) => {
    let hash = beginning;
    for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), PRIME);
    return (hash >>> 0).toString(16).padStart(8, '0');
  }).join('');
}
