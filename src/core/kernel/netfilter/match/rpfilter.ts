/** `-m rpfilter [--loose] [--validmark] [--accept-local] [--invert]`. Source: net/ipv4/netfilter/ipt_rpfilter.c. */
import { isMulticastIpv4, isZeronetIpv4, LIMITED_BROADCAST } from '../../../wire/addr';
import { ipDst, ipSrc, ipTos } from '../../../wire/ipv4';
import { linkOf } from '../../ctx';
import { fibPeek } from '../../fib';
import { networkOffset } from '../../skb';
import type { Seen } from '../seen';
import type { MatchKind, MatchOf } from './kind';

type Match = MatchOf<'rpfilter'>;
const START: Match = { kind: 'rpfilter', loose: false, validmark: false, acceptLocal: false, invert: false };
const FLAGS: Readonly<Record<string, Partial<Match>>> = {
  '--loose': { loose: true },
  '--validmark': { validmark: true },
  '--accept-local': { acceptLocal: true },
  '--invert': { invert: true },
};

export const rpfilter: MatchKind<'rpfilter'> = {
  kind: 'rpfilter',
  start: START,
  option(draft, name, invert) {
    const flag = Object.hasOwn(FLAGS, name) ? FLAGS[name] : undefined;
    return flag === undefined ? 'unknown' : invert ? 'bad' : { ...(draft ?? START), ...flag };
  },
  print: ({ loose, validmark, acceptLocal, invert }) =>
    [
      '-m rpfilter',
      ...(loose ? ['--loose'] : []),
      ...(validmark ? ['--validmark'] : []),
      ...(acceptLocal ? ['--accept-local'] : []),
      ...(invert ? ['--invert'] : []),
    ].join(' '),
  fits: (match, seen) => comesTheRightWay(match, seen) !== match.invert,
};

function comesTheRightWay({ loose, validmark, acceptLocal }: Match, { ns, skb, point }: Seen): boolean {
  const at = networkOffset(skb);
  const src = ipSrc(skb.data, at);
  const dst = ipDst(skb.data, at);
  if (linkOf(ns, point.in)?.kind === 'loopback') return true;
  if (isMulticastIpv4(dst) || dst === LIMITED_BROADCAST || isZeronetIpv4(src)) return true;
  const mark = validmark ? skb.mark : 0;
  const { route } = fibPeek(ns, { dst: src, src: dst, iif: 0, oif: 0, tos: ipTos(skb.data, at), mark });
  if (route === null || (route.type !== 'unicast' && !(route.type === 'local' && acceptLocal))) return false;
  return loose || route.dev === point.in;
}
