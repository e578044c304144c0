/** Devices and addresses as the plugins make them. Source: containernetworking/plugins v1.9.1 pkg/ip, pkg/ipam. */
import type { Result } from '../../../base/result';
import { err, ok } from '../../../base/result';
import type { CniIo, Words } from '../../../cluster/cni/plugin';
import type { CniResult } from '../../../cluster/cni/result';
import { linkByName } from '../../../kernel/ctx';
import { strerror } from '../../../kernel/ops/error';
import type { Link, NetnsId } from '../../../model/link';
import type { NetOp, OpError } from '../../../model/op';
import type { Cidr4, MacAddr } from '../../../wire/addr';
import { formatCidr4, formatIpv4, formatMac } from '../../../wire/addr';
import { asKernelAddr, asKernelCidr, parseIp, parseNetwork } from './address';
import { hostVethName } from './names';

/** The kernel's answer as Go prints an errno. */
export function errnoText({ errno }: OpError): string {
  return strerror(errno).toLowerCase();
}

/** What a plugin says of a path that leads to no namespace. */
export function noNetns(path: string): string {
  const quoted = JSON.stringify(path);
  return `failed to open netns ${quoted}: failed to Statfs ${quoted}: no such file or directory`;
}

/** IPv6 is off in every lab. */
export const NO_IPV6 = 'packetwalk: IPv6 is not in this lab yet';

export function linkIn(io: CniIo, netns: NetnsId, name: string): Link | null {
  const ns = io.ctx.world.netns[netns];
  return ns === undefined ? null : linkByName(ns, name);
}

export function netnsName(io: CniIo, netns: NetnsId): string {
  return io.ctx.world.netns[netns]?.name ?? '';
}

/** Runs one operation in a netns; the command is as one would type it on the host. */
export function act(io: CniIo, netns: NetnsId, op: NetOp, words: Words): OpError | null {
  if (!io.ctx.trace.on) return io.op(netns, op, words);
  const command = typeof words === 'string' ? words : words();
  const where = netns === io.host ? '' : `-n ${netnsName(io, netns)} `;
  return io.op(netns, op, command.startsWith('ip ') ? `ip ${where}${command.slice(3)}` : command);
}

export interface VethPair {
  readonly host: Link;
  readonly container: Link;
}

const UP = { up: true } as const;

/** A veth pair made inside the container, its other end in the host and up. Null `mac` leaves the address to chance. */
export function makeVeth(
  io: CniIo,
  container: NetnsId,
  at: {
    readonly containerId: string;
    readonly ifname: string;
    readonly mtu: number;
    readonly mac: MacAddr | null;
  },
): Result<VethPair, string> {
  const { containerId, ifname, mtu, mac } = at;
  let name = '';
  for (let attempt = 0; name === '' || linkIn(io, io.host, name) !== null; attempt += 1) {
    name = hostVethName(containerId, ifname, attempt);
  }
  const host = netnsName(io, io.host);
  const size = mtu > 0 ? { mtu } : {};
  const own = mac === null ? size : { ...size, mac };
  const words = (): string =>
    [
      `ip link add ${ifname}`,
      ...(mac === null ? [] : [`address ${formatMac(mac)}`]),
      ...(mtu > 0 ? [`mtu ${mtu}`] : []),
      `type veth peer name ${name} netns ${host}`,
    ].join(' ');
  const error = act(
    io,
    container,
    { kind: 'link.add', name: ifname, ...own, spec: { kind: 'veth', peer: { netns: host, name, ...size } } },
    words,
  );
  if (error?.errno === 'EEXIST') {
    return err(
      `container veth name (${JSON.stringify(ifname)}) peer provided (${JSON.stringify(name)}) already exists`,
    );
  }
  if (error !== null) return err(`failed to make veth pair: ${errnoText(error)}`);
  act(io, io.host, { kind: 'link.set', name, set: UP }, () => `ip link set ${name} up`);
  const pair = { host: linkIn(io, io.host, name), container: linkIn(io, container, ifname) };
  return pair.host === null || pair.container === null
    ? err(`failed to lookup ${JSON.stringify(name)}`)
    : ok({ host: pair.host, container: pair.container });
}

/** Adds an address with the broadcast address of its subnet, as the netlink library does for prefixes below /31. */
export function addAddress(io: CniIo, netns: NetnsId, dev: string, addr: Cidr4): OpError | null {
  const broadcast = addr.len < 31;
  return act(
    io,
    netns,
    { kind: 'addr.add', dev, addr, ...(broadcast ? { broadcast: 'auto' as const } : {}) },
    () => `ip addr add ${formatCidr4(addr)}${broadcast ? ' brd +' : ''} dev ${dev}`,
  );
}

/** Addresses, up, routes. A route without a gateway gets that of the first address. Source: pkg/ipam ConfigureIface. */
export function configureInterface(
  io: CniIo,
  netns: NetnsId,
  ifname: string,
  result: CniResult,
): string | null {
  let gateway: string | null = null;
  for (const ip of result.ips) {
    const network = parseNetwork(ip.address);
    const addr = network.ok ? asKernelCidr(network.value) : null;
    if (addr === null) return NO_IPV6;
    const error = addAddress(io, netns, ifname, addr);
    if (error !== null) {
      return `failed to add IP addr ${ip.address} to ${JSON.stringify(ifname)}: ${errnoText(error)}`;
    }
    gateway ??= ip.gateway ?? null;
  }
  const up = act(io, netns, { kind: 'link.set', name: ifname, set: UP }, () => `ip link set ${ifname} up`);
  if (up !== null) return `failed to set ${JSON.stringify(ifname)} UP: ${errnoText(up)}`;
  for (const route of result.routes) {
    const fault = addRoute(io, netns, ifname, route, route.gw ?? gateway);
    if (fault !== null) return fault;
  }
  return null;
}

function addRoute(
  io: CniIo,
  netns: NetnsId,
  dev: string,
  route: CniResult['routes'][number],
  gw: string | null,
): string | null {
  const network = parseNetwork(route.dst);
  const dst = network.ok ? asKernelCidr(network.value) : null;
  const gateway = gw === null ? null : parseIp(gw);
  const via = gateway === null ? null : asKernelAddr(gateway);
  if (dst === null || (gateway !== null && via === null)) return NO_IPV6;
  const { priority, table, scope } = route;
  const words = (): string =>
    [
      `ip route add ${dst.len === 0 ? 'default' : formatCidr4(dst)}`,
      ...(via === null ? [] : [`via ${formatIpv4(via)}`]),
      `dev ${dev}`,
      ...(priority === undefined ? [] : [`metric ${priority}`]),
      ...(table === undefined ? [] : [`table ${table}`]),
      ...(via === null ? [`scope ${scopeName(scope ?? 0)}`] : []),
    ].join(' ');
  const error = act(
    io,
    netns,
    {
      kind: 'route.add',
      route: {
        dst,
        dev,
        ...(via === null ? {} : { via }),
        scope: scope ?? 0,
        ...(priority === undefined ? {} : { metric: priority }),
        ...(table === undefined ? {} : { table }),
      },
    },
    words,
  );
  if (error === null) return null;
  const mask = (0xffff_ffff << (32 - dst.len)) >>> 0;
  const goNet = `{${formatIpv4(dst.addr)} ${(dst.len === 0 ? 0 : mask).toString(16).padStart(8, '0')}}`;
  const shown = `failed to add route '${goNet} via ${gw ?? '<nil>'} dev ${dev}`;
  // Older releases say less.
  if (io.release.version === 'v1.1.1') return `${shown}': ${errnoText(error)}`;
  return `${shown} metric ${priority ?? 0} (Scope: ${scopeName(scope ?? 0)}, Table: ${table ?? 0})': ${errnoText(error)}`;
}

function scopeName(scope: number): string {
  return { 0: 'universe', 200: 'site', 253: 'link', 254: 'host' }[scope] ?? String(scope);
}

/** Deletes the container's interface and answers the addresses it had; null when it is not there. */
export function deleteInterface(
  io: CniIo,
  netns: NetnsId,
  ifname: string,
): Result<readonly Cidr4[] | null, string> {
  const link = linkIn(io, netns, ifname);
  if (link === null) return ok(null);
  const addresses = link.addrs.map(({ local, len }): Cidr4 => ({ addr: local, len }));
  const error = act(io, netns, { kind: 'link.del', name: ifname }, `ip link delete ${ifname}`);
  return error === null
    ? ok(addresses)
    : err(`failed to delete ${JSON.stringify(ifname)}: ${errnoText(error)}`);
}

/** Switches forwarding on, unless it is. */
export function enableForwarding(io: CniIo): void {
  if (io.ctx.world.netns[io.host]?.inetAll.forwarding === 1) return;
  const op = { kind: 'sysctl.set', key: 'net/ipv4/ip_forward', value: 1 } as const;
  io.op(io.host, op, 'sysctl -w net.ipv4.ip_forward=1');
}

export function macText(link: Link): string {
  return formatMac(link.mac);
}
