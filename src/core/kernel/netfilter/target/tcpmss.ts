/**
 * `-j TCPMSS --clamp-mss-to-pmtu`, `--set-mss N`: lowers the segment size a SYN announces. Source: net/netfilter/xt_TCPMSS.c
 * tcpmss_mangle_packet.
 */
import { getU16, setU16 } from '../../../base/bytes';
import { updateChecksum16 } from '../../../wire/checksum';
import { PROTO_TCP } from '../../../wire/ipv4';
import { linkOf, touch } from '../../ctx';
import { transportAt } from '../transport';
import { parseNumber, readWord } from '../values';
import type { TargetKind } from './kind';

const TCP_HEADER_MIN = 20;
/** IPv4 and TCP header without options. */
const HEADERS_LEN = 40;
const OPTION_MSS = 2;
const CHECKSUM_AT = 16;
const SYN = 0x02;

export const tcpmss: TargetKind<'TCPMSS'> = {
  kind: 'TCPMSS',
  tables: ['mangle'],
  hooks: ['FORWARD', 'OUTPUT', 'POSTROUTING'],
  start: null,
  option(_draft, name, words) {
    if (name === '--clamp-mss-to-pmtu') return { kind: 'TCPMSS', mss: null };
    if (name !== '--set-mss') return 'unknown';
    const mss = readWord(words, (text) => parseNumber(text, 0xffff));
    return mss === null ? 'bad' : { kind: 'TCPMSS', mss };
  },
  print: ({ mss }) => `-j TCPMSS ${mss === null ? '--clamp-mss-to-pmtu' : `--set-mss ${String(mss)}`}`,
  protosOf: () => [PROTO_TCP],
  act({ mss }, { ns, skb, point }) {
    const at = transportAt(skb, PROTO_TCP, TCP_HEADER_MIN);
    if (at === -1 || ((skb.data[at + 13] ?? 0) & SYN) === 0) return 'continue';
    const option = mssOption(skb.data, at);
    const wanted = mss ?? (linkOf(ns, point.out)?.mtu ?? 0) - HEADERS_LEN;
    // A path only ever lowers what was announced; a SYN without the option stays as it is.
    if (option === -1 || wanted <= 0 || getU16(skb.data, option) <= wanted) return 'continue';
    const old = getU16(skb.data, option);
    setU16(skb.data, option, wanted);
    const checksum = getU16(skb.data, at + CHECKSUM_AT);
    // An option may stand at an odd place: then each byte falls into another word of the sum.
    const odd = ((option - at) & 1) === 1;
    const swap = (value: number): number => (odd ? ((value & 0xff) << 8) | (value >> 8) : value);
    setU16(skb.data, at + CHECKSUM_AT, updateChecksum16(checksum, swap(old), swap(wanted)));
    touch(skb);
    return 'continue';
  },
};

/** Where the value of the MSS option stands, -1 without one. */
function mssOption(data: Uint8Array, at: number): number {
  const end = at + ((data[at + 12] ?? 0) >> 4) * 4;
  for (let i = at + TCP_HEADER_MIN; i < end;) {
    const kind = data[i] ?? 0;
    const len = kind < 2 ? 1 : (data[i + 1] ?? 0);
    if (kind === OPTION_MSS && len === 4 && i + 4 <= end) return i + 2;
    if (len === 0) return -1;
    i += len;
  }
  return -1;
}
