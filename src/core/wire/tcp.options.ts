/**
 * TCP options: a list of kind, length, value behind the 20 bytes of the header (RFC 9293 section 3.2). Those understood
 * here: maximum segment size (RFC 9293), window scale and timestamps (RFC 7323), selective acknowledgments (RFC 2018).
 */

import { getU16, getU32, getU8, setU16, setU32, setU8 } from '../base/bytes';
import type { Field } from './field';

export const TCP_OPTION_EOL = 0;
export const TCP_OPTION_NOP = 1;
export const TCP_OPTION_MSS = 2;
export const TCP_OPTION_WSCALE = 3;
export const TCP_OPTION_SACK_PERMITTED = 4;
export const TCP_OPTION_SACK = 5;
export const TCP_OPTION_TIMESTAMPS = 8;

/** RFC 7323 section 2.3: a larger shift is taken for this one. */
export const TCP_WSCALE_MAX = 14;
/** As many blocks fit beside timestamps (RFC 2018 section 3). */
export const TCP_SACK_BLOCKS_MAX = 3;

/** Bytes [from, to) the receiver has although it lacks earlier ones. */
export interface SackBlock {
  readonly from: number;
  readonly to: number;
}

export interface TcpTimestamps {
  /** the sender's clock */
  readonly value: number;
  /** the value of the other side that this answers; 0 in a first SYN */
  readonly echo: number;
}

/** What a segment carries of options; absent ones are null or empty. */
export interface TcpOptions {
  /** bytes of data the sender of this SYN can take in one segment */
  readonly mss: number | null;
  /** the sender's windows count units of 2^wscale bytes, from the first segment after its SYN on */
  readonly wscale: number | null;
  readonly sackPermitted: boolean;
  readonly timestamps: TcpTimestamps | null;
  readonly sack: readonly SackBlock[];
}

export const NO_TCP_OPTIONS: TcpOptions = {
  mss: null,
  wscale: null,
  sackPermitted: false,
  timestamps: null,
  sack: [],
};

/** One option where it stands: `at` its kind, `len` all of its bytes. */
interface OptionSpan {
  readonly kind: number;
  readonly at: number;
  readonly len: number;
}

/** The options of [from, to) one by one. A length that cannot be ends the list, as tcp_parse_options does. */
function* spans(b: Uint8Array, from: number, to: number): Generator<OptionSpan> {
  for (let at = from; at < to;) {
    const kind = getU8(b, at);
    const single = kind === TCP_OPTION_EOL || kind === TCP_OPTION_NOP;
    const len = single ? 1 : at + 1 < to ? getU8(b, at + 1) : 0;
    if (!single && (len < 2 || at + len > to)) return;
    yield { kind, at, len };
    if (kind === TCP_OPTION_EOL) return;
    at += len;
  }
}

/** What is understood of the options in [from, to). Source: net/ipv4/tcp_input.c tcp_parse_options. */
export function parseTcpOptions(b: Uint8Array, from: number, to: number): TcpOptions {
  if (from === to) return NO_TCP_OPTIONS;
  let { mss, wscale, sackPermitted, timestamps }: TcpOptions = NO_TCP_OPTIONS;
  const sack: SackBlock[] = [];
  for (const { kind, at, len } of spans(b, from, to)) {
    if (kind === TCP_OPTION_MSS && len === 4) mss = getU16(b, at + 2);
    else if (kind === TCP_OPTION_WSCALE && len === 3) wscale = Math.min(getU8(b, at + 2), TCP_WSCALE_MAX);
    else if (kind === TCP_OPTION_SACK_PERMITTED && len === 2) sackPermitted = true;
    else if (kind === TCP_OPTION_TIMESTAMPS && len === 10) {
      timestamps = { value: getU32(b, at + 2), echo: getU32(b, at + 6) };
    } else if (kind === TCP_OPTION_SACK && len > 2 && (len - 2) % 8 === 0) {
      for (let block = at + 2; block < at + len; block += 8) {
        sack.push({ from: getU32(b, block), to: getU32(b, block + 4) });
      }
    }
  }
  return { mss, wscale, sackPermitted, timestamps, sack };
}

/** Bytes the options take, a multiple of 4. */
export function tcpOptionsLen(options: TcpOptions): number {
  const { mss, wscale, sackPermitted, timestamps, sack } = options;
  const stamped = timestamps === null ? 0 : 10;
  // SACK-permitted stands beside timestamps where NOPs would be.
  const permitted = sackPermitted ? (timestamps === null ? 4 : 2) : timestamps === null ? 0 : 2;
  return (
    (mss === null ? 0 : 4) +
    permitted +
    stamped +
    (wscale === null ? 0 : 4) +
    (sack.length === 0 ? 0 : 4 + sack.length * 8)
  );
}

/** Writes the options in the order and with the filling of net/ipv4/tcp_output.c tcp_options_write. */
export function emitTcpOptions(options: TcpOptions, b: Uint8Array, at: number): number {
  let to = at;
  const put = (...bytes: readonly number[]): void => {
    for (const byte of bytes) setU8(b, to++, byte);
  };
  const { mss, wscale, sackPermitted, timestamps, sack } = options;
  if (mss !== null) {
    put(TCP_OPTION_MSS, 4);
    setU16(b, to, mss);
    to += 2;
  }
  if (timestamps !== null) {
    if (sackPermitted) put(TCP_OPTION_SACK_PERMITTED, 2);
    else put(TCP_OPTION_NOP, TCP_OPTION_NOP);
    put(TCP_OPTION_TIMESTAMPS, 10);
    setU32(b, to, timestamps.value);
    setU32(b, to + 4, timestamps.echo);
    to += 8;
  } else if (sackPermitted) {
    put(TCP_OPTION_NOP, TCP_OPTION_NOP, TCP_OPTION_SACK_PERMITTED, 2);
  }
  if (wscale !== null) put(TCP_OPTION_NOP, TCP_OPTION_WSCALE, 3, wscale);
  if (sack.length > 0) {
    put(TCP_OPTION_NOP, TCP_OPTION_NOP, TCP_OPTION_SACK, 2 + sack.length * 8);
    for (const block of sack) {
      setU32(b, to, block.from);
      setU32(b, to + 4, block.to);
      to += 8;
    }
  }
  return to - at;
}

const RFC9293 = 'RFC 9293 §3.2';
const RFC7323 = 'RFC 7323';
const RFC2018 = 'RFC 2018';

/** The options in [from, to) as fields, in bits from `base`; what is not understood as bytes. */
export function tcpOptionFields(b: Uint8Array, base: number, from: number, to: number): readonly Field[] {
  const fields: Field[] = [];
  let end = from;
  for (const { kind, at, len } of spans(b, from, to)) {
    const bits = (offset: number): number => (at + offset - base) * 8;
    end = at + len;
    if (kind === TCP_OPTION_MSS && len === 4) {
      fields.push({ name: 'mss', bitOffset: bits(2), bits: 16, format: 'dec', source: RFC9293 });
    } else if (kind === TCP_OPTION_WSCALE && len === 3) {
      fields.push({ name: 'wscale', bitOffset: bits(2), bits: 8, format: 'dec', source: RFC7323 });
    } else if (kind === TCP_OPTION_SACK_PERMITTED && len === 2) {
      fields.push({ name: 'sackPermitted', bitOffset: bits(0), bits: 16, format: 'hex', source: RFC2018 });
    } else if (kind === TCP_OPTION_TIMESTAMPS && len === 10) {
      fields.push({ name: 'tsValue', bitOffset: bits(2), bits: 32, format: 'dec', source: RFC7323 });
      fields.push({ name: 'tsEcho', bitOffset: bits(6), bits: 32, format: 'dec', source: RFC7323 });
    } else if (kind === TCP_OPTION_SACK && len > 2 && (len - 2) % 8 === 0) {
      for (let block = 0; block < (len - 2) / 8; block += 1) {
        const place = bits(2 + block * 8);
        const number = String(block + 1);
        fields.push({
          name: `sack${number}From`,
          bitOffset: place,
          bits: 32,
          format: 'dec',
          source: RFC2018,
        });
        fields.push({
          name: `sack${number}To`,
          bitOffset: place + 32,
          bits: 32,
          format: 'dec',
          source: RFC2018,
        });
      }
    } else if (kind > TCP_OPTION_NOP) {
      fields.push({ name: 'option', bitOffset: bits(0), bits: len * 8, format: 'bytes', source: RFC9293 });
    }
  }
  if (end < to) {
    fields.push({
      name: 'padding',
      bitOffset: (end - base) * 8,
      bits: (to - end) * 8,
      format: 'bytes',
      source: RFC9293,
    });
  }
  return fields;
}
