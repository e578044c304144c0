/**
 * Which policies a chain of felix's stands for when it drops a packet, told by the comments felix writes into its rules:
 * the first rule of a policy's chain has the policy's kind and name, also where the policy has no rules.
 * Source: calico felix/rules/policy.go, endpoints.go.
 */
import type { NfChain, NfRule, NfTable } from '../model/netfilter';
import type { World } from '../model/world';
import type { TraceRecord } from '../trace/record';
import { linkAt, netnsName, netnsOf } from './names';

export interface PolicyVerdict {
  /** - ingress, egress: policies select the pod and none lets this in, or out; denied: a policy's rule says so */
  readonly kind: 'ingress' | 'egress' | 'denied' | 'noProfile';
  /** In felix's order; never empty but for noProfile. */
  readonly policies: readonly { readonly kind: string; readonly name: string }[];
  /** The pod behind the device the chain is for; null where there is none. */
  readonly pod: string | null;
}

/** To a workload, and from it. */
const ENDPOINT = /^cali-(tw|fw)-/;
const POLICY = /^cali-p[io]-/;
const GROUP = /^cali-g[io]-/;
const TITLE = /^(\w+) (\S+) (?:ingress|egress)$/;
const TIER = 'Start of tier ';
const TIER_END = /^End of tier .* if no policies passed packet$/;
const NO_PROFILE = / if no profiles matched$/;
/** What the API server calls what felix calls so. */
const KINDS: ReadonlyMap<string, string> = new Map([['KubernetesNetworkPolicy', 'NetworkPolicy']]);

/** Null for a rule that nobody's policy stands behind. */
export function policyVerdict(world: World, record: TraceRecord<'nf.rule'>): PolicyVerdict | null {
  const { chain: name, number, rule, table } = record.detail;
  // Felix drops, or rejects where its FelixConfiguration says so.
  if (record.verdict !== 'drop' || (rule?.target?.kind !== 'DROP' && rule?.target?.kind !== 'REJECT'))
    return null;
  const tables = netnsOf(world, record.netns)?.nfTables;
  const chains = [...(tables?.values() ?? [])].find((one) => one.name === table)?.chains;
  const own = chains?.get(name);
  if (chains === undefined || own === undefined) return null;
  if (POLICY.test(name)) {
    const title = titleOf(own);
    return title && { kind: 'denied', policies: [title], pod: null };
  }
  const endpoint = ENDPOINT.exec(name)?.[1];
  if (endpoint === undefined) return null;
  const pod = podBehind(world, record, endpoint === 'tw' ? record.detail.out : record.detail.in);
  const words = commentsOf(rule);
  if (words.some((word) => NO_PROFILE.test(word))) return { kind: 'noProfile', policies: [], pod };
  if (!words.some((word) => TIER_END.test(word))) return null;
  const policies = lastTier(own, number).flatMap((target) => titlesBehind(chains, target));
  return policies.length === 0 ? null : { kind: endpoint === 'tw' ? 'ingress' : 'egress', policies, pod };
}

function commentsOf({ matches }: NfRule): readonly string[] {
  return matches.flatMap((match) => (match.kind === 'comment' ? [match.text] : []));
}

function targetOf({ target }: NfRule): readonly string[] {
  return target?.kind === 'jump' ? [target.chain] : [];
}

/** Chains that the rules of the tier before rule `number` jump to. */
function lastTier({ rules }: NfChain, number: number): readonly string[] {
  const before = rules.slice(0, number - 1);
  const start = before.findLastIndex((rule) => commentsOf(rule).some((word) => word.startsWith(TIER)));
  return before.slice(start + 1).flatMap(targetOf);
}

/** The policy a chain is of, or those of a group. */
function titlesBehind(chains: NfTable['chains'], name: string): PolicyVerdict['policies'] {
  const chain = chains.get(name);
  if (chain === undefined) return [];
  if (GROUP.test(name)) {
    const members = chain.rules.flatMap(targetOf).filter((target) => POLICY.test(target));
    return members.flatMap((target) => titlesBehind(chains, target));
  }
  const title = POLICY.test(name) ? titleOf(chain) : null;
  return title === null ? [] : [title];
}

function titleOf({ rules: [first] }: NfChain): PolicyVerdict['policies'][number] | null {
  const words = first === undefined ? [] : commentsOf(first);
  const [, kind = '', name = ''] = words.flatMap((word) => [TITLE.exec(word)]).find(Boolean) ?? [];
  return kind === '' ? null : { kind: KINDS.get(kind) ?? kind, name };
}

function podBehind(world: World, { netns }: TraceRecord, dev: number): string | null {
  const link = linkAt(world, netns, dev);
  return link?.kind === 'veth' && link.peer !== null ? netnsName(world, link.peer.netns) : null;
}
