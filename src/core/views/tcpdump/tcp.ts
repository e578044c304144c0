/** TCP. Source: print-tcp.c tcp_print, print-http.c. */
import { getU8, getU16, getU32 } from '../../base/bytes';
import { formatIpv4 } from '../../wire/addr';
import { foldChecksum, internetChecksum, pseudoHeaderSum, sum16 } from '../../wire/checksum';
import { PROTO_TCP, ipDst, ipMf, ipSrc } from '../../wire/ipv4';
import {
  TCP_ACK,
  TCP_FIN,
  TCP_HEADER_LEN,
  TCP_RST,
  TCP_SYN,
  TCP_URG,
  tcpAck,
  tcpChecksum,
  tcpDstPort,
  tcpFlags,
  tcpHeaderLen,
  tcpSeq,
  tcpSrcPort,
  tcpUrgent,
  tcpWindow,
} from '../../wire/tcp';
import {
  TCP_OPTION_EOL,
  TCP_OPTION_MSS,
  TCP_OPTION_NOP,
  TCP_OPTION_SACK,
  TCP_OPTION_SACK_PERMITTED,
  TCP_OPTION_TIMESTAMPS,
  TCP_OPTION_WSCALE,
} from '../../wire/tcp.options';
import { captured, truncated, type Dump, type Piece, type Printer } from './printer';

/** One letter for each flag, from FIN upwards; an acknowledgment is a dot. */
const FLAGS = ['F', 'S', 'R', 'P', '.', 'U', 'E', 'W'] as const;
const HTTP_PORTS: ReadonlySet<number> = new Set([80, 8080, 3128]);

/** Numbers of a segment as printed: relative to the beginning of the conversation where that is known. */
interface Numbers {
  readonly seq: number;
  readonly ack: number;
  /** What numbers in SACK blocks are relative to: those of the other side. */
  readonly sackBase: number;
}

export const printTcp: Printer = (dump, piece) => {
  const { bytes, options } = dump;
  const { at, ip } = piece;
  const src = formatIpv4(ipSrc(bytes, ip));
  const dst = formatIpv4(ipDst(bytes, ip));
  if (!captured(piece, at, 4)) return `${src} > ${dst}: ${truncated('tcp')}`;
  const pair = `${src}.${tcpSrcPort(bytes, at)} > ${dst}.${tcpDstPort(bytes, at)}: `;
  if (!captured(piece, at, TCP_HEADER_LEN)) return pair + truncated('tcp');
  const headerLen = tcpHeaderLen(bytes, at);
  if (headerLen < TCP_HEADER_LEN)
    return `${pair} tcp ${piece.length} [bad hdr length ${headerLen} - too short, < 20]`;
  const flags = tcpFlags(bytes, at);
  const numbers = numbersOf(dump, piece, flags);
  const names = FLAGS.filter((_, bit) => (flags & (1 << bit)) !== 0).join('');
  const head = `${pair}Flags [${names === '' ? 'none' : names}]`;
  if (headerLen > piece.length) {
    return `${pair} tcp ${piece.length} [bad hdr length ${headerLen} - too long, > ${piece.length}]`;
  }
  const length = piece.length - headerLen;
  const numbered = length > 0 || (flags & (TCP_SYN | TCP_FIN | TCP_RST)) !== 0;
  const words = [
    head,
    ...(options.verbose && !ipMf(bytes, ip) ? checksumWords(bytes, piece) : []),
    ...(numbered ? [`seq ${numbers.seq}${length > 0 ? `:${(numbers.seq + length) >>> 0}` : ''}`] : []),
    ...((flags & TCP_ACK) === 0 ? [] : [`ack ${numbers.ack}`]),
    `win ${tcpWindow(bytes, at)}`,
    ...((flags & TCP_URG) === 0 ? [] : [`urg ${tcpUrgent(bytes, at)}`]),
    ...(headerLen === TCP_HEADER_LEN ? [] : [`options [${optionsText(bytes, piece, headerLen, numbers)}]`]),
    `length ${length}`,
  ];
  const body = { ...piece, at: at + headerLen, length };
  return words.join(', ') + (length > 0 ? payloadText(dump, body, at, flags) : '');
};

/**
 * Remembers where a conversation began: at its SYN, or the first acknowledgment seen. A SYN without one stays as it is.
 */
function numbersOf({ bytes, conversations }: Dump, { at, ip }: Piece, flags: number): Numbers {
  const seq = tcpSeq(bytes, at);
  const ack = tcpAck(bytes, at);
  if ((flags & TCP_ACK) === 0) return { seq, ack, sackBase: 0 };
  const ends = [
    `${ipSrc(bytes, ip)}.${tcpSrcPort(bytes, at)}`,
    `${ipDst(bytes, ip)}.${tcpDstPort(bytes, at)}`,
  ];
  const key = [...ends].sort().join(' ');
  const own = ends[0] ?? '';
  const other = ends[1] ?? '';
  const known = conversations.get(key);
  if (known === undefined || (flags & TCP_SYN) !== 0) {
    conversations.set(
      key,
      new Map([
        [own, seq],
        [other, (ack - 1) >>> 0],
      ]),
    );
    return { seq, ack, sackBase: (ack - 1) >>> 0 };
  }
  const ownBase = known.get(own) ?? 0;
  const otherBase = known.get(other) ?? 0;
  return { seq: (seq - ownBase) >>> 0, ack: (ack - otherBase) >>> 0, sackBase: otherBase };
}

/** Only with `-v`, and only when all of the segment was captured. */
function checksumWords(bytes: Uint8Array, piece: Piece): string[] {
  const { at, length, ip } = piece;
  if (!captured(piece, at, length)) return [];
  const given = tcpChecksum(bytes, at);
  const text = `cksum 0x${hex(given)}`;
  const pseudo = pseudoHeaderSum(ipSrc(bytes, ip), ipDst(bytes, ip), PROTO_TCP, length);
  if (internetChecksum(bytes, at, at + length, pseudo) === 0) return [`${text} (correct)`];
  const right = foldChecksum(sum16(bytes, at, at + length, pseudo) + (~given & 0xffff));
  return [`${text} (incorrect -> 0x${hex(right)})`];
}

function hex(value: number): string {
  return value.toString(16).padStart(4, '0');
}

function optionsText(bytes: Uint8Array, piece: Piece, headerLen: number, numbers: Numbers): string {
  const end = Math.min(piece.at + headerLen, piece.end);
  const words: string[] = [];
  for (let at = piece.at + TCP_HEADER_LEN; at < end;) {
    const kind = getU8(bytes, at);
    if (kind === TCP_OPTION_EOL) {
      words.push('eol');
      break;
    }
    if (kind === TCP_OPTION_NOP) {
      words.push('nop');
      at += 1;
      continue;
    }
    const len = at + 1 < end ? getU8(bytes, at + 1) : 0;
    if (len < 2 || at + len > end) return `${words.join(',')}${words.length > 0 ? ',' : ''}[bad opt]`;
    words.push(optionText(bytes, at, kind, len, numbers));
    at += len;
  }
  return words.join(',');
}

function optionText(bytes: Uint8Array, at: number, kind: number, len: number, numbers: Numbers): string {
  switch (kind) {
    case TCP_OPTION_MSS:
      return `mss ${getU16(bytes, at + 2)}`;
    case TCP_OPTION_WSCALE:
      return `wscale ${getU8(bytes, at + 2)}`;
    case TCP_OPTION_SACK_PERMITTED:
      return 'sackOK';
    case TCP_OPTION_TIMESTAMPS:
      return `TS val ${getU32(bytes, at + 2)} ecr ${getU32(bytes, at + 6)}`;
    case TCP_OPTION_SACK: {
      const blocks: string[] = [];
      for (let block = at + 2; block + 8 <= at + len; block += 8) {
        const from = (getU32(bytes, block) - numbers.sackBase) >>> 0;
        const to = (getU32(bytes, block + 4) - numbers.sackBase) >>> 0;
        blocks.push(`{${from}:${to}}`);
      }
      return `sack ${blocks.length} ${blocks.join('')}`;
    }
    default:
      return `unknown-${kind}${len > 2 ? ` 0x${[...bytes.subarray(at + 2, at + len)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}` : ''}`;
  }
}

const LINES_ANSI = /^[\x20-\x7e\t]*/;
const HTTP_FIRST = /^(?:GET|HEAD|PUT|POST|DELETE|OPTIONS|CONNECT|TRACE|PATCH|HTTP\/\d\.\d|PROPFIND)\b/;

/** What is inside, for the ports tcpdump knows. Source: print.c txtproto_print. */
function payloadText({ bytes, options }: Dump, piece: Piece, header: number, flags: number): string {
  const ports = [tcpSrcPort(bytes, header), tcpDstPort(bytes, header)];
  if ((flags & TCP_RST) !== 0 || !ports.some((port) => HTTP_PORTS.has(port))) return '';
  const text = String.fromCharCode(...bytes.subarray(piece.at, Math.min(piece.end, piece.at + piece.length)));
  const lines = text.split(/\r?\n/);
  if (!HTTP_FIRST.test(text)) return ': HTTP';
  if (!options.verbose) return `: HTTP: ${LINES_ANSI.exec(lines[0] ?? '')?.[0] ?? ''}`;
  if (lines[lines.length - 1] === '') lines.pop();
  return `: HTTP, length: ${piece.length}${lines.map((line) => `\n\t${LINES_ANSI.exec(line)?.[0] ?? ''}`).join('')}`;
}
