/**
 * The order in which policies are asked: tiers, and policies within a tier. No order is the last one; equal ones are told
 * apart by name. Source: calico felix/calc/policy_sorter.go TierLess, PolKVLess.
 */
import type { PolicyId } from './felix/policy-id';

export interface OrderedTier {
  readonly name: string;
  readonly order: number | null;
  /** Policies may name a tier that does not exist. */
  readonly valid: boolean;
}

export interface OrderedPolicy extends PolicyId {
  readonly order: number | null;
}

const LAST = Number.POSITIVE_INFINITY;

function byText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Infinity less infinity is no number. */
function byOrder(a: number | null, b: number | null): number {
  const [first, second] = [a ?? LAST, b ?? LAST];
  return first === second ? 0 : first - second;
}

export function sortTiers<Tier extends OrderedTier>(tiers: readonly Tier[]): readonly Tier[] {
  return [...tiers].sort(
    (a, b) => Number(b.valid) - Number(a.valid) || byOrder(a.order, b.order) || byText(a.name, b.name),
  );
}

const key = ({ name, namespace, kind }: PolicyId): string => `${name}/${namespace}/${kind}`;

export function sortPolicies<Policy extends OrderedPolicy>(policies: readonly Policy[]): readonly Policy[] {
  return [...policies].sort((a, b) => byOrder(a.order, b.order) || byText(key(a), key(b)));
}
