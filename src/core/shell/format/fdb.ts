/** Forwarding entries as `bridge fdb` prints them. Source: iproute2 6.1 bridge/fdb.c `print_fdb`. */
import type { BridgeLink, Link, VxlanLink } from '../../model/link';
import { upperAddresses } from '../../model/upper';
import type { Netns, World } from '../../model/world';
import { formatIpv4, formatMac } from '../../wire/addr';

/**
 * The entries that name `link`: behind a port, of a bridge itself, towards remote ends of a vxlan device, or addresses
 * it hears for the devices upon it.
 */
export function fdbLines(world: World, ns: Netns, link: Link, withDev: boolean): readonly string[] {
  const dev = withDev ? [`dev ${link.name}`] : [];
  const bridge = link.kind === 'bridge' ? link : ns.links[link.master];
  return [
    ...(link.kind === 'vxlan' ? remoteLines(link, dev) : []),
    ...upperAddresses(world, link).map((mac) => [formatMac(mac), ...dev, 'self', 'permanent'].join(' ')),
    ...(bridge?.kind === 'bridge' ? portLines(bridge, link, dev) : []),
  ];
}

function portLines(bridge: BridgeLink, port: Link, dev: readonly string[]): readonly string[] {
  return [...bridge.fdb.entries]
    .filter(([, entry]) => entry.port === port.ifindex)
    .map(([mac, { local, permanent }]) =>
      [formatMac(mac), ...dev, `master ${bridge.name}`, local || permanent ? 'permanent' : ''].join(' '),
    );
}

function remoteLines(link: VxlanLink, dev: readonly string[]): readonly string[] {
  return [...link.fdb.entries].flatMap(([mac, { destinations, permanent }]) =>
    destinations.map(({ ip, port, vni }) =>
      [
        formatMac(mac),
        ...dev,
        `dst ${formatIpv4(ip)}`,
        ...(port === null || port === link.dstPort ? [] : [`port ${port}`]),
        ...(vni === null || vni === link.vni ? [] : [`vni ${vni}`]),
        'self',
        permanent ? 'permanent' : '',
      ].join(' '),
    ),
  );
}
