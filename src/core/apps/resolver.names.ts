/** What a resolver is told by resolv.conf(5), and which names it makes of one that was typed. */
import { nameLabels } from '../wire/dns.name';
import type { Ipv4Addr } from '../wire/addr';

export interface ResolverConfig {
  /** Asked in this order; at least one. */
  readonly servers: readonly Ipv4Addr[];
  /** Domains, without the dot at their end. */
  readonly search: readonly string[];
  readonly ndots: number;
  /** Seconds the first server is waited for. */
  readonly timeoutSec: number;
  /** Times each server is asked. */
  readonly attempts: number;
}

export function isAbsolute(name: string): boolean {
  return name.endsWith('.');
}

/**
 * Absolute names to try for `name`, in order: with `ndots` dots or more the name itself comes first, else last. What is no
 * name (a label of more than 63 octets) is left out. Source: glibc resolv/res_query.c __res_context_search.
 */
export function searchOrder({ search, ndots }: ResolverConfig, name: string): readonly string[] {
  const itself = isAbsolute(name) ? name : `${name}.`;
  const dots = name.split('.').length - 1;
  const below = isAbsolute(name) ? [] : search.map((domain) => `${name}.${domain}.`);
  const order = dots >= ndots ? [itself, ...below] : [...below, itself];
  return order.filter((one) => nameLabels(one) !== null);
}
