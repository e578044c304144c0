/** `-m string --string TEXT --algo bm`: bytes that occur in the packet. Source: net/netfilter/xt_string.c, extensions/libxt_string.c. */
import { utf8Encode } from '../../../base/bytes';
import { networkOffset } from '../../skb';
import { parseNumber, readWord } from '../values';
import type { MatchKind, MatchOf } from './kind';

type Match = MatchOf<'string'>;

/** XT_STRING_MAX_PATTERN_SIZE */
const PATTERN_LEN_MAX = 128;
const OFFSET_MAX = 0xffff;
const BACKSLASH = 0x5c;

const START: Match = {
  kind: 'string',
  pattern: null,
  algo: null,
  from: 0,
  to: OFFSET_MAX,
  icase: false,
  invert: false,
};

export const string: MatchKind<'string'> = {
  kind: 'string',
  start: START,
  option(given, name, invert, words) {
    const draft = given ?? START;
    if (name === '--string' || name === '--hex-string') {
      const read = name === '--string' ? parseText : parseHex;
      const pattern = draft.pattern === null ? readWord(words, read) : null;
      return pattern === null ? 'bad' : { ...draft, pattern, invert };
    }
    if (invert) return STRING_OPTIONS.includes(name) ? 'bad' : 'unknown';
    switch (name) {
      case '--algo': {
        const algo = readWord(words, parseAlgorithm);
        return algo === null ? 'bad' : { ...draft, algo };
      }
      case '--from':
      case '--to': {
        const offset = readWord(words, (text) => parseNumber(text, OFFSET_MAX));
        if (offset === null) return 'bad';
        return name === '--from' ? { ...draft, from: offset } : { ...draft, to: offset };
      }
      case '--icase':
        return { ...draft, icase: true };
      default:
        return 'unknown';
    }
  },
  print({ pattern, algo, from, to, icase, invert }) {
    const bytes = pattern ?? [];
    return [
      `-m string${invert ? ' !' : ''}`,
      needsHex(bytes) ? `--hex-string "|${hexOf(bytes)}|"` : `--string "${escaped(bytes)}"`,
      `--algo ${algo ?? ''}`,
      ...(from === 0 ? [] : [`--from ${from}`]),
      ...(to === OFFSET_MAX || to === 0 ? [] : [`--to ${to}`]),
      ...(icase ? ['--icase'] : []),
    ].join(' ');
  },
  fits({ pattern, from, to, icase, invert }, { skb }) {
    const at = networkOffset(skb);
    const first = Math.min(at + from, skb.tail);
    const end = Math.max(first, Math.min(skb.tail, at + to));
    return occurs(skb.data.subarray(first, end), pattern ?? [], icase) !== invert;
  },
};

const STRING_OPTIONS: readonly string[] = ['--algo', '--from', '--to', '--icase'];

function parseAlgorithm(text: string): Match['algo'] {
  return text === 'bm' || text === 'kmp' ? text : null;
}

function parseText(text: string): readonly number[] | null {
  const bytes = [...utf8Encode(text)];
  return bytes.length === 0 || bytes.length > PATTERN_LEN_MAX ? null : bytes;
}

/** `GET |20 2f|`: between bars the bytes are hexadecimal, a backslash takes the next character as it is. */
function parseHex(text: string): readonly number[] | null {
  const bytes: number[] = [];
  let inHex = false;
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i] ?? '';
    if (char === '|') inHex = !inHex;
    else if (inHex && char === ' ') continue;
    else if (inHex) {
      const pair = text.slice(i, i + 2);
      if (!/^[0-9a-f]{2}$/i.test(pair)) return null;
      bytes.push(parseInt(pair, 16));
      i += 1;
    } else if (char === '\\' && i + 1 < text.length) {
      i += 1;
      bytes.push(text.charCodeAt(i) & 0xff);
    } else bytes.push(text.charCodeAt(i) & 0xff);
  }
  return inHex || bytes.length === 0 || bytes.length > PATTERN_LEN_MAX ? null : bytes;
}

function isPrintable(byte: number): boolean {
  return byte >= 0x20 && byte < 0x7f;
}

/** Source: libxt_string.c is_hex_string. */
function needsHex(bytes: readonly number[]): boolean {
  return bytes[bytes.length - 1] === BACKSLASH || !bytes.every(isPrintable);
}

function hexOf(bytes: readonly number[]): string {
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function escaped(bytes: readonly number[]): string {
  return String.fromCharCode(...bytes).replace(/["\\]/g, '\\$&');
}

const lower = (byte: number): number => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte);

/** Source: lib/ts_bm.c; `kmp` finds the same. */
function occurs(bytes: Uint8Array, pattern: readonly number[], icase: boolean): boolean {
  const same = (a: number, b: number): boolean => (icase ? lower(a) === lower(b) : a === b);
  for (let at = 0; at + pattern.length <= bytes.length; at += 1) {
    if (pattern.every((byte, i) => same(byte, bytes[at + i] ?? -1))) return true;
  }
  return false;
}
