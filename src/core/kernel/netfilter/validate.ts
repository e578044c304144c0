/**
 * Whether the kernel takes a table: from each built-in chain, whatever it leads to must end, and matches and targets must
 * stand in hooks they are made for. Chains nobody leads to are not looked at.
 * Source: net/netfilter/nf_tables_api.c nft_chain_validate, nft_compat.c nft_compat_chain_validate_dependency.
 */
import type { NfHook, NfTableName, NfTarget } from '../../model/netfilter';
import { NF_BUILT_IN } from '../../model/netfilter';
import type { NfMatch } from '../../model/netfilter.match';
import type { RefusedWith } from './refusal';
import { matchKinds } from './match';
import { targetKinds } from './target';
import type { TargetKind } from './target/kind';

/** Chains below a built-in one (NFT_JUMP_STACK_SIZE 16, the built-in chain among them). Jumps and gotos count alike. */
const DEPTH_MAX = 15;
/** Rules one packet may meet on its way through a table. The kernel has no such bound; here a lab must stay usable. */
const STEPS_MAX = 1_000_000;

/** What is asked of a chain: its name and what its rules do. */
export interface ValidChain {
  readonly name: string;
  readonly rules: readonly { readonly matches: readonly NfMatch[]; readonly target: NfTarget | null }[];
}

export interface Invalid {
  readonly errno: RefusedWith;
  /** The chain whose rule is one too many. */
  readonly chain: string;
}

/** Null when the table is sound. A jump to a chain that is not there is somebody else's concern. */
export function invalidity(table: NfTableName, chains: ReadonlyMap<string, ValidChain>): Invalid | null {
  for (const hook of NF_BUILT_IN[table]) {
    const base = chains.get(hook);
    if (base === undefined) continue;
    const found = new Walker(chains, hook).enter(base, 0);
    if (found !== null) return found;
  }
  return null;
}

interface Seen {
  /** Chains on the longest way from here to an end. */
  readonly height: number;
  readonly steps: number;
}

class Walker {
  private readonly chains: ReadonlyMap<string, ValidChain>;
  private readonly hook: NfHook;
  private readonly seen = new Map<string, Seen>();

  constructor(chains: ReadonlyMap<string, ValidChain>, hook: NfHook) {
    this.chains = chains;
    this.hook = hook;
  }

  /** `depth`: chains above this one. A circle has no end, and so is too deep. */
  enter(chain: ValidChain, depth: number): Invalid | null {
    let height = 0;
    let steps = chain.rules.length;
    for (const { matches, target } of chain.rules) {
      if (!matches.every((match) => mayAsk(match, this.hook))) return { errno: 'EINVAL', chain: chain.name };
      if (target === null) continue;
      if (target.kind !== 'jump') {
        if (!fitsHook(target, this.hook)) return { errno: 'EINVAL', chain: chain.name };
        continue;
      }
      const next = this.chains.get(target.chain);
      if (next === undefined) continue;
      if (depth + 1 > DEPTH_MAX) return { errno: 'EMLINK', chain: chain.name };
      if (!this.seen.has(next.name)) {
        const found = this.enter(next, depth + 1);
        if (found !== null) return found;
      }
      const below = this.seen.get(next.name) ?? { height: 0, steps: 0 };
      height = Math.max(height, below.height + 1);
      steps += below.steps;
      if (depth + height > DEPTH_MAX || steps > STEPS_MAX) return { errno: 'EMLINK', chain: chain.name };
    }
    this.seen.set(chain.name, { height, steps });
    return null;
  }
}

function mayAsk({ kind }: NfMatch, hook: NfHook): boolean {
  const { hooks } = matchKinds[kind];
  return hooks === undefined || hooks.includes(hook);
}

function fitsHook(target: Exclude<NfTarget, { kind: 'jump' }>, hook: NfHook): boolean {
  const { hooks } = targetKinds[target.kind] as TargetKind<typeof target.kind>;
  return hooks === undefined || hooks.includes(hook);
}
