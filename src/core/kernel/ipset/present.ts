/** Members that are there: their time is not over. Source: net/netfilter/ipset/ip_set_timeout.h. */
import type { IpSet, IpSetMember } from '../../model/ipset';
import type { NfCounter } from '../../model/netfilter';
import type { Netns } from '../../model/world';

const NS_PER_SEC = 1_000_000_000;
const NOTHING: NfCounter = { packets: 0, bytes: 0 };

export function isPresent({ untilNs }: IpSetMember, nowNs: number): boolean {
  return untilNs === null || untilNs > nowNs;
}

export function presentMembers(set: IpSet, nowNs: number): readonly IpSetMember[] {
  const members = [...set.members.values()];
  return set.timeoutSec === null ? members : members.filter((member) => isPresent(member, nowNs));
}

/** Whole seconds, at least one while it lasts; 0 for a member that stays (ip_set_timeout_get). */
export function secondsLeft({ untilNs }: IpSetMember, nowNs: number): number {
  return untilNs === null ? 0 : Math.max(1, Math.floor((untilNs - nowNs) / NS_PER_SEC));
}

/** Where a set with counters keeps what a member has seen. */
export function counterKey(set: string, member: string): string {
  return `ipset ${set} ${member}`;
}

export function seenOf(ns: Netns, set: IpSet, member: IpSetMember): NfCounter {
  const [packets = 0, bytes = 0] = ns.nfState.entries.get(counterKey(set.name, member.text)) ?? [];
  return packets === 0 && bytes === 0 ? NOTHING : { packets, bytes };
}
