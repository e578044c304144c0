/**
 * Names of hosts as the C library finds them (nsswitch.conf(5): `hosts: files dns`): addresses, `/etc/hosts` (hosts(5)), and
 * where that has no answer a look-up for the process to make.
 */
import { Part } from '../base/part';
import type { Naming } from '../apps/naming';
import { resolver } from '../apps/by-name';
import type { Lookup } from '../apps/resolver';
import type { ResolverConfig } from '../apps/resolver.names';
import { ANY_IPV4, asIpv4, parseIpv4, type Ipv4Addr } from '../wire/addr';
import type { CommandIo } from './command';
import { fileText } from './files';
import { netnsNamed } from './netns';

type Where = Pick<CommandIo, 'host' | 'netns'>;

const resolvConf = new Part('resolv.conf', () => import('./resolv-conf'));

/** A host as a process is told of it. */
export interface HostFound {
  readonly dst: Ipv4Addr;
  /** Present where the process has to ask; `dst` is nothing then. */
  readonly lookup?: Lookup;
  /** As typed; of a name of `/etc/hosts` the first one of its line. */
  readonly canonical: string;
  /** It was typed as an address. */
  readonly isAddress: boolean;
}

/** What is said of a name where there is nobody to ask. */
export const NOBODY_TO_ASK = 'Temporary failure in name resolution';

/** The host a command is to talk to; null where it is no address, no file knows it and there is no resolv.conf. */
export function resolveHost(io: Where, host: string, { ipv4Only = false } = {}): HostFound | null {
  const addr = inetAton(host);
  if (addr !== null) return { dst: addr, canonical: host, isAddress: true };
  const name = host.toLowerCase().replace(/\.$/, '');
  for (const { addr: dst, names } of hostsFile(io)) {
    if (!names.some((each) => each.toLowerCase() === name)) continue;
    return { dst, canonical: names[0] ?? host, isAddress: false };
  }
  const config = resolverOf(io);
  if (config === null) return null;
  return {
    dst: ANY_IPV4,
    lookup: resolver.content.lookupHost(config, host, ipv4Only),
    canonical: host,
    isAddress: false,
  };
}

/** How a process of this netns gets the names of addresses. */
export function namingOf(io: Where): Naming {
  const known = hostsFile(io).map(({ addr, names }) => ({ addr, name: names[0] ?? null }));
  return { config: resolverOf(io), known, asking: null };
}

/** Null where there is no resolv.conf. */
function resolverOf(io: Where): ResolverConfig | null {
  const { host, netns } = io;
  const none = fileText(host.world, netnsNamed(host.world, netns), '/etc/resolv.conf') === null;
  return none ? null : resolvConf.content.resolverConfig(io);
}

export interface HostsLine {
  readonly addr: Ipv4Addr;
  readonly names: readonly string[];
}

/** The lines of `/etc/hosts` about IPv4 addresses. */
export function hostsFile({ host: { world }, netns }: Where): readonly HostsLine[] {
  const text = fileText(world, netnsNamed(world, netns), '/etc/hosts') ?? '';
  return text.split('\n').flatMap((line) => {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    const addr = parseIpv4(address);
    return addr.ok && names.length > 0 ? [{ addr: addr.value, names }] : [];
  });
}

/** inet_aton(3) in decimal: the last number fills the octets that are left, `10.1` is 10.0.0.1. */
export function inetAton(text: string): Ipv4Addr | null {
  if (!/^\d{1,10}(\.\d{1,10}){0,3}$/.test(text)) return null;
  const numbers = text.split('.').map(Number);
  const last = numbers.pop() ?? 0;
  const head = numbers.reduce((addr, number) => addr * 256 + number, 0);
  const room = [0x1_0000_0000, 0x100_0000, 0x1_0000, 0x100][numbers.length] ?? 0;
  if (last >= room || numbers.some((number) => number > 255)) return null;
  return asIpv4(head * room + last);
}
