/** A list of members by kind, some of which are fetched only when somebody asks for one of them. */
import type { Part } from './part';
import { registry } from './registry';

export interface Shelf<T> {
  /** The member of that kind. Throws `MissingPart` where only members not yet fetched could be it. */
  get(kind: string): T | undefined;
  has(kind: string): boolean;
  /** All members' kinds, those at hand first. */
  keys(): readonly string[];
  values(): readonly T[];
}

export function shelf<T extends { readonly kind: string }>(
  atHand: readonly T[],
  others: Pick<Part<readonly T[]>, 'content'>,
): Shelf<T> {
  const near = registry(atHand);
  let all: ReadonlyMap<string, T> | null = null;
  const whole = () => (all ??= registry([...atHand, ...others.content]));
  return {
    get: (kind) => near.get(kind) ?? whole().get(kind),
    has: (kind) => near.has(kind) || whole().has(kind),
    keys: () => [...whole().keys()],
    values: () => [...whole().values()],
  };
}
