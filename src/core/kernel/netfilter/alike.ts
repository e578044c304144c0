/**
 * What a chain said of a packet holds for all that are alike in everything it was asked about: they pass or end by the same
 * rules, and need not be held against each of them again. Kept beside the World, by the ruleset, which is replaced and never
 * changed. Not where records are made, which tell of each rule; and nothing is kept of a walk that asked for anything else (a
 * rate, a chance, a flag of TCP), or did something to the packet.
 */
import { getU16 } from '../../base/bytes';
import type { Ifindex } from '../../model/link';
import type { CtStateName } from '../../model/netfilter.match';
import type { Skb } from '../../model/skb';
import type { Netns } from '../../model/world';
import { PROTO_ICMP, PROTO_TCP, ipDst, ipProto, ipSrc } from '../../wire/ipv4';
import { linkOf } from '../ctx';
import { networkOffset } from '../skb';
import { ctState } from './conntrack';
import type { Header, HookPoint } from './seen';
import { portsAt, transportAt } from './transport';

/** What packets are alike in. */
interface Likeness extends Pick<Header, 'src' | 'dst' | 'proto' | 'in' | 'out'> {
  /** Both ports, or type and code of ICMP. */
  readonly ends: number;
  readonly mark: number;
  /** What it is to its flow. */
  readonly state: CtStateName;
}

/** What a chain said. */
export interface Said {
  readonly verdict: 'accept' | 'drop';
  /** Rules, and the policy, that counted the packet. */
  readonly counted: readonly number[];
}

/** Packets remembered for a chain; with more of them remembering begins anew. */
const PACKETS_MAX = 1024;
const TCP_HEADER_MIN = 20;

export class Alike {
  private readonly known = new Map<number, Likeness & Said>();
  /** The sets as they were for all of them: held once, or each packet would keep an old version of every set alive. */
  private ipsets: Netns['ipsets'] | null = null;

  /** What was said of a packet like this one; null when there was none. */
  recall(ns: Netns, skb: Skb, point: HookPoint): Said | null {
    if (this.ipsets !== ns.ipsets) return null;
    const ip = networkOffset(skb);
    const proto = ipProto(skb.data, ip);
    const at = endsAt(skb, proto);
    if (at === -1) return null;
    const src = ipSrc(skb.data, ip) | 0;
    const dst = ipDst(skb.data, ip) | 0;
    const ends = endsOf(skb, proto, at);
    const one = this.known.get(keyOf(src, dst, ends));
    return one?.src === src &&
      one.dst === dst &&
      one.ends === ends &&
      one.proto === proto &&
      one.mark === skb.mark &&
      one.state === ctState(skb) &&
      one.in === nameOf(ns, point.in) &&
      one.out === nameOf(ns, point.out)
      ? one
      : null;
  }

  keep(ns: Netns, skb: Skb, header: Header, verdict: Said['verdict'], counted: readonly number[]): void {
    const { src, dst, proto, in: from, out } = header;
    const at = endsAt(skb, proto);
    if (at === -1) return;
    const ends = endsOf(skb, proto, at);
    const { mark } = skb;
    const state = ctState(skb);
    if (this.known.size >= PACKETS_MAX || this.ipsets !== ns.ipsets) this.known.clear();
    this.ipsets = ns.ipsets;
    // Spelled out: packets compare themselves with what they all find built alike.
    const said = { src, dst, ends, proto, mark, state, in: from, out, verdict, counted };
    this.known.set(keyOf(src, dst, ends), said);
  }
}

/** '' for none, as rules see it. */
function nameOf(ns: Netns, dev: Ifindex): string {
  return linkOf(ns, dev)?.name ?? '';
}

/** Where ports, or type and code, are. -1 for what has none, or is cut: no two such packets are taken to be alike. */
function endsAt(skb: Skb, proto: number): number {
  if (proto === PROTO_ICMP) return transportAt(skb, PROTO_ICMP, 4);
  return proto === PROTO_TCP ? transportAt(skb, PROTO_TCP, TCP_HEADER_MIN) : portsAt(skb);
}

function endsOf({ data }: Skb, proto: number, at: number): number {
  return proto === PROTO_ICMP ? getU16(data, at) : (getU16(data, at) << 16) | getU16(data, at + 2);
}

/** Of thirty bits: such a number needs no memory of its own. */
function keyOf(src: number, dst: number, ends: number): number {
  return Math.imul(src ^ Math.imul(dst, 0x85ebca6b) ^ Math.imul(ends, 0xc2b2ae35), 0x9e3779b1) >> 2;
}
