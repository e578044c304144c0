/** One rule in the words of iptables: how it is printed, why it is refused, whether its matches fit a packet. */
import { matchKinds } from '../kernel/netfilter/match';
import type { MatchKind } from '../kernel/netfilter/match/kind';
import type { Seen } from '../kernel/netfilter/seen';
import { parseRestore, printCondition } from '../kernel/netfilter/text';
import type { RuleSpec } from '../kernel/netfilter/text.rule';
import type { NfHook, NfTableName } from '../model/netfilter';
import { NF_BUILT_IN } from '../model/netfilter';
import type { Net } from './net';
import { routedNet } from './net';

function read(words: string, table: NfTableName): ReturnType<typeof parseRestore> {
  const chains = NF_BUILT_IN[table].map((chain) => `:${chain} ACCEPT`);
  const [chain = 'OUTPUT'] = NF_BUILT_IN[table];
  return parseRestore([`*${table}`, ...chains, `-A ${chain} ${words}`, 'COMMIT'].join('\n'));
}

/** The rule; throws when it is refused. */
export function ruleOf(words: string, table: NfTableName = 'filter'): RuleSpec {
  const tables = read(words, table);
  const rule = tables.ok ? tables.value[0]?.chains.flatMap(({ rules }) => rules)[0] : undefined;
  if (rule === undefined) throw new Error(`${words}: ${JSON.stringify(tables)}`);
  return rule;
}

/** As iptables-save prints it, without its chain. */
export function printedRule(words: string, table: NfTableName = 'filter'): string {
  return printCondition(ruleOf(words, table));
}

/** Why a rule is refused and what of it; null when it is taken. */
export function refusal(words: string, table: NfTableName = 'filter'): string | null {
  const tables = read(words, table);
  return tables.ok ? null : `${tables.error.why}: ${tables.error.what}`;
}

export interface Where {
  readonly lab?: Net;
  readonly netns?: string;
  readonly hook?: NfHook;
  readonly in?: string;
  readonly out?: string;
  readonly skb?: Partial<Seen['skb']>;
}

/** Whether all matches of a rule fit a frame in a netns, by default in the router of {@link routedNet}. */
export function ruleFits(words: string, bytes: Uint8Array, where: Where = {}): boolean {
  const { lab = routedNet(), netns = 'r', hook = 'FORWARD' } = where;
  const { ctx } = lab.simulation;
  const ns = ctx.own(lab.ns(netns).id);
  const ifindex = (name: string | undefined): number =>
    ns.links.find((link) => name !== undefined && link?.name === name)?.ifindex ?? 0;
  const skb = { ...lab.skb(bytes), pktType: 'host' as const, ...where.skb };
  const point = { in: ifindex(where.in ?? 'e0'), out: ifindex(where.out ?? 'e1'), nexthop: 0 };
  const seen: Seen = { ctx, ns, hook, skb, point };
  return ruleOf(words).matches.every((match) =>
    (matchKinds[match.kind] as MatchKind<typeof match.kind>).fits(match, seen, 1),
  );
}
