/**
 * Steps on one table that the kernel takes together or not at all: what iptables-restore --noflush sends as one batch of
 * netlink messages. Source: iptables 1.8.11 iptables/nft.c nft_action; net/netfilter/nf_tables_api.c nf_tables_commit.
 */
import type { NfChain, NfRule, NfTableName } from '../../model/netfilter';
import type { NfStep, OpError } from '../../model/op';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { forgetCounter } from '../write';
import { builtIn, nextId, NO_CHAIN, NO_RULE, putTable } from './edit';
import { isFull, missingSet, NO_ROOM } from './load';
import { refused } from './refusal';
import { printRule } from './text';
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
    if (chain !== undefined) return flush(draft, chain);
    chains.set(step.chain, { name: step.chain, policy: null, policyId: nextId(ns), rules: [] });
    return null;
  }
  if (chain === undefined) return NO_CHAIN;
  switch (step.do) {
    case 'append':
      rulesOf(draft, chain).push({ ...step.rule, id: nextId(ns) });
      return null;
    case 'insert': {
      const rules = rulesOf(draft, chain);
      const at = (step.at ?? 1) - 1;
      if (at > rules.length) return { errno: 'EINVAL', message: 'iptables: Index of insertion too big.' };
      rules.splice(at, 0, { ...step.rule, id: nextId(ns) });
      return null;
    }
    case 'delete': {
      const rules = rulesOf(draft, chain);
      const text = printRule(chain.name, step.rule);
      const at = rules.findIndex((rule) => printRule(chain.name, rule) === text);
      if (at < 0) return NO_RULE;
      for (const { id } of rules.splice(at, 1)) gone.push(id);
      return null;
    }
    case 'delete-number': {
      const removed = rulesOf(draft, chain).splice(step.number - 1, 1);
      if (removed.length === 0) return NO_CHAIN;
      for (const { id } of removed) gone.push(id);
      return null;
    }
    case 'flush':
      return flush(draft, chain);
    case 'delete-chain':
      if (chain.policy !== null || rulesOf(draft, chain).length > 0)
        return refused('CHAIN_DEL', 'EBUSY', chain.name);
      chains.delete(chain.name);
      gone.push(chain.policyId);
      return null;
  }
}

function flush(draft: Draft, chain: NfChain): null {
  for (const { id } of rulesOf(draft, chain)) draft.gone.push(id);
  draft.open.set(chain.name, []);
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
