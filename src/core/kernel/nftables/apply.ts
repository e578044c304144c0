/** A transaction: all of its commands, or none. Source: net/netfilter/nf_tables_api.c. */
import type { NfHook } from '../../model/netfilter';
import type { NftBase, NftChain, NftCommand, NftRule, NftRuleSpec, NftTable } from '../../model/nftables';
import type { Errno, OpError } from '../../model/op';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { NO_ROOM } from '../netfilter/load';
import { strerror } from '../ops/error';
import { putNft } from '../write';
import { forgetCounter, putNfCounter } from '../write.rules';

/** Rules a namespace may hold; the kernel's only bound is its memory. */
const RULES_MAX = 100_000;
/** Chains may call one another this deep (NFT_JUMP_STACK_SIZE). */
const JUMPS_MAX = 16;

export function applyNft(ctx: Ctx, ns: Netns, commands: readonly NftCommand[]): OpError | null {
  const draft: Draft = {
    ns,
    tables: new Map(ns.nft.map((table) => [keyOf(table), table])),
    next: ns.nextRule,
  };
  for (const [index, command] of commands.entries()) {
    const errno = run(draft, command);
    if (errno !== null) return refused(errno, index);
  }
  const after = [...draft.tables.values()];
  const rules = rulesOf(after);
  if (rules.size > RULES_MAX) return { ...NO_ROOM, index: commands.length - 1 };
  const wrong = after.some(isCircular);
  if (wrong) return refused('ELOOP', commands.length - 1);
  const before = rulesOf(ns.nft);
  ns.nextRule = draft.next;
  putNft(ctx, ns, after);
  for (const rule of before.values()) if (!rules.has(rule.id)) forgetCounter(ctx, ns, rule.id);
  for (const { id, counter } of rules.values()) {
    if (counter !== null && counter.packets > 0 && !before.has(id)) putNfCounter(ctx, ns, id, counter);
  }
  return null;
}

function refused(errno: Errno, index: number): OpError {
  return { errno, message: `Error: Could not process rule: ${strerror(errno)}`, index };
}

interface Draft {
  readonly ns: Netns;
  readonly tables: Map<string, NftTable>;
  next: number;
}

function keyOf({ family, name }: Pick<NftTable, 'family' | 'name'>): string {
  return `${family} ${name}`;
}

function rulesOf(tables: readonly NftTable[]): ReadonlyMap<number, NftRule> {
  return new Map(
    tables.flatMap(({ chains }) =>
      [...chains.values()].flatMap(({ rules }) => rules.map((rule) => [rule.id, rule])),
    ),
  );
}

function run(draft: Draft, command: NftCommand): Errno | null {
  const { tables } = draft;
  if (command.do === 'flush-ruleset') {
    tables.clear();
    return null;
  }
  const key = keyOf(command.table);
  const table = tables.get(key);
  if (command.do === 'add-table') {
    if (table !== undefined) return command.fresh ? 'EEXIST' : null;
    tables.set(key, { ...command.table, comment: command.comment, chains: new Map(), lastHandle: 0 });
    return null;
  }
  if (table === undefined) return 'ENOENT';
  switch (command.do) {
    case 'delete-table':
      tables.delete(key);
      return null;
    case 'flush-table': {
      const chains = [...table.chains].map(([name, chain]) => [name, { ...chain, rules: [] }] as const);
      tables.set(key, { ...table, chains: new Map(chains) });
      return null;
    }
    case 'add-chain':
      return addChain(draft, table, command);
    default: {
      const chain = table.chains.get(command.chain);
      if (chain === undefined) return 'ENOENT';
      return editChain(draft, table, chain, command);
    }
  }
}

function addChain(
  draft: Draft,
  table: NftTable,
  { chain: name, base, comment, fresh }: NftCommand & { do: 'add-chain' },
): Errno | null {
  const present = table.chains.get(name);
  if (present !== undefined) {
    if (fresh) return 'EEXIST';
    // Of a chain that is there only the policy may be another.
    if (base === null || present.base === null) return null;
    if (
      base.type !== present.base.type ||
      base.hook !== present.base.hook ||
      base.priority !== present.base.priority
    )
      return 'EEXIST';
    put(draft, table, { ...present, base });
    return null;
  }
  if (base !== null && !admits(base)) return 'EOPNOTSUPP';
  const handle = table.lastHandle + 1;
  const chain: NftChain = { name, handle, comment, base, policyId: draft.next, rules: [] };
  draft.next += 1;
  put(draft, { ...table, lastHandle: handle }, chain);
  return null;
}

/** Where addresses are translated there is no forwarding. Source: nft_chain_nat.c. */
function admits({ type, hook, priority }: NftBase): boolean {
  // Before conntrack there is no flow whose addresses could be translated.
  return type !== 'nat' || (hook !== 'FORWARD' && priority > -200);
}

type ChainEdit = Exclude<
  NftCommand,
  { do: 'add-table' | 'delete-table' | 'flush-table' | 'add-chain' | 'flush-ruleset' }
>;

function editChain(draft: Draft, table: NftTable, chain: NftChain, command: ChainEdit): Errno | null {
  switch (command.do) {
    case 'flush-chain':
      put(draft, table, { ...chain, rules: [] });
      return null;
    case 'delete-chain': {
      const called = [...table.chains.values()].some(({ rules }) =>
        rules.some((rule) => calledBy(rule) === chain.name),
      );
      if (called || chain.rules.length > 0) return 'EBUSY';
      const chains = new Map(table.chains);
      chains.delete(chain.name);
      draft.tables.set(keyOf(table), { ...table, chains });
      return null;
    }
    case 'delete-rule': {
      const rules = chain.rules.filter(({ handle }) => handle !== command.handle);
      if (rules.length === chain.rules.length) return 'ENOENT';
      put(draft, table, { ...chain, rules });
      return null;
    }
    case 'add-rule':
    case 'insert-rule': {
      const called = calledBy(command.rule);
      if (called !== null && !table.chains.has(called)) return 'ENOENT';
      if (called !== null && (table.chains.get(called)?.base ?? null) !== null) return 'EOPNOTSUPP';
      if (translates(command.rule) && chain.base !== null && !hasPlace(command.rule, chain.base))
        return 'EOPNOTSUPP';
      const handle = table.lastHandle + 1;
      const rule: NftRule = { ...command.rule, id: draft.next, handle };
      draft.next += 1;
      const rules = command.do === 'add-rule' ? [...chain.rules, rule] : [rule, ...chain.rules];
      put(draft, { ...table, lastHandle: handle }, { ...chain, rules });
      return null;
    }
  }
}

function put(draft: Draft, table: NftTable, chain: NftChain): void {
  draft.tables.set(keyOf(table), { ...table, chains: new Map(table.chains).set(chain.name, chain) });
}

function calledBy({ statement }: NftRuleSpec): string | null {
  return statement?.kind === 'jump' || statement?.kind === 'goto' ? statement.chain : null;
}

const SOURCE_HOOKS: readonly NfHook[] = ['POSTROUTING', 'INPUT'];
const DESTINATION_HOOKS: readonly NfHook[] = ['PREROUTING', 'OUTPUT'];

function translates({ statement }: NftRuleSpec): boolean {
  return statement?.kind === 'masquerade' || statement?.kind === 'snat' || statement?.kind === 'dnat';
}

/** Source: nft_masq.c nft_masq_validate, nft_nat.c nft_nat_validate. */
function hasPlace({ statement }: NftRuleSpec, { type, hook }: NftBase): boolean {
  if (type !== 'nat') return false;
  if (statement?.kind === 'masquerade') return hook === 'POSTROUTING';
  return (statement?.kind === 'snat' ? SOURCE_HOOKS : DESTINATION_HOOKS).includes(hook);
}

/** Whether a chain leads back to itself, or too deep. Source: nf_tables_api.c nft_chain_validate. */
function isCircular({ chains }: NftTable): boolean {
  const depths = new Map<string, number>();
  const depthOf = (name: string, above: number): number => {
    if (above > JUMPS_MAX) return Infinity;
    const known = depths.get(name);
    if (known !== undefined) return known;
    let depth = 0;
    for (const rule of chains.get(name)?.rules ?? []) {
      const called = calledBy(rule);
      if (called !== null) depth = Math.max(depth, 1 + depthOf(called, above + 1));
    }
    depths.set(name, depth);
    return depth;
  };
  return [...chains.keys()].some((name) => depthOf(name, 0) > JUMPS_MAX);
}
