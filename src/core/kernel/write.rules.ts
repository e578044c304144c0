/** What rules and policies of netfilter count. */
import type { NfCounter } from '../model/netfilter';
import type { RuleCounter } from '../model/netfilter.counter';
import type { Netns } from '../model/world';
import type { Ctx } from './ctx';
import { put } from './write';

/** No World has this generation: what bears it is replaced, and never changed. */
const NOBODYS = 0;

/** A rule begins to count here. */
export function putNfCounter(ctx: Ctx, ns: Netns, key: number, { packets, bytes }: NfCounter): void {
  replace(ctx, ns, key, { packets, bytes, generation: NOBODYS });
}

/** Counts a packet for a rule or a policy. */
export function countRule(ctx: Ctx, ns: Netns, key: number, lenBytes: number): void {
  const { generation } = ctx.world;
  const before = ns.nfCounters.entries.get(key);
  if (before?.generation === generation && !ctx.trace.on) {
    before.packets += 1;
    before.bytes += lenBytes;
    return;
  }
  const packets = (before?.packets ?? 0) + 1;
  const bytes = (before?.bytes ?? 0) + lenBytes;
  // A record holds what was and what is: neither may change any more.
  replace(ctx, ns, key, { packets, bytes, generation: ctx.trace.on ? NOBODYS : generation });
}

/** Forgets the counter of a rule that is no more. */
export function forgetCounter(ctx: Ctx, ns: Netns, key: number): void {
  if (ns.nfCounters.entries.has(key)) replace(ctx, ns, key, undefined);
}

function replace(ctx: Ctx, ns: Netns, key: number, after: RuleCounter | undefined): void {
  const before = ctx.trace.on ? ns.nfCounters.entries.get(key) : undefined;
  ns.nfCounters = put(ctx, ns.nfCounters, key, after);
  if (ctx.trace.on) ctx.changed({ slot: 'nf.counter', netns: ns.id, key, before, after });
}
