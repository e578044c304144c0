/**
 * A lab of one's own as part of an address: its text deflated (RFC 1951) and in base64url (RFC 4648, 5), by the
 * browser's own streams. Whoever made an address is a stranger: what comes out is bounded, whatever went in.
 */
import { MAX_FILE_CHARS, problemAt, wholeFile } from '../../core/index';
import type { Problem } from '../../core/index';

export type UnpackReply =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Longest packed lab that is put into an address; browsers and chats cut longer ones. */
export const MAX_PACKED_CHARS = 60_000;
/** UTF-8 takes at most three bytes for what JavaScript counts as one character. */
const MAX_BYTES = 3 * MAX_FILE_CHARS;

/** The packed text; null when it is too long for an address, or the browser cannot pack. */
export async function packLab(text: string): Promise<string | null> {
  try {
    const bytes = await through(
      new TextEncoder().encode(text),
      new CompressionStream('deflate-raw'),
      MAX_BYTES,
    );
    const packed = bytes === null ? null : toBase64Url(bytes);
    return packed !== null && packed.length <= MAX_PACKED_CHARS ? packed : null;
  } catch {
    return null;
  }
}

/** The text that was packed, or what is wrong with it. */
export async function unpackLab(packed: string): Promise<UnpackReply> {
  if (packed.length > MAX_PACKED_CHARS) {
    return refuse('shareTooLong', { size: packed.length, max: MAX_PACKED_CHARS });
  }
  try {
    const bytes = await through(fromBase64Url(packed), new DecompressionStream('deflate-raw'), MAX_BYTES);
    if (bytes === null) return refuse('shareLabTooLarge', { max: MAX_FILE_CHARS });
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.length > MAX_FILE_CHARS
      ? refuse('shareLabTooLarge', { max: MAX_FILE_CHARS })
      : { ok: true, text };
  } catch {
    // Not base64url, not deflated, cut off, or no text: the streams tell them apart, the reader need not.
    return refuse('shareLab', {});
  }
}

function refuse(
  code: 'shareTooLong' | 'shareLab' | 'shareLabTooLarge',
  params: Readonly<Record<string, number>>,
): UnpackReply {
  return { ok: false, problems: [problemAt(wholeFile('URL'), code, params)] };
}

/** What comes out of a stream; null when it is more than `max` bytes, of which no more are then read. */
async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
  max: number,
): Promise<Uint8Array | null> {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.length;
    if (size > max) {
      await reader.cancel();
      return null;
    }
    parts.push(next.value);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function toBase64Url(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Throws when it is not base64url. */
function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[\w-]*$/.test(text)) throw new Error('not base64url');
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}
