/** Forwarding entries as `bridge fdb` prints them. Source: iproute2 6.1 bridge/fdb.c `print_fdb`. */
import { readFdbKey } from '../../model/fdb';
import type { BridgeLink, Link, VxlanLink } from '../../model/link';
import { upperAddresses } from '../../model/upper';
import type { Netns, World } from '../../model/world';
import { groupAddresses } from './groups';
import { formatIpv4, formatMac } from '../../wire/addr';

/**
 * In the order of rtnetlink.c rtnl_fdb_dump: of a port the bridge's entries first, of a bridge its own addresses (br_fdb.c
 * br_fdb_dump); in both tables the newest is in front.
 * The entries that name `link`: behind a port, of a bridge itself, towards remote ends of a vxlan device, or addresses
 * it hears for the devices upon it.
 */
export function fdbLines(
  world: World,
  ns: Netns,
  link: Link,
  withDev: boolean,
  withTimes = false,
  vid: number | null = null,
): readonly string[] {
  const dev = withDev ? [`dev ${link.name}`] : [];
  const bridge = link.kind === 'bridge' ? link : ns.links[link.master];
  if (vid !== null)
    return bridge?.kind === 'bridge' ? portLines(world, bridge, link, dev, withTimes, vid) : [];
  const own = ownAddresses(world, ns, link).map((mac) => [mac, ...dev, 'self', 'permanent'].join(' '));
  const learned = bridge?.kind === 'bridge' ? portLines(world, bridge, link, dev, withTimes) : [];
  if (bridge === link) return [...own, ...learned];
  return [...learned, ...(link.kind === 'vxlan' ? remoteLines(world, ns, link, dev, withTimes) : []), ...own];
}

/** Addresses a device hears besides its own: those of devices upon it, and of its groups. */
export function ownAddresses(world: World, ns: Netns, link: Link): readonly string[] {
  return [...upperAddresses(world, link).map(formatMac), ...groupAddresses(world, ns, link)];
}

/** Seconds since it was used and since it was updated (`-s`): here the same. */
export function usedSec(world: World, updatedNs: number): number {
  return Math.floor((world.nowNs - updatedNs) / 1e9);
}

function usedText(world: World, updatedNs: number, withTimes: boolean): readonly string[] {
  const seconds = usedSec(world, updatedNs);
  return withTimes ? [`used ${seconds}/${seconds}`] : [];
}

function portLines(
  world: World,
  bridge: BridgeLink,
  port: Link,
  dev: readonly string[],
  withTimes: boolean,
  only: number | null = null,
): readonly string[] {
  return [...bridge.fdb.entries]
    .reverse()
    .filter(([key, entry]) => entry.port === port.ifindex && (only === null || readFdbKey(key).vid === only))
    .map(([key, { local, permanent, updatedNs }]) => {
      const { mac, vid } = readFdbKey(key);
      return [
        ...[formatMac(mac), ...dev, ...(vid === 0 ? [] : [`vlan ${vid}`])],
        ...usedText(world, updatedNs, withTimes),
        ...[`master ${bridge.name}`, local ? 'permanent' : permanent ? 'static' : ''],
      ].join(' ');
    });
}

function remoteLines(
  world: World,
  ns: Netns,
  link: VxlanLink,
  dev: readonly string[],
  withTimes: boolean,
): readonly string[] {
  return [...link.fdb.entries]
    .reverse()
    .flatMap(([mac, { destinations, permanent, updatedNs }]) =>
      destinations.map(({ ip, port, vni, via }) =>
        [
          formatMac(mac),
          ...dev,
          `dst ${formatIpv4(ip)}`,
          ...(port === null || port === link.dstPort ? [] : [`port ${port}`]),
          ...(vni === null || vni === link.vni ? [] : [`vni ${vni}`]),
          ...(via === undefined ? [] : [`via ${ns.links[via]?.name ?? `if${via}`}`]),
          ...usedText(world, updatedNs, withTimes),
          'self',
          permanent ? 'permanent' : '',
        ].join(' '),
      ),
    );
}
