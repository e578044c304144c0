/** Whether a packet is in a set. Source: net/netfilter/ipset/ip_set_core.c ip_set_test, the types' kadt functions. */
import type { IpSet, IpSetDimension, IpSetMember } from '../../model/ipset';
import type { SetSide } from '../../model/netfilter.match';
import { prefixKey } from '../../model/route';
import type { Skb } from '../../model/skb';
import type { Netns } from '../../model/world';
import { formatIpv4, formatMac, networkOf } from '../../wire/addr';
import { ethSrc } from '../../wire/ethernet';
import { PROTO_ICMP, ipDst, ipHeaderLen, ipProto, ipSrc } from '../../wire/ipv4';
import type { Ctx } from '../ctx';
import { linkOf } from '../ctx';
import { portsOf } from '../netfilter/transport';
import type { HookPoint } from '../netfilter/seen';
import { networkOffset } from '../skb';
import { putNfState } from '../write';
import { byPrefix, isOfAddresses } from './by-prefix';
import { icmpWord } from './icmp-words';
import { dimensionsOf, printNet, protocolWord } from './member';
import { counterKey, isPresent } from './present';

/** `sides`: which end of the packet each dimension looks at; too few of them match nothing. */
export function inSet(
  ctx: Ctx,
  ns: Netns,
  set: IpSet,
  skb: Skb,
  point: HookPoint,
  sides: readonly SetSide[],
): boolean {
  if (set.type === 'list:set') {
    return [...set.members.keys()].some((name) => {
      const member = ns.ipsets.get(name);
      return member !== undefined && member.type !== 'list:set' && inSet(ctx, ns, member, skb, point, sides);
    });
  }
  const dims = dimensionsOf(set.type);
  if (sides.length < dims.length || set.members.size === 0) return false;
  const found = isOfAddresses(set)
    ? searchAddress(ctx, set, skb, sides[0] ?? 'src')
    : search(ctx, ns, set, skb, point, sides, dims, 0, '');
  if (found === null || found.nomatch) return false;
  if (set.counters) count(ctx, ns, set, found, skb);
  return true;
}

/** As {@link search} does, by numbers: rules ask for addresses alone more than for anything else. */
function searchAddress(ctx: Ctx, set: IpSet, skb: Skb, side: SetSide): IpSetMember | null {
  const at = networkOffset(skb);
  const addr = side === 'src' ? ipSrc(skb.data, at) : ipDst(skb.data, at);
  const members = byPrefix(set);
  const lengths = set.type === 'hash:net' ? set.lengths[0] : ONE_ADDRESS;
  for (const len of lengths ?? ONE_ADDRESS) {
    const member = members.get(prefixKey(networkOf(addr, len), len));
    if (member !== undefined && isPresent(member, ctx.world.nowNs)) return member;
  }
  return null;
}

const ONE_ADDRESS: readonly number[] = [32];

/**
 * Tries the words a packet may be written with, dimension by dimension: one for most, one for each prefix length that
 * occurs for a network, the longest first. The first member found decides; `nomatch` says no.
 */
function search(
  ctx: Ctx,
  ns: Netns,
  set: IpSet,
  skb: Skb,
  point: HookPoint,
  sides: readonly SetSide[],
  dims: readonly IpSetDimension[],
  i: number,
  before: string,
): IpSetMember | null {
  if (i === dims.length) {
    const member = set.members.get(before);
    return member === undefined || !isPresent(member, ctx.world.nowNs) ? null : member;
  }
  for (const word of wordsOf(ns, set, skb, point, dims[i] ?? 'ip', sides[i] ?? 'src', i)) {
    const found = search(
      ctx,
      ns,
      set,
      skb,
      point,
      sides,
      dims,
      i + 1,
      before === '' ? word : `${before},${word}`,
    );
    if (found !== null) return found;
  }
  return null;
}

/** A member saw a packet. Source: ip_set.h ip_set_update_counter. */
function count(ctx: Ctx, ns: Netns, set: IpSet, { text }: IpSetMember, skb: Skb): void {
  const key = counterKey(set.name, text);
  const [packets = 0, bytes = 0] = ns.nfState.entries.get(key) ?? [];
  putNfState(ctx, ns, key, [packets + 1, bytes + skb.tail - networkOffset(skb)]);
}

function wordsOf(
  ns: Netns,
  set: IpSet,
  skb: Skb,
  point: HookPoint,
  dim: IpSetDimension,
  side: SetSide,
  i: number,
): readonly string[] {
  const at = networkOffset(skb);
  const addr = side === 'src' ? ipSrc(skb.data, at) : ipDst(skb.data, at);
  switch (dim) {
    case 'ip':
      return [formatIpv4(addr)];
    case 'net':
      return (set.lengths[i] ?? []).map((len) => printNet(networkOf(addr, len), len));
    case 'port':
      return portWords(skb, side, set.type === 'bitmap:port');
    case 'iface': {
      const name = linkOf(ns, side === 'src' ? point.in : point.out)?.name;
      return name === undefined ? [] : [name];
    }
    case 'mac':
      return side === 'src' && skb.l2 && point.in !== 0
        ? [formatMac(ethSrc(skb.data, skb.head)).toUpperCase()]
        : [];
    case 'set':
      return [];
  }
}

/** ICMP has type and code in the port's place. Source: ip_set_getport.c ip_set_get_ip4_port. */
function portWords(skb: Skb, side: SetSide, bare: boolean): readonly string[] {
  const at = networkOffset(skb);
  const proto = ipProto(skb.data, at);
  const word = protocolWord(proto);
  if (word === null) return [];
  if (proto === PROTO_ICMP) {
    const transport = at + ipHeaderLen(skb.data, at);
    return bare ? [] : [`icmp:${icmpWord(skb.data[transport] ?? 0, skb.data[transport + 1] ?? 0)}`];
  }
  const ports = portsOf(skb);
  if (ports === null) return [];
  const port = String(side === 'src' ? ports.src : ports.dst);
  return [bare ? port : `${word}:${port}`];
}
