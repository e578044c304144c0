/**
 * The conditions of a rule of nftables in front of a packet.
 * Source: net/netfilter/nft_payload.c, nft_meta.c, nft_ct.c, nft_cmp.c; net/ipv4/netfilter/nft_fib_ipv4.c.
 */
import { getU16 } from '../../base/bytes';
import type { NftCondition, NftRule } from '../../model/nftables';
import { inCidr } from '../../wire/addr';
import { ipDst, ipProto, ipSrc } from '../../wire/ipv4';
import { linkOf } from '../ctx';
import { addrTypeOf } from '../netfilter/match/addrtype';
import type { Seen } from '../netfilter/seen';
import { hasState } from '../netfilter/states';
import { transportAt } from '../netfilter/transport';
import { inRange } from '../netfilter/values';
import { networkOffset } from '../skb';

/** The first condition that does not hold, null when all do. */
export function nftMisfit(seen: Seen, { conditions }: NftRule): number | null {
  for (let i = 0; i < conditions.length; i += 1) {
    const condition = conditions[i];
    if (condition !== undefined && !holds(condition, seen)) return i;
  }
  return null;
}

const PROTO = { tcp: 6, udp: 17 } as const;
const PORTS_LEN = 4;

function holds(condition: NftCondition, seen: Seen): boolean {
  const { ns, skb, point } = seen;
  const at = networkOffset(skb);
  switch (condition.kind) {
    case 'address': {
      const addr = condition.side === 'saddr' ? ipSrc(skb.data, at) : ipDst(skb.data, at);
      return condition.values.some((network) => inCidr(addr, network)) !== condition.not;
    }
    case 'address6':
      return false;
    case 'protocol':
      return condition.values.includes(ipProto(skb.data, at)) !== condition.not;
    case 'port': {
      const transport = transportAt(skb, PROTO[condition.proto], PORTS_LEN);
      if (transport === -1) return false;
      const port = getU16(skb.data, transport + (condition.side === 'sport' ? 0 : 2));
      return condition.values.some((range) => inRange(port, range)) !== condition.not;
    }
    case 'device': {
      const name = linkOf(ns, condition.side === 'iifname' ? point.in : point.out)?.name;
      if (name === undefined) return false;
      return condition.values.some((wanted) => isNamed(name, wanted)) !== condition.not;
    }
    case 'mark': {
      const mark = condition.mask === null ? skb.mark : (skb.mark & condition.mask) >>> 0;
      return (mark === condition.value) !== condition.not;
    }
    case 'state':
      return hasState(ns, skb, condition.values) !== condition.not;
    case 'local': {
      const addr = condition.side === 'saddr' ? ipSrc(skb.data, at) : ipDst(skb.data, at);
      return (addrTypeOf(ns, addr, 0) === 'LOCAL') !== condition.not;
    }
  }
}

function isNamed(name: string, wanted: string): boolean {
  return wanted.endsWith('*') ? name.startsWith(wanted.slice(0, -1)) : name === wanted;
}
