/** SCTP and its chunks; `-vv`, which prints what DATA carries, is not there. Source: print-sctp.c sctp_print. */
import { getU16, getU32 } from '../../base/bytes';
import { formatIpv4 } from '../../wire/addr';
import { ipDst, ipSrc } from '../../wire/ipv4';
import { SCTP_HEADER_LEN, sctpDstPort, sctpSrcPort } from '../../wire/sctp';
import {
  SCTP_CHUNK_HEADER_LEN,
  SCTP_DATA,
  SCTP_DATA_BEGIN,
  SCTP_DATA_END,
  SCTP_DATA_UNORDERED,
  SCTP_INIT,
  SCTP_INIT_ACK,
  SCTP_SACK,
  sctpChunkFlags,
  sctpChunkLen,
  sctpChunkType,
} from '../../wire/sctp.chunk';
import { captured, truncated, type Printer } from './printer';

/** As tcpdump calls the chunks. */
const NAMES: ReadonlyMap<number, string> = new Map([
  [0, 'DATA'],
  [1, 'INIT'],
  [2, 'INIT ACK'],
  [3, 'SACK'],
  [4, 'HB REQ'],
  [5, 'HB ACK'],
  [6, 'ABORT'],
  [7, 'SHUTDOWN'],
  [8, 'SHUTDOWN ACK'],
  [9, 'OP ERR'],
  [10, 'COOKIE ECHO'],
  [11, 'COOKIE ACK'],
  [12, 'ECN ECHO'],
  [13, 'CWR'],
  [14, 'SHUTDOWN COMPLETE'],
  [192, 'FOR CUM TSN'],
]);

/** Payload protocols, by the names of print-sctp.c. */
const PAYLOADS: ReadonlyMap<number, string> = new Map(
  [
    ...['ISDN Q.921', 'M2UA', 'M3UA', 'SUA', 'M2PA', 'V5.2', 'H.248', 'BICC', 'TALI', 'DUA', 'ASAP', 'ENRP'],
    ...['H.323', 'Q.IPC', 'SIMCO', 'DDPSC', 'DDPSSC', 'S1AP', 'RUA', 'HNBAP', 'ForCES HP', 'ForCES MP'],
    ...['ForCES LP', 'SBc-AP', 'NBAP'],
  ].map((name, place) => [place + 1, name]),
);

export const printSctp: Printer = ({ bytes }, piece) => {
  const { at, ip, length } = piece;
  if (length < SCTP_HEADER_LEN) return ` [length ${length} < ${SCTP_HEADER_LEN}] (invalid)`;
  if (!captured(piece, at, SCTP_HEADER_LEN)) return truncated('sctp');
  const src = `${formatIpv4(ipSrc(bytes, ip))}.${sctpSrcPort(bytes, at)}`;
  const dst = `${formatIpv4(ipDst(bytes, ip))}.${sctpDstPort(bytes, at)}`;
  let text = `${src} > ${dst}: sctp`;
  let here = at + SCTP_HEADER_LEN;
  let left = length - SCTP_HEADER_LEN;
  for (let count = 1; left !== 0; count += 1) {
    const place = count === 1 ? ` (${count}) ` : `, (${count}) `;
    if (left < SCTP_CHUNK_HEADER_LEN) return `${text}${place}[chunk descriptor cut off at end of packet]`;
    if (!captured(piece, here, SCTP_CHUNK_HEADER_LEN)) return text + truncated('sctp');
    const len = sctpChunkLen(bytes, here);
    if (len < SCTP_CHUNK_HEADER_LEN)
      return `${text}${place}[Bad chunk length ${len}, < size of chunk descriptor]`;
    if (!captured(piece, here, len)) return text + truncated('sctp');
    const type = sctpChunkType(bytes, here);
    const name = NAMES.get(type) ?? `Unknown chunk type: 0x${type.toString(16)}`;
    const value = valueText(bytes, here, len);
    text += `${place}[${name}] ${value.text}`;
    if (!value.whole) return text;
    const padded = (len + 3) & ~3;
    here += padded;
    left = Math.max(0, left - padded);
  }
  return text;
};

function valueText(
  b: Uint8Array,
  at: number,
  len: number,
): { readonly text: string; readonly whole: boolean } {
  const value = at + SCTP_CHUNK_HEADER_LEN;
  const bytes = len - SCTP_CHUNK_HEADER_LEN;
  const bogus = (text = ''): { text: string; whole: false } => {
    return { text: `${text}bogus chunk length ${len}]`, whole: false };
  };
  switch (sctpChunkType(b, at)) {
    case SCTP_DATA: {
      const flags = dataFlags(sctpChunkFlags(b, at));
      return bytes <= 12 ? bogus(flags) : { text: flags + dataText(b, value), whole: true };
    }
    case SCTP_INIT:
    case SCTP_INIT_ACK:
      return bytes < 16 ? bogus() : { text: initText(b, value), whole: true };
    case SCTP_SACK:
      return bytes < 12 ? bogus() : { text: sackText(b, value, bytes), whole: true };
    default:
      return { text: '', whole: true };
  }
}

function dataFlags(flags: number): string {
  const named = [
    (flags & SCTP_DATA_UNORDERED) === 0 ? '' : '(U)',
    (flags & SCTP_DATA_BEGIN) === 0 ? '' : '(B)',
    (flags & SCTP_DATA_END) === 0 ? '' : '(E)',
  ].join('');
  return named === '' ? '' : `${named} `;
}

function dataText(b: Uint8Array, at: number): string {
  const ppid = getU32(b, at + 8);
  const payload = PAYLOADS.get(ppid) ?? `0x${ppid.toString(16)}`;
  return `[TSN: ${getU32(b, at)}] [SID: ${getU16(b, at + 4)}] [SSEQ ${getU16(b, at + 6)}] [PPID ${payload}] `;
}

function initText(b: Uint8Array, at: number): string {
  const streams = `[OS: ${getU16(b, at + 8)}] [MIS: ${getU16(b, at + 10)}]`;
  return `[init tag: ${getU32(b, at)}] [rwnd: ${getU32(b, at + 4)}] ${streams} [init TSN: ${getU32(b, at + 12)}] `;
}

function sackText(b: Uint8Array, at: number, bytes: number): string {
  const cum = getU32(b, at);
  const [gaps, dups] = [getU16(b, at + 8), getU16(b, at + 10)];
  let text = `[cum ack ${cum}] [a_rwnd ${getU32(b, at + 4)}] [#gap acks ${gaps}] [#dup tsns ${dups}] `;
  let here = at + 12;
  const end = at + bytes;
  for (let i = 1; i <= gaps && here + 4 <= end; i += 1, here += 4) {
    const [from, to] = [(cum + getU16(b, here)) >>> 0, (cum + getU16(b, here + 2)) >>> 0];
    text += `\n\t\t[gap ack block #${i}: start = ${from}, end = ${to}] `;
  }
  for (let i = 1; i <= dups && here + 4 <= end; i += 1, here += 4)
    text += `\n\t\t[dup TSN #${i}: ${getU32(b, here)}] `;
  return text;
}
