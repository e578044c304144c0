/**
 * Which bits of a packet's mark mean what: felix takes them out of a mask one after another, from the low end.
 * Source: calico felix/markbits/mark_bits.go, felix/dataplane/driver.go StartDataplaneDriver.
 */
import { err, ok, type Result } from '../../../base/result';

/** FelixConfiguration iptablesMarkMask as nobody set it. */
export const MARK_MASK = 0xffff0000;

/** The bits the rules of policy speak of. */
export interface PolicyMarks {
  /** A policy or profile allowed the packet. */
  readonly accept: number;
  /** The packet goes on to the next tier. */
  readonly pass: number;
}

/** The bits felix's rules use where nobody asks for WireGuard or IPVS. */
export interface RuleMarks extends PolicyMarks {
  /** A policy denied it; 0 up to v3.29, which dropped it where it stood. */
  readonly drop: number;
  /** Partial results inside of one policy rule; in raw PREROUTING: the packet comes from a workload. */
  readonly scratch0: number;
  readonly scratch1: number;
}

export interface MarkBits extends RuleMarks {
  /** 0 without WireGuard. */
  readonly wireguard: number;
  /** Numbers an endpoint where kube-proxy uses IPVS. */
  readonly endpointMask: number;
  /** The endpoint number of packets that come from no endpoint of Calico's. */
  readonly nonCaliEndpoint: number;
}

export interface MarkBitsOptions {
  readonly mask: number;
  readonly wireguard: boolean;
  /** From v3.30 on there is a bit for denied packets. */
  readonly dropBit: boolean;
}

export function allocateMarkBits({ mask, wireguard, dropBit }: MarkBitsOptions): Result<MarkBits, string> {
  const free = Array.from({ length: 32 }, (_, shift) => (1 << shift) >>> 0).filter(
    (bit) => (mask & bit) !== 0,
  );
  const next = (): number => free.shift() ?? 0;
  const accept = next();
  const pass = next();
  const drop = dropBit ? next() : 0;
  const scratch0 = next();
  const scratch1 = next();
  const wireguardBit = wireguard ? next() : 0;
  if (wireguard && wireguardBit === 0) {
    return err('Failed to allocate a mark bit for wireguard, not enough mark bits available.');
  }
  if (scratch1 === 0) return err('Not enough mark bits available.');
  const endpointMask = free.reduce((bits, bit) => (bits | bit) >>> 0, 0);
  return ok({
    accept,
    pass,
    drop,
    scratch0,
    scratch1,
    wireguard: wireguardBit,
    endpointMask,
    nonCaliEndpoint: free[0] ?? 0,
  });
}

/** The bits that are cleared where a packet enters: what other programs left in them means nothing. */
export function policyBits({ accept, pass, scratch0, scratch1 }: RuleMarks): number {
  return (accept | pass | scratch0 | scratch1) >>> 0;
}
