/** getent(1) over the databases hosts and ahosts. Source: glibc 2.36 nss/getent.c. */
import type { NewProcess } from '../model/event';
import type { Ipv4Addr } from '../wire/addr';
import { formatIpv4 } from '../wire/addr';
import type { App, ProcessIo } from './app';
import { beginLookup, continueLookup, type Lookup } from './resolver';
import type { LookupResult } from './resolver.answer';

/** Exit code: one or more keys are not in the database. */
const NOT_FOUND = 2;
/** Width of an address. */
const COLUMN = 15;

/** What the files know is printed at once; the rest is asked for, one look-up after the other until one finds something. */
export interface GetentState {
  readonly database: 'hosts' | 'ahosts';
  /** The address that a name is asked for; null: it is an address that is asked for. */
  readonly reverse: Ipv4Addr | null;
  readonly lookups: readonly Lookup[];
}

export function getentProcess(state: GetentState, argv: readonly string[]): NewProcess {
  return { app: 'getent', argv, state, daemon: false };
}

export const getent: App<GetentState> = {
  kind: 'getent',
  run(io, state, wake) {
    const [first, ...rest] = state.lookups;
    if (first === undefined) return state;
    const next = wake.reason === 'start' ? beginLookup(io, first) : continueLookup(io, first, wake);
    return heard(io, state, next, rest);
  },
};

function heard(io: ProcessIo, state: GetentState, lookup: Lookup, rest: readonly Lookup[]): GetentState {
  if (lookup.result === null) return { ...state, lookups: [lookup, ...rest] };
  if (lookup.result.kind === 'found') {
    for (const line of foundText(state, lookup.result)) io.print(line);
    io.exit(0);
    return { ...state, lookups: [] };
  }
  const [following, ...after] = rest;
  if (following !== undefined) return heard(io, state, beginLookup(io, following), after);
  io.exit(NOT_FOUND);
  return { ...state, lookups: [] };
}

function foundText({ database, reverse }: GetentState, found: LookupResult): readonly string[] {
  if (found.kind !== 'found') return [];
  const { canonical, aliases } = found;
  if (reverse !== null) return [hostsText(formatIpv4(reverse), canonical, [])];
  const addresses = [...found.addresses.map(formatIpv4), ...found.addresses6];
  if (database === 'hosts') return addresses.map((address) => hostsText(address, canonical, aliases));
  return ahostsText(addresses, canonical);
}

export function hostsText(address: string, name: string, aliases: readonly string[]): string {
  return `${address.padEnd(COLUMN)} ${[name, ...aliases].join(' ')}`;
}

/** An address with each type of socket; the canonical name stands with the first. */
export function ahostsText(addresses: readonly string[], canonical: string): readonly string[] {
  return addresses.flatMap((address, i) =>
    ['STREAM', 'DGRAM', 'RAW'].map(
      (type, j) => `${address.padEnd(COLUMN)} ${type.padEnd(6)} ${i + j === 0 ? canonical : ''}`,
    ),
  );
}
