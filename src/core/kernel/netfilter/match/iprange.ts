/** `-m iprange [!] --src-range A-B [!] --dst-range A-B`. Source: net/netfilter/xt_iprange.c. */
import type { Negatable } from '../../../model/netfilter.match';
import type { Ipv4Addr } from '../../../wire/addr';
import { formatIpv4, parseIpv4 } from '../../../wire/addr';
import { ipDst, ipSrc } from '../../../wire/ipv4';
import { networkOffset } from '../../skb';
import { inRange, printNegatable, readNegatable } from '../values';
import type { MatchKind, MatchOf } from './kind';

interface Addrs {
  readonly min: Ipv4Addr;
  readonly max: Ipv4Addr;
}
const START: MatchOf<'iprange'> = { kind: 'iprange', src: null, dst: null };

export const iprange: MatchKind<'iprange'> = {
  kind: 'iprange',
  start: null,
  option(given, name, invert, words) {
    if (name !== '--src-range' && name !== '--dst-range') return 'unknown';
    const range = readNegatable(words, invert, parseAddrs);
    if (range === null) return 'bad';
    return name === '--src-range' ? { ...(given ?? START), src: range } : { ...(given ?? START), dst: range };
  },
  print: ({ src, dst }) =>
    [
      '-m iprange',
      ...printNegatable('--src-range', src, printAddrs),
      ...printNegatable('--dst-range', dst, printAddrs),
    ].join(' '),
  fits({ src, dst }, { skb }) {
    const at = networkOffset(skb);
    return holds(src, ipSrc(skb.data, at)) && holds(dst, ipDst(skb.data, at));
  },
};

function holds(wanted: Negatable<Addrs> | null, addr: Ipv4Addr): boolean {
  return wanted === null || inRange(addr, wanted.value) !== wanted.invert;
}

function parseAddrs(text: string): Addrs | null {
  const [from = '', to = from] = text.split('-');
  const min = parseIpv4(from);
  const max = parseIpv4(to);
  return min.ok && max.ok && min.value <= max.value ? { min: min.value, max: max.value } : null;
}

function printAddrs({ min, max }: Addrs): string {
  return `${formatIpv4(min)}-${formatIpv4(max)}`;
}
