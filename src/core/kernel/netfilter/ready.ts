/**
 * Rules made ready for packets: numbers to compare and functions to call, in the place of options to interpret. An index
 * beside the World, made once for each chain and found by the chain's own value, which never changes.
 */
import type { Negatable, NfChain, NfMatch, NfRule } from '../../model/netfilter';
import type { NfMisfit } from '../../trace/kinds';
import type { Cidr4 } from '../../wire/addr';
import { maskOf } from '../../wire/addr';
import { ipDst, ipProto, ipSrc } from '../../wire/ipv4';
import { linkOf } from '../ctx';
import { networkOffset } from '../skb';
import { deviceFits } from './device';
import { matchKinds } from './match';
import type { MatchKind } from './match/kind';
import type { Seen } from './seen';

/** A rule in front of a packet: the first condition that does not hold, in the kernel's order; null when it fits. */
export interface ReadyRule {
  readonly rule: NfRule;
  misfit(seen: Seen, header: Header): NfMisfit | null;
}

/** What rules ask first, read once for all of them. Addresses as signed numbers, which need no memory of their own. */
export interface Header {
  readonly src: number;
  readonly dst: number;
  readonly proto: number;
  readonly in: string;
  readonly out: string;
}

export function headerOf({ ns, skb, point }: Seen): Header {
  const at = networkOffset(skb);
  return {
    src: ipSrc(skb.data, at) | 0,
    dst: ipDst(skb.data, at) | 0,
    proto: ipProto(skb.data, at),
    in: linkOf(ns, point.in)?.name ?? '',
    out: linkOf(ns, point.out)?.name ?? '',
  };
}

const known = new WeakMap<NfChain, readonly ReadyRule[]>();

export function readyRules(chain: NfChain): readonly ReadyRule[] {
  const before = known.get(chain);
  if (before !== undefined) return before;
  const rules = chain.rules.map(readyRule);
  known.set(chain, rules);
  return rules;
}

type Fits = (seen: Seen) => boolean;

function readyRule(rule: NfRule): ReadyRule {
  const src = readyNetwork(rule.src);
  const dst = readyNetwork(rule.dst);
  const proto = rule.proto?.value ?? -1;
  const notProto = rule.proto?.invert === true;
  const devices = rule.in !== null || rule.out !== null;
  const matches = rule.matches.map((match) => readyMatch(match, rule.id));
  return {
    rule,
    misfit(seen, header) {
      if ((((header.src ^ src.addr) & src.mask) === 0) === src.invert) return 'src';
      if ((((header.dst ^ dst.addr) & dst.mask) === 0) === dst.invert) return 'dst';
      if (devices) {
        if (rule.in !== null && deviceFits(header.in, rule.in.value) === rule.in.invert) return 'in';
        if (rule.out !== null && deviceFits(header.out, rule.out.value) === rule.out.invert) return 'out';
      }
      if (proto !== -1 && (header.proto === proto) === notProto) return 'proto';
      for (let i = 0; i < matches.length; i += 1) if (matches[i]?.(seen) === false) return i;
      return null;
    },
  };
}

interface Network {
  readonly addr: number;
  readonly mask: number;
  readonly invert: boolean;
}

/** No condition is a network that everything is in. */
const EVERYWHERE: Network = { addr: 0, mask: 0, invert: false };

function readyNetwork(wanted: Negatable<Cidr4> | null): Network {
  if (wanted === null) return EVERYWHERE;
  const { value, invert } = wanted;
  return { addr: value.addr | 0, mask: maskOf(value.len) | 0, invert };
}

function readyMatch(match: NfMatch, rule: number): Fits {
  const kind = matchKinds[match.kind] as MatchKind<typeof match.kind>;
  return kind.ready === undefined ? (seen) => kind.fits(match, seen, rule) : kind.ready(match);
}
