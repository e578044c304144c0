/**
 * Rules made ready for packets: numbers to compare and functions to call, in the place of options to interpret. An index
 * beside the World, made once for each chain and found by the chain's own value, which never changes.
 */
import { Part } from '../../base/part';
import type { Negatable, NfChain, NfMatch, NfRule, NfTarget } from '../../model/netfilter';
import type { NftRule } from '../../model/nftables';
import type { NfMisfit } from '../../trace/kinds';
import type { Cidr4 } from '../../wire/addr';
import { maskOf } from '../../wire/addr';
import type { DevicePattern } from './device';
import { devicePattern, fitsPattern } from './device';
import type { MatchKind } from './match/kind';
import { nearMatches } from './match/near';
import type { Header, Seen } from './seen';
import type { TargetKind, TargetVerdict } from './target/kind';
import { nearTargets } from './target/near';

const matches = new Part('matches', async () => (await import('./match')).matchKinds);
const targets = new Part('targets', async () => (await import('./target')).targetKinds);
const nftables = new Part('rules of nftables', () => import('../nftables/misfit'));

const known = new WeakMap<NfChain, readonly ReadyRule[]>();

export function readyRules(chain: NfChain): readonly ReadyRule[] {
  const before = known.get(chain);
  if (before !== undefined) return before;
  const rules = chain.rules.map((rule) => new ReadyRule(rule));
  known.set(chain, rules);
  return rules;
}

/** A packet in front of a rule, and whether all that are alike it (alike.ts) were asked the same so far. */
type Asked = Seen & Header & { alike: boolean };
type Fits = (seen: Seen & Header) => boolean;
type Act = (seen: Seen) => TargetVerdict;

/** A rule in front of packets. */
export class ReadyRule {
  readonly rule: NfRule;
  // What every rule that fits is asked, copied from it: rules come from many places and are built in many ways.
  readonly id: number;
  /** In nftables a rule counts when it says so. */
  readonly counts: boolean;
  /** What its target does; null for none, and for a jump. */
  readonly act: Act | null;
  /** Its target says what becomes of the packet, and does nothing to it. */
  readonly judges: boolean;
  /** It stands for a rule of nftables, whose conditions are its own. */
  private readonly nft: NftRule | null;
  private readonly src: Network;
  private readonly dst: Network;
  /** -1 for any. */
  private readonly proto: number;
  private readonly notProto: boolean;
  private readonly in: Negatable<DevicePattern> | null;
  private readonly out: Negatable<DevicePattern> | null;
  private readonly matches: readonly Fits[];
  /** For each of them whether packets that are alike fit alike. */
  private readonly alike: readonly (((seen: Seen) => boolean) | null)[];

  constructor(rule: NfRule) {
    this.rule = rule;
    this.id = rule.id;
    this.counts = rule.nft?.counter !== null;
    this.act = readyTarget(rule.target);
    this.judges = rule.target !== null && JUDGES.has(rule.target.kind);
    this.nft = rule.nft ?? null;
    this.src = readyNetwork(rule.src);
    this.dst = readyNetwork(rule.dst);
    this.proto = rule.proto?.value ?? -1;
    this.notProto = rule.proto?.invert === true;
    this.in = readyDevice(rule.in);
    this.out = readyDevice(rule.out);
    this.matches = rule.matches.map((match) => readyMatch(match, rule.id));
    this.alike = rule.matches.map(readyLikeness);
  }

  /** The first condition that does not hold, in the kernel's order; null when the rule fits. */
  misfit(seen: Asked): NfMisfit | null {
    if (this.nft !== null) {
      seen.alike = false;
      return nftables.content.nftMisfit(seen, this.nft);
    }
    const { src, dst, proto, matches } = this;
    if ((((seen.src ^ src.addr) & src.mask) === 0) === src.invert) return 'src';
    if ((((seen.dst ^ dst.addr) & dst.mask) === 0) === dst.invert) return 'dst';
    if (this.in !== null && fitsPattern(seen.in, this.in.value) === this.in.invert) return 'in';
    if (this.out !== null && fitsPattern(seen.out, this.out.value) === this.out.invert) return 'out';
    if (proto !== -1 && (seen.proto === proto) === this.notProto) return 'proto';
    for (let i = 0; i < matches.length; i += 1) {
      if (seen.alike && this.alike[i]?.(seen) !== true) seen.alike = false;
      if (matches[i]?.(seen) === false) return i;
    }
    return null;
  }
}

function readyDevice(wanted: Negatable<string> | null): Negatable<DevicePattern> | null {
  return wanted === null ? null : { value: devicePattern(wanted.value), invert: wanted.invert };
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

function readyTarget(target: NfTarget | null): Act | null {
  if (target === null || target.kind === 'jump') return null;
  const kind = (nearTargets[target.kind] ?? targets.content[target.kind]) as TargetKind<typeof target.kind>;
  return (seen) => kind.act(target, seen);
}

/** Targets that only say what becomes of a packet. */
const JUDGES: ReadonlySet<NfTarget['kind']> = new Set(['ACCEPT', 'DROP', 'RETURN']);

function kindOf(match: NfMatch): MatchKind<typeof match.kind> {
  return (nearMatches[match.kind] ?? matches.content[match.kind]) as MatchKind<typeof match.kind>;
}

function readyLikeness(match: NfMatch): ((seen: Seen) => boolean) | null {
  const kind = kindOf(match);
  return kind.alike === undefined ? null : (seen) => kind.alike?.(match, seen) === true;
}

function readyMatch(match: NfMatch, rule: number): Fits {
  const kind = kindOf(match);
  return kind.ready === undefined ? (seen) => kind.fits(match, seen, rule) : kind.ready(match);
}
