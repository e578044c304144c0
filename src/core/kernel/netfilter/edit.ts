/** Editing a table rule by rule, as iptables does. Source: iptables-nft(8), iptables 1.8.11 iptables/nft.c. */
import type { NfChain, NfRule, NfTable, NfTableName } from '../../model/netfilter';
import { NF_BUILT_IN } from '../../model/netfilter';
import type { NfEdit, OpError } from '../../model/op';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { putNfTables } from '../write';
import { forgetCounter } from '../write.rules';
import { NO_ROOM, isFull, missingSet } from './load';
import { refused } from './refusal';
import { changeRules, isRuleStep, nextId } from './rule-list';
import { needsConntrack } from './text';
import { invalidity } from './validate';

export const NO_CHAIN: OpError = {
  errno: 'ENOENT',
  message: 'iptables: No chain/target/match by that name.',
};

export function editTable(ctx: Ctx, ns: Netns, name: NfTableName, edit: NfEdit): OpError | null {
  const table = ns.nfTables.get(name) ?? builtIn(ns, name);
  const chain = table.chains.get(edit.chain) ?? madeWhenNeeded(ns, name, edit.chain);
  if (edit.do === 'new-chain') {
    if (chain !== undefined) return { errno: 'EEXIST', message: 'iptables: Chain already exists.' };
    putChain(ctx, ns, table, { name: edit.chain, policy: null, policyId: nextId(ns), rules: [] });
    return null;
  }
  if (chain === undefined) return NO_CHAIN;
  if (isRuleStep(edit)) return editRules(ctx, ns, table, chain, edit);
  switch (edit.do) {
    case 'policy':
      if (chain.policy === null) return { errno: 'EINVAL', message: 'iptables: Bad built-in chain name.' };
      putChain(ctx, ns, table, { ...chain, policy: edit.policy });
      return null;
    case 'zero':
      for (const { id } of [...chain.rules, { id: chain.policyId }]) forgetCounter(ctx, ns, id);
      return null;
    case 'rename-chain':
      return renameChain(ctx, ns, table, chain, edit.to);
    case 'delete-chain':
      return deleteChain(ctx, ns, table, chain);
  }
}

function editRules(
  ctx: Ctx,
  ns: Netns,
  table: NfTable,
  chain: NfChain,
  edit: Parameters<typeof changeRules>[2],
): OpError | null {
  const adds = edit.do === 'append' || edit.do === 'insert';
  if (adds) {
    const { target } = edit.rule;
    if (target?.kind === 'jump' && !table.chains.has(target.chain)) return NO_CHAIN;
    const noSet = missingSet(ns, [edit.rule]);
    if (noSet !== null) return noSet;
    if (isFull(ns)) return NO_ROOM;
  }
  // Before anything is in it, the table does not even have its chains.
  if (edit.do === 'delete-number' && !ns.nfTables.has(table.name)) return NO_CHAIN;
  const rules = [...chain.rules];
  const gone = changeRules(ns, rules, edit);
  if ('errno' in gone) return gone;
  const changed = { ...chain, rules };
  const invalid = adds ? invalidity(table.name, new Map(table.chains).set(chain.name, changed)) : null;
  if (invalid !== null)
    return refused(edit.do === 'append' ? 'RULE_APPEND' : 'RULE_INSERT', invalid.errno, chain.name);
  putChain(ctx, ns, table, changed);
  for (const { id } of gone) forgetCounter(ctx, ns, id);
  return null;
}

function renameChain(ctx: Ctx, ns: Netns, table: NfTable, chain: NfChain, to: string): OpError | null {
  if (table.chains.has(to)) return { errno: 'EEXIST', message: 'iptables: File exists.' };
  // The hook of a chain of the kernel's own would be lost.
  if (chain.policy !== null) return { errno: 'EINVAL', message: 'iptables: Invalid argument.' };
  const renamed = (rule: NfRule): NfRule =>
    rule.target?.kind === 'jump' && rule.target.chain === chain.name
      ? { ...rule, target: { ...rule.target, chain: to } }
      : rule;
  const chains = [...table.chains.values()].map((one): NfChain => {
    const rules = one.rules.map(renamed);
    return { ...one, name: one === chain ? to : one.name, rules };
  });
  putTable(ctx, ns, { ...table, chains: new Map(chains.map((one) => [one.name, one])) });
  return null;
}

/** Only an empty chain that nobody calls can go. */
function deleteChain(ctx: Ctx, ns: Netns, table: NfTable, chain: NfChain): OpError | null {
  if (chain.policy !== null || chain.rules.length > 0) return refused('CHAIN_DEL', 'EBUSY', chain.name);
  const called = [...table.chains.values()].some(({ rules }) =>
    rules.some(({ target }) => target?.kind === 'jump' && target.chain === chain.name),
  );
  if (called) return refused('CHAIN_DEL', 'EBUSY', chain.name);
  const chains = new Map(table.chains);
  chains.delete(chain.name);
  putTable(ctx, ns, { ...table, chains });
  forgetCounter(ctx, ns, chain.policyId);
  return null;
}

function putChain(ctx: Ctx, ns: Netns, table: NfTable, chain: NfChain): void {
  putTable(ctx, ns, { ...table, chains: new Map(table.chains).set(chain.name, chain) });
}

export function putTable(ctx: Ctx, ns: Netns, table: NfTable): void {
  const needs = [...table.chains.values()].some(({ rules }) => rules.some(needsConntrack));
  putNfTables(ctx, ns, new Map(ns.nfTables).set(table.name, { ...table, needsConntrack: needs }));
}

/** A built-in chain that the text of a restore did not name is there as soon as something is done with it. */
function madeWhenNeeded(ns: Netns, table: NfTableName, name: string): NfChain | undefined {
  const known = NF_BUILT_IN[table].some((hook) => hook === name);
  return known ? { name, policy: 'ACCEPT', policyId: nextId(ns), rules: [] } : undefined;
}

/** A table nobody has touched: the kernel's chains, accepting everything. */
export function builtIn(ns: Netns, name: NfTableName): NfTable {
  const chains = NF_BUILT_IN[name].map((chain): NfChain => ({
    name: chain,
    policy: 'ACCEPT',
    policyId: nextId(ns),
    rules: [],
  }));
  return { name, chains: new Map(chains.map((chain) => [chain.name, chain])), needsConntrack: false };
}
