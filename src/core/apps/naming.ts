/**
 * Names of addresses, for processes that print them: `/etc/hosts`, then DNS (getnameinfo(3)). A process that asks prints
 * nothing until it has been told, so each address is asked about once and remembered.
 */
import type { Wake } from '../model/process';
import { formatIpv4, type Ipv4Addr } from '../wire/addr';
import type { ProcessIo } from './app';
import { resolver } from './by-name';
import type { Lookup } from './resolver';
import type { ResolverConfig } from './resolver.names';

export interface HostName {
  readonly addr: Ipv4Addr;
  /** An address without a name goes by itself; null where nobody could say (EAI_AGAIN). */
  readonly name: string | null;
}

export interface Naming {
  /** Null where there is nobody to ask. */
  readonly config: ResolverConfig | null;
  /** What is known: `/etc/hosts` to begin with. */
  readonly known: readonly HostName[];
  readonly asking: { readonly addr: Ipv4Addr; readonly lookup: Lookup } | null;
}

/** Undefined as long as it has not been asked about. */
export function nameOf({ known }: Naming, addr: Ipv4Addr): string | null | undefined {
  return known.find((one) => one.addr === addr)?.name;
}

/** Asks about an address nothing is known of. */
export function askName(io: ProcessIo, naming: Naming, addr: Ipv4Addr): Naming {
  if (naming.config === null) return settled(naming, addr, formatIpv4(addr));
  const { beginLookup, lookupName } = resolver.content;
  return advanced(naming, addr, beginLookup(io, lookupName(naming.config, addr)));
}

/** Goes on with a wake of the process while something is asked. */
export function continueNaming(io: ProcessIo, naming: Naming, wake: Wake): Naming {
  if (naming.asking === null) return naming;
  return advanced(
    naming,
    naming.asking.addr,
    resolver.content.continueLookup(io, naming.asking.lookup, wake),
  );
}

function advanced(naming: Naming, addr: Ipv4Addr, lookup: Lookup): Naming {
  const { result } = lookup;
  if (result === null) return { ...naming, asking: { addr, lookup } };
  if (result.kind === 'found') return settled(naming, addr, result.canonical);
  return settled(naming, addr, result.why === 'again' ? null : formatIpv4(addr));
}

function settled(naming: Naming, addr: Ipv4Addr, name: string | null): Naming {
  return { ...naming, asking: null, known: [...naming.known, { addr, name }] };
}
