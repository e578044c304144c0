/** What the values in a usage may be, looked up in the World at this instant. */
import { kindCalled, resourceKinds } from '../cluster/objects';
import { sysctlKeys } from '../kernel/ops/sysctl';
import { IPSET_TYPES } from '../model/ipset';
import type { Link } from '../model/link';
import { NF_TABLES, type NfTableName } from '../model/netfilter';
import type { Netns, World } from '../model/world';
import { formatCidr4, formatIpv4, formatMac, networkOf, type Ipv4Addr } from '../wire/addr';
import { folder } from './files';
import { tableName } from './iproute2/names';
import { netnsList, netnsNamed } from './netns';

export interface Candidate {
  /** What the word becomes. */
  readonly text: string;
  /** The tool's own help, or what the World says of it; empty when there is nothing to say. */
  readonly about: string;
  /** `command`, `word` (a keyword or option), or the name of the value in the usage: `DEV`, `ADDR`, … */
  readonly kind: string;
}

/** The words before the one that is being typed, and which values of the usage they are. */
export interface Given {
  readonly words: readonly string[];
  readonly values: readonly (readonly string[])[];
}

type Source = (at: { world: World; ns: Netns; partial: string; given: Given }) => readonly Found[];
type Found = Omit<Candidate, 'kind'>;

const found = (text: string, about = ''): Found => ({ text, about });

/** By the name of the value in the usage. A name that is missing has nothing to offer: a number, a free text. */
const SOURCES: Readonly<Record<string, Source>> = {
  DEV: ({ ns }) => linksOf(ns).map((link) => found(link.name, aboutLink(link))),
  BRIDGE: ({ ns }) =>
    linksOf(ns)
      .filter(({ kind }) => kind === 'bridge')
      .map((link) => found(link.name, aboutLink(link))),
  ADDR: ({ world }) => addresses(world),
  HOST: ({ world }) => addresses(world),
  PREFIX: ({ world }) => prefixes(world),
  MAC: ({ world }) =>
    world.netns.flatMap((ns) =>
      ns === undefined
        ? []
        : linksOf(ns)
            .filter(({ kind }) => !['loopback', 'tun', 'ipip', 'wireguard'].includes(kind))
            .map((link) => found(formatMac(link.mac), `${ns.name} ${link.name}`)),
    ),
  NETNS: ({ world, ns }) => netnsList(world, ns.name).map(({ name }) => found(name)),
  PID: ({ world, ns }) =>
    netnsList(world, ns.name).flatMap((one) =>
      [...one.processes.entries.values()]
        .filter(({ exitCode }) => exitCode === null)
        .map(({ pid, argv }) => found(String(pid), `${one.name}: ${argv.join(' ')}`)),
    ),
  TABLE: ({ ns }) => [...ns.routeTables.keys()].sort((a, b) => b - a).map((id) => found(tableName(id))),
  NFTABLE: () => NF_TABLES.map((name) => found(name)),
  CHAIN: ({ ns, given }) => chains(ns, given).map((name) => found(name)),
  TARGET: ({ ns, given }) => [
    ...chains(ns, given)
      .filter((name) => !/^[A-Z]+$/.test(name))
      .map((name) => found(name)),
    ...['ACCEPT', 'DROP', 'REJECT', 'RETURN', 'DNAT', 'SNAT', 'MASQUERADE', 'MARK', 'LOG'].map((name) =>
      found(name),
    ),
  ],
  SETNAME: ({ ns }) => [...ns.ipsets.values()].map(({ name, type }) => found(name, type)),
  TYPENAME: () => Object.keys(IPSET_TYPES).map((name) => found(name)),
  KEY: ({ ns }) => sysctlKeys(ns).map((key) => found(key.replace(/[./]/g, (c) => (c === '/' ? '.' : '/')))),
  FILE: ({ world, ns, partial }) => files(world, ns, partial),
  RESOURCE: () => resourceKinds.map(({ plural, kind }) => found(plural, kind)),
  OBJECT: ({ world, given }) => objects(world, given.words),
  POD: ({ world }) => objectsOf(world, 'Pod'),
  NODE: ({ world }) => objectsOf(world, 'Node'),
  NAMESPACE: ({ world }) => objectsOf(world, 'Namespace'),
  DEPLOYMENT: ({ world }) => objectsOf(world, 'Deployment'),
};

export function valueCandidates(
  world: World,
  netns: string,
  name: string,
  partial: string,
  given: Given = { words: [], values: [] },
): readonly Candidate[] {
  const source = Object.hasOwn(SOURCES, name) ? SOURCES[name] : undefined;
  if (source === undefined) return [];
  const ns = netnsNamed(world, netns);
  return source({ world, ns, partial, given }).map((one) => ({ ...one, kind: name }));
}

function linksOf(ns: Netns): readonly Link[] {
  return ns.links.filter((link) => link !== undefined);
}

/** `bridge, UP, 10.244.1.1/24` */
function aboutLink(link: Link): string {
  const addrs = link.addrs.map(({ local, len }) => `${formatIpv4(local)}/${len}`);
  return [link.kind, link.up ? 'UP' : 'DOWN', ...addrs].join(', ');
}

/** Addresses of all machines and pods, each with who has it. */
function addresses(world: World): readonly Found[] {
  const owners = new Map<Ipv4Addr, string>();
  for (const ns of world.netns) {
    for (const link of ns?.links ?? []) {
      if (link === undefined || link.kind === 'loopback') continue;
      for (const { local } of link.addrs) {
        if (!owners.has(local)) owners.set(local, `${ns?.name ?? ''} ${link.name}`);
      }
    }
  }
  return [...owners].map(([addr, owner]) => found(formatIpv4(addr), owner));
}

/** Networks that machines and pods are in. */
function prefixes(world: World): readonly Found[] {
  const owners = new Map<string, string>();
  for (const ns of world.netns) {
    for (const link of ns?.links ?? []) {
      if (link === undefined || link.kind === 'loopback') continue;
      for (const { local, len } of link.addrs) {
        const prefix = formatCidr4({ addr: networkOf(local, len), len });
        if (!owners.has(prefix)) owners.set(prefix, `${ns?.name ?? ''} ${link.name}`);
      }
    }
  }
  return [...owners].map(([prefix, owner]) => found(prefix, owner));
}

const BUILT_IN_CHAINS: Readonly<Record<NfTableName, readonly string[]>> = {
  raw: ['PREROUTING', 'OUTPUT'],
  mangle: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'],
  nat: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'],
  filter: ['INPUT', 'FORWARD', 'OUTPUT'],
};

/** Chains of the table the words name (`-t`), of filter without. */
function chains(ns: Netns, { words }: Given): readonly string[] {
  const at = words.findIndex((word) => word === '-t' || word === '--table');
  const table = NF_TABLES.find((name) => name === words[at + 1] && at >= 0) ?? 'filter';
  const own = [...(ns.nfTables.get(table)?.chains.values() ?? [])].map(({ name }) => name);
  return [...new Set([...BUILT_IN_CHAINS[table], ...own])];
}

/** What is in the folder of the path that is being typed; folders end in a slash. */
function files(world: World, ns: Netns, partial: string): readonly Found[] {
  const slash = partial.lastIndexOf('/');
  const path = slash < 0 ? '' : partial.slice(0, slash + 1);
  const entries = folder(world, ns, path === '' ? '/' : path);
  return (entries ?? []).map(({ name, isFolder }) => found(`${path}${name}${isFolder ? '/' : ''}`));
}

function objectsOf(world: World, kind: string): readonly Found[] {
  const all = [...(world.cluster?.objects.entries.values() ?? [])];
  return all.filter((object) => object.kind === kind).map(({ metadata }) => found(metadata.name));
}

/** Objects of the kind that one of the words names. */
function objects(world: World, words: readonly string[]): readonly Found[] {
  const kinds = words.flatMap((word) => kindCalled(word)?.kind ?? []);
  return kinds.flatMap((kind) => objectsOf(world, kind));
}
