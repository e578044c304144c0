/** Who stands at a hook, in kernel order, and what each of them did with the packet. */
import { tracks } from '../../kernel/netfilter/conntrack';
import { printTarget } from '../../kernel/netfilter/text';
import type { NfHook, NfTable, NfTableName } from '../../model/netfilter';
import type { Netns } from '../../model/world';
import type { TraceRecord } from '../../trace/record';
import type { HookPart, HookPartName, SkipReason, StationId } from '../contract.kernel';
import type { PassFlow } from './flow';

/** Source: include/uapi/linux/netfilter_ipv4.h, enum nf_ip_hook_priorities. */
const PARTS: Readonly<Record<NfHook, readonly HookPartName[]>> = {
  PREROUTING: ['raw', 'conntrack', 'mangle', 'nat'],
  INPUT: ['mangle', 'filter', 'nat', 'confirm'],
  FORWARD: ['mangle', 'filter'],
  OUTPUT: ['raw', 'conntrack', 'mangle', 'nat', 'filter'],
  POSTROUTING: ['mangle', 'nat', 'confirm'],
};

/** A hook at which a packet may be. */
export interface HookScene {
  readonly ns: Netns;
  readonly hook: NfHook;
  readonly station: StationId;
  readonly cursor: number;
  /** Whether the packet comes to this hook; null when there is no packet to speak of. */
  readonly reached: 'no' | 'ahead' | 'yes';
  /** Records of the packet at this station. */
  readonly records: readonly TraceRecord[];
  readonly flow: PassFlow | null;
  /** A rule took the packet out of conntrack on its way here. */
  readonly untracked: boolean;
}

export function partsOf(scene: HookScene): HookPart[] {
  const parts: HookPart[] = [];
  for (const name of PARTS[scene.hook]) {
    // Who comes after the one that dropped it is not asked.
    const ended = parts.some(({ state }) => state === 'ended' || state === 'unreached');
    const part = isTable(name)
      ? table(scene, name)
      : !tracksHere(scene)
        ? ({ ...NOBODY, name, state: 'absent' } as const)
        : name === 'conntrack'
          ? lookup(scene)
          : confirm(scene);
    parts.push(ended && part.state === 'skipped' ? { ...part, state: 'unreached', why: null } : part);
  }
  return parts;
}

function isTable(name: HookPartName): name is NfTableName {
  return name !== 'conntrack' && name !== 'confirm';
}

/**
 * Conntrack registers its hooks where a rule needs it. A packet that it saw keeps its flow when that rule goes.
 * Source: nf_conntrack_proto.c nf_ct_netns_get.
 */
export function tracksHere({ ns, flow }: Pick<HookScene, 'ns' | 'flow'>): boolean {
  return flow !== null || tracks(ns);
}

const NOBODY = { why: null, rules: 0, chains: 0, outcome: '', seq: null } as const;

function table(scene: HookScene, name: NfTableName): HookPart {
  const { ns, hook, records, cursor } = scene;
  const rules = ns.nfTables.get(name);
  if (rules === undefined) return { ...NOBODY, name, state: 'absent' };
  const size = reachable(rules, hook);
  const met = records.flatMap((record) =>
    record.kind === 'nf.rule' && record.detail.table === name ? [record] : [],
  );
  const first = met[0];
  const base = { ...NOBODY, ...size, name, seq: first?.seq ?? null };
  if (scene.reached === 'no') return { ...base, state: 'idle' };
  const now = met.findLast(({ seq }) => seq <= cursor);
  if (first === undefined) {
    if (name !== 'nat') return { ...base, state: scene.reached === 'ahead' ? 'ahead' : 'unreached' };
    return skipped(scene, base, natSkip(scene));
  }
  if (now === undefined) return { ...base, state: 'ahead' };
  const outcome = outcomeOf(now);
  if (outcome === 'DROP' || now.detail.rule?.target?.kind === 'REJECT') {
    return { ...base, state: 'ended', outcome, seq: now.seq };
  }
  return { ...base, state: now.seq === cursor ? 'here' : 'passed', outcome, seq: now.seq };
}

/** The last word of a table about a packet; empty while the walk goes on. */
function outcomeOf({ verdict, detail }: TraceRecord<'nf.rule'>): string {
  if (verdict === 'policy-accept') return 'ACCEPT';
  if (verdict === 'policy-drop') return 'DROP';
  if (verdict !== 'accept' && verdict !== 'drop' && verdict !== 'translate') return '';
  const target = detail.rule?.target ?? null;
  return target === null ? '' : (printTarget(target).split(' ')[1] ?? '');
}

function natSkip({ flow, untracked }: HookScene): SkipReason {
  if (flow === null) return untracked ? 'untracked' : 'no-flow';
  switch (flow.verdict) {
    case 'invalid':
      return 'no-flow';
    case 'reply':
      return 'reply';
    case 'related':
      return 'related';
    default:
      return 'known';
  }
}

function lookup(scene: HookScene): HookPart {
  const { records, cursor, untracked, flow } = scene;
  const base = { ...NOBODY, name: 'conntrack' } as const;
  const found = records.find((record) => record.kind === 'ct.lookup');
  if (scene.reached === 'no') return { ...base, state: 'idle' };
  if (found === undefined) {
    // The table before it has not spoken its last word yet.
    if (inRaw(scene)) return { ...base, state: 'ahead' };
    return skipped(scene, base, untracked ? 'untracked' : flow === null ? 'no-flow' : 'carried');
  }
  if (found.seq > cursor) return { ...base, state: 'ahead', seq: found.seq };
  return {
    ...base,
    state: found.seq === cursor ? 'here' : 'passed',
    outcome: CT_STATES[found.verdict](flow),
    seq: found.seq,
  };
}

function inRaw({ records, cursor }: HookScene): boolean {
  return records.some(
    ({ kind, detail, seq }) => kind === 'nf.rule' && detail.table === 'raw' && seq > cursor,
  );
}

/** As `--ctstate` names them: the direction alone does not tell whether a flow was answered. */
const CT_STATES = {
  new: () => 'NEW',
  original: (flow: PassFlow | null) => flow?.state ?? 'NEW',
  reply: () => 'ESTABLISHED',
  related: () => 'RELATED',
  invalid: () => 'INVALID',
} as const;

function confirm(scene: HookScene): HookPart {
  const { cursor, flow, station } = scene;
  const base = { ...NOBODY, name: 'confirm' } as const;
  if (scene.reached === 'no') return { ...base, state: 'idle' };
  if (flow === null || flow.verdict === 'invalid') return skipped(scene, base, 'no-flow');
  if (flow.confirmed?.station !== station) return skipped(scene, base, 'confirmed');
  const { seq } = flow.confirmed;
  return { ...base, state: seq > cursor ? 'ahead' : 'passed', seq };
}

function skipped(scene: HookScene, base: Omit<HookPart, 'state'>, why: SkipReason): HookPart {
  return scene.reached === 'ahead' ? { ...base, state: 'ahead' } : { ...base, state: 'skipped', why };
}

/** Rules and chains that a packet can meet from a hook. */
function reachable(table: NfTable, hook: NfHook): { readonly rules: number; readonly chains: number } {
  const chains = chainsFrom(table, hook);
  return { rules: chains.reduce((sum, { rules }) => sum + rules.length, 0), chains: chains.length };
}

/** The chain of a hook and all that jumps lead to, each once, in the order in which they are met. */
export function chainsFrom(
  table: NfTable,
  hook: NfHook,
): NonNullable<ReturnType<NfTable['chains']['get']>>[] {
  const found = new Map<string, NonNullable<ReturnType<NfTable['chains']['get']>>>();
  const visit = (name: string): void => {
    const chain = table.chains.get(name);
    if (chain === undefined || found.has(name)) return;
    found.set(name, chain);
    for (const { target } of chain.rules) if (target?.kind === 'jump') visit(target.chain);
  };
  visit(hook);
  return [...found.values()];
}
