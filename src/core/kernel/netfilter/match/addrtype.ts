/** `-m addrtype [!] --dst-type LOCAL`: what an address is to this host. Source: net/netfilter/xt_addrtype.c addrtype_mt_v1. */
import type { AddrTypeName } from '../../../model/netfilter.match';
import { ADDR_TYPES } from '../../../model/netfilter.match';
import type { Ifindex } from '../../../model/link';
import type { Netns } from '../../../model/world';
import type { Ipv4Addr } from '../../../wire/addr';
import { LIMITED_BROADCAST, isMulticastIpv4, isZeronetIpv4 } from '../../../wire/addr';
import { ipDst, ipSrc } from '../../../wire/ipv4';
import { localRoute } from '../../fib';
import { networkOffset } from '../../skb';
import { printNegatable, readNegatable } from '../values';
import type { MatchKind, MatchOf } from './kind';

const START: MatchOf<'addrtype'> = { kind: 'addrtype', src: null, dst: null, limit: null };

export const addrtype: MatchKind<'addrtype'> = {
  kind: 'addrtype',
  start: null,
  option(given, name, invert, words) {
    const draft = given ?? START;
    switch (name) {
      case '--src-type':
      case '--dst-type': {
        const types = readNegatable(words, invert, parseTypes);
        if (types === null) return 'bad';
        return name === '--src-type' ? { ...draft, src: types } : { ...draft, dst: types };
      }
      case '--limit-iface-in':
      case '--limit-iface-out':
        return invert || draft.limit !== null
          ? 'bad'
          : { ...draft, limit: name === '--limit-iface-in' ? 'in' : 'out' };
      default:
        return 'unknown';
    }
  },
  print: ({ src, dst, limit }) =>
    [
      '-m addrtype',
      ...printNegatable('--src-type', src, printTypes),
      ...printNegatable('--dst-type', dst, printTypes),
      ...(limit === null ? [] : [`--limit-iface-${limit}`]),
    ].join(' '),
  fits({ src, dst, limit }, { ns, skb, point }) {
    const at = networkOffset(skb);
    const dev = limit === null ? 0 : limit === 'in' ? point.in : point.out;
    if (src !== null && src.value.includes(addrTypeOf(ns, ipSrc(skb.data, at), dev)) === src.invert)
      return false;
    return dst === null || dst.value.includes(addrTypeOf(ns, ipDst(skb.data, at), dev)) !== dst.invert;
  },
};

function parseTypes(text: string): readonly AddrTypeName[] | null {
  const wanted = new Set(text.split(',').map((word) => word.toUpperCase()));
  const types = ADDR_TYPES.filter((type) => wanted.has(type));
  return types.length === wanted.size ? types : null;
}

function printTypes(types: readonly AddrTypeName[]): string {
  return types.join(',');
}

/** With a device: local to that device. Source: net/ipv4/fib_frontend.c __inet_dev_addr_type. */
export function addrTypeOf(ns: Netns, addr: Ipv4Addr, dev: Ifindex): AddrTypeName {
  if (isZeronetIpv4(addr) || addr === LIMITED_BROADCAST) return 'BROADCAST';
  if (isMulticastIpv4(addr)) return 'MULTICAST';
  const route = localRoute(ns, addr);
  if (route === null || (dev !== 0 && route.dev !== dev)) return 'UNICAST';
  return route.type === 'local' ? 'LOCAL' : route.type === 'broadcast' ? 'BROADCAST' : 'UNICAST';
}
