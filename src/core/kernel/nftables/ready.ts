/**
 * Chains of nftables made ready for packets: the walk is that of iptables' chains, the conditions are their own.
 * Source: net/netfilter/nf_tables_core.c nft_do_chain.
 */
import type { NfChain, NfHook, NfRule, NfTarget } from '../../model/netfilter';
import type { NatRange } from '../../model/netfilter.target';
import { ANY_RANGE } from '../../model/netfilter.target';
import type { NftChain, NftFamily, NftStatement, NftTable } from '../../model/nftables';
import type { Netns } from '../../model/world';
import { ReadyTable } from '../netfilter/ready.table';

/** Base chains of a namespace that see IPv4, by hook. Made once for each ruleset. */
export interface ReadyBase {
  /** `inet cni_plugins_masquerade`, with the chains it may call. */
  readonly table: ReadyTable;
  readonly type: 'filter' | 'nat';
  readonly priority: number;
  readonly chain: string;
}

const NONE: readonly ReadyBase[] = [];
const known = new WeakMap<readonly NftTable[], ReadonlyMap<NfHook, readonly ReadyBase[]>>();

/** Ascending by priority; of equals the older one first. */
export function basesAt(ns: Netns, hook: NfHook): readonly ReadyBase[] {
  if (ns.nft.length === 0) return NONE;
  let bases = known.get(ns.nft);
  if (bases === undefined) {
    bases = makeReady(ns.nft);
    known.set(ns.nft, bases);
  }
  return bases.get(hook) ?? NONE;
}

const SEES_IPV4: readonly NftFamily[] = ['ip', 'inet'];

function makeReady(tables: readonly NftTable[]): ReadonlyMap<NfHook, readonly ReadyBase[]> {
  const bases = new Map<NfHook, ReadyBase[]>();
  for (const { family, name, chains } of tables) {
    if (!SEES_IPV4.includes(family)) continue;
    const ready = new Map([...chains.values()].map((chain) => [chain.name, asChain(chain)]));
    const table = new ReadyTable(`${family} ${name}`, ready);
    for (const { name: chain, base } of chains.values()) {
      if (base === null) continue;
      const { type, hook, priority } = base;
      const list = bases.get(hook) ?? [];
      bases.set(hook, list);
      list.push({ table, type, priority, chain });
    }
  }
  // Sorting is stable.
  for (const list of bases.values()) list.sort((a, b) => a.priority - b.priority);
  return bases;
}

function asChain({ name, base, policyId, rules }: NftChain): NfChain {
  return {
    name,
    policy: base === null ? null : base.policy === 'drop' ? 'DROP' : 'ACCEPT',
    policyId,
    rules: rules.map((rule): NfRule => ({
      id: rule.id,
      src: null,
      dst: null,
      in: null,
      out: null,
      proto: null,
      matches: [],
      target: asTarget(rule.statement),
      nft: rule,
    })),
  };
}

function asTarget(statement: NftStatement | null): NfTarget | null {
  if (statement === null) return null;
  switch (statement.kind) {
    case 'accept':
      return { kind: 'ACCEPT' };
    case 'drop':
      return { kind: 'DROP' };
    case 'return':
      return { kind: 'RETURN' };
    case 'continue':
      return null;
    case 'jump':
    case 'goto':
      return { kind: 'jump', chain: statement.chain, goto: statement.kind === 'goto' };
    case 'masquerade': {
      const has = (flag: (typeof statement.flags)[number]): boolean => statement.flags.includes(flag);
      const flags = {
        random: has('random'),
        randomFully: has('fully-random'),
        persistent: has('persistent'),
      };
      return { kind: 'MASQUERADE', range: { ...ANY_RANGE, ...flags } };
    }
    case 'snat':
      return { kind: 'SNAT', range: rangeOf(statement) };
    case 'dnat':
      return { kind: 'DNAT', range: rangeOf(statement) };
    case 'set-mark':
      return { kind: 'MARK', value: statement.value, mask: 0xffff_ffff };
  }
}

function rangeOf({ addr, port }: NftStatement & { kind: 'snat' | 'dnat' }): NatRange {
  return {
    ...ANY_RANGE,
    addrs: { min: addr, max: addr },
    ports: port === null ? null : { min: port, max: port },
  };
}
