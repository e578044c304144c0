/** `sysctl -w`: known keys, their effect. Source: net/ipv4/devinet.c, sysctl_net_ipv4.c, net/core/neighbour.c. */
import type { InetConf, Link, NeighConf } from '../../model/link';
import { DEFAULT_INET_CONF, DEFAULT_NEIGH_CONF } from '../../model/link';
import type { OpError } from '../../model/op';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { linkByName } from '../ctx';
import { flushExceptions } from '../ip4/exception.learn';
import { CONNTRACK_COUNT } from '../netfilter/conntrack.settings';
import { NETNS_SYSCTLS, readNetnsSysctl } from '../sysctl.netns';
import { patchLink, putInet, putNeighDefault, putSysctl } from '../write';

/** Where the settings of `sysctl` are files. */
export const SYSCTL_DIR = '/proc/sys/';

function missing(key: string): OpError {
  return { errno: 'ENOENT', message: `sysctl: cannot stat /proc/sys/${key}: No such file or directory` };
}

function isInetKey(name: string): name is keyof InetConf {
  return Object.hasOwn(DEFAULT_INET_CONF, name);
}

function isNetnsKey(key: string): key is keyof typeof NETNS_SYSCTLS {
  return Object.hasOwn(NETNS_SYSCTLS, key);
}

function isNeighKey(name: string): name is keyof NeighConf {
  return Object.hasOwn(DEFAULT_NEIGH_CONF, name);
}

/** `key` with slashes. */
export function setSysctl(ctx: Ctx, ns: Netns, key: string, value: number): OpError | null {
  if (key === 'net/ipv4/ip_forward') {
    setForwarding(ctx, ns, value);
    return null;
  }
  const [, , kind, target, name, ...rest] = key.split('/');
  const known =
    target !== undefined && name !== undefined && rest.length === 0 && key.startsWith('net/ipv4/');
  if (known && kind === 'conf' && isInetKey(name)) return setInet(ctx, ns, key, target, name, value);
  if (known && kind === 'neigh' && isNeighKey(name)) return setNeigh(ctx, ns, key, target, name, value);
  if (key === CONNTRACK_COUNT) {
    return { errno: 'EACCES', message: `sysctl: permission denied on key "${key.replaceAll('/', '.')}"` };
  }
  if (key === 'net/ipv4/route/flush') {
    flushExceptions(ctx, ns);
    return null;
  }
  if (!isNetnsKey(key)) return missing(key);
  putSysctl(ctx, ns, key, value === NETNS_SYSCTLS[key] ? undefined : value);
  return null;
}

/** The switch for everything: all, default and every device. Source: devinet.c inet_forward_change. */
function setForwarding(ctx: Ctx, ns: Netns, forwarding: number): void {
  putInet(ctx, ns, 'all', { ...ns.inetAll, forwarding });
  putInet(ctx, ns, 'default', { ...ns.inetDefault, forwarding });
  for (const link of ns.links) {
    if (link !== undefined) patchLink(ctx, ns, link, { inet: { ...link.inet, forwarding } });
  }
}

function setInet(
  ctx: Ctx,
  ns: Netns,
  key: string,
  target: string,
  name: keyof InetConf,
  value: number,
): OpError | null {
  if (target === 'all') {
    if (name === 'forwarding') setForwarding(ctx, ns, value);
    else putInet(ctx, ns, 'all', { ...ns.inetAll, [name]: value });
    return null;
  }
  if (target === 'default') {
    putInet(ctx, ns, 'default', { ...ns.inetDefault, [name]: value });
    return null;
  }
  const link = linkByName(ns, target);
  if (link === null) return missing(key);
  patchLink(ctx, ns, link, { inet: { ...link.inet, [name]: value } });
  return null;
}

function setNeigh(
  ctx: Ctx,
  ns: Netns,
  key: string,
  target: string,
  name: keyof NeighConf,
  value: number,
): OpError | null {
  if (target === 'default') {
    putNeighDefault(ctx, ns, { ...ns.neighDefault, [name]: value });
    return null;
  }
  const link = linkByName(ns, target);
  if (link === null) return missing(key);
  patchLink(ctx, ns, link, { neighConf: { ...link.neighConf, [name]: value } });
  return null;
}

/** Reads a key; null when there is none. */
export function readSysctl(ns: Netns, key: string): number | null {
  if (key === 'net/ipv4/ip_forward') return ns.inetAll.forwarding;
  if (key === CONNTRACK_COUNT) return ns.conntrack.entries.size;
  const [, , kind, target, name] = key.split('/');
  if (target !== undefined && name !== undefined && key.startsWith('net/ipv4/')) {
    if (kind === 'conf' && isInetKey(name)) return inetOf(ns, target)?.[name] ?? null;
    if (kind === 'neigh' && isNeighKey(name)) return neighOf(ns, target)?.[name] ?? null;
  }
  return isNetnsKey(key) ? readNetnsSysctl(ns, key) : null;
}

/** Every key of a netns, in the order in which `sysctl -a` walks the folders. */
export function sysctlKeys(ns: Netns): string[] {
  const devices = ns.links.flatMap((link) => (link === undefined ? [] : [link.name]));
  const keys = ['net/ipv4/ip_forward', ...Object.keys(NETNS_SYSCTLS)];
  for (const target of ['all', 'default', ...devices]) {
    for (const name of Object.keys(DEFAULT_INET_CONF)) keys.push(`net/ipv4/conf/${target}/${name}`);
  }
  for (const target of ['default', ...devices]) {
    for (const name of Object.keys(DEFAULT_NEIGH_CONF)) keys.push(`net/ipv4/neigh/${target}/${name}`);
  }
  return keys.sort((a, b) => (a < b ? -1 : 1));
}

function inetOf(ns: Netns, target: string): InetConf | null {
  if (target === 'all') return ns.inetAll;
  if (target === 'default') return ns.inetDefault;
  return linkNamed(ns, target)?.inet ?? null;
}

function neighOf(ns: Netns, target: string): NeighConf | null {
  return target === 'default' ? ns.neighDefault : (linkNamed(ns, target)?.neighConf ?? null);
}

function linkNamed(ns: Netns, name: string): Link | null {
  return linkByName(ns, name);
}
