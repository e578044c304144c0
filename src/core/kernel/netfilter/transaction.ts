/**
 * Steps on one table that the kernel takes together or not at all: what iptables-restore --noflush sends as one batch of
 * netlink messages. Source: iptables 1.8.11 iptables/nft.c nft_action; net/netfilter/nf_tables_api.c nf_tables_commit.
 */
import type { NfChain, NfRule, NfTableName } from '../../model/netfilter';
import type { NfStep, OpError } from '../../model/op';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { forgetCounter } from '../write.rules';
import { builtIn, NO_CHAIN, putTable } from './edit';
import { isFull, missingSet, NO_ROOM } from './load';
import { refused } from './refusal';
import { changeRules, isRuleStep, nextId } from './rule-list';
import { invalidity } from './validate';

/** Chains as they will be; rules of those that are touched are lists of their own. */
interface Draft {
  readonly chains: Map<string, NfChain>;
  readonly open: Map<string, NfRule[]>;
  /** Counters of what goes. */
  readonly gone: number[];
}

export function restoreTable(
  ctx: Ctx,
  ns: Netns,
  name: NfTableName,
  steps: readonly NfStep[],
): OpError | null {
  const table = ns.nfTables.get(name) ?? builtIn(ns, name);
  const draft: Draft = { chains: new Map(table.chains), open: new Map(), gone: [] };
  for (const step of steps) {
    const fault = take(ns, draft, step);
    if (fault !== null) return fault;
  }
  for (const [chain, rules] of draft.open) {
    const known = draft.chains.get(chain);
    if (known !== undefined) draft.chains.set(chain, { ...known, rules });
  }
  const fault = faultOf(ns, name, draft);
  if (fault !== null) return fault;
  putTable(ctx, ns, { ...table, chains: draft.chains });
  for (const id of draft.gone) forgetCounter(ctx, ns, id);
  return null;
}

function rulesOf({ open }: Draft, chain: NfChain): NfRule[] {
  const known = open.get(chain.name);
  if (known !== undefined) return known;
  const rules = [...chain.rules];
  open.set(chain.name, rules);
  return rules;
}

function take(ns: Netns, draft: Draft, step: NfStep): OpError | null {
  const { chains, gone } = draft;
  const chain = chains.get(step.chain);
  if (step.do === 'new-chain') {
    // `:chain - -` of one that is there empties it.
    if (chain !== undefined) return takeRules(ns, draft, chain, { do: 'flush', chain: step.chain });
    chains.set(step.chain, { name: step.chain, policy: null, policyId: nextId(ns), rules: [] });
    return null;
  }
  if (chain === undefined) return NO_CHAIN;
  if (isRuleStep(step)) return takeRules(ns, draft, chain, step);
  if (chain.policy !== null || rulesOf(draft, chain).length > 0)
    return refused('CHAIN_DEL', 'EBUSY', chain.name);
  chains.delete(chain.name);
  gone.push(chain.policyId);
  return null;
}

function takeRules(
  ns: Netns,
  draft: Draft,
  chain: NfChain,
  step: Parameters<typeof changeRules>[2],
): OpError | null {
  const gone = changeRules(ns, rulesOf(draft, chain), step);
  if ('errno' in gone) return gone;
  for (const { id } of gone) draft.gone.push(id);
  return null;
}

/** What the kernel would not take of the table as it would be. */
function faultOf(ns: Netns, name: NfTableName, { chains, open }: Draft): OpError | null {
  for (const { name: chain, rules } of chains.values()) {
    for (const { target } of rules) {
      if (target?.kind !== 'jump' || chains.has(target.chain)) continue;
      return open.has(target.chain) ? refused('CHAIN_DEL', 'EBUSY', target.chain) : NO_CHAIN;
    }
    const noSet = open.has(chain) ? missingSet(ns, rules) : null;
    if (noSet !== null) return noSet;
  }
  if (isFull(ns)) return NO_ROOM;
  const invalid = invalidity(name, chains);
  return invalid === null ? null : refused('RULE_APPEND', invalid.errno, invalid.chain);
}
