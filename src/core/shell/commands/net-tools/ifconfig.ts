/** `ifconfig` to look at devices. Source: net-tools 2.10 lib/interface.c ife_print_long. */
import { isBareIp, type Link } from '../../../model/link';
import type { Netns, World } from '../../../model/world';
import { ANY_IPV4, asIpv4, formatIpv4, formatMac, maskOf } from '../../../wire/addr';
import { failed, notYet, printed, type Command } from '../../command';
import { flagsText } from '../../format/link';
import { netnsNamed } from '../../netns';

export const ifconfig: Command = {
  kind: 'ifconfig',
  summary: 'configure a network interface',
  usage: ['ifconfig [ -a ] [ DEV ]'],
  run(io, argv) {
    const words = argv.slice(1);
    const names = words.filter((word) => word !== '-a');
    if (names.length > 1 || names.some((name) => name.startsWith('-'))) return notYet(argv.join(' '));
    const { world } = io.host;
    const ns = netnsNamed(world, io.netns);
    const [name] = names;
    const all = linksByName(ns);
    const links = all.filter((link) =>
      name === undefined ? link.up || words.includes('-a') : link.name === name,
    );
    if (name !== undefined && links.length === 0) {
      return failed(1, `${name}: error fetching interface information: Device not found`);
    }
    return printed(...links.flatMap((link) => [...deviceText(world, ns, link), '']));
  },
};

/** lo first or last as its name goes: by name. */
export function linksByName(ns: Netns): readonly Link[] {
  return ns.links
    .filter((link): link is Link => link !== undefined)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Flags with their bits, in the order in which they are named; RUNNING is what `ip` calls LOWER_UP. */
const FLAGS = [
  ['UP', 'UP', 0x1],
  ['BROADCAST', 'BROADCAST', 0x2],
  ['LOOPBACK', 'LOOPBACK', 0x8],
  ['POINTOPOINT', 'POINTOPOINT', 0x10],
  ['LOWER_UP', 'RUNNING', 0x40],
  ['NOARP', 'NOARP', 0x80],
  ['MULTICAST', 'MULTICAST', 0x1000],
] as const;

/** Names and bits of the flags a device has. */
export function flagsOf(
  world: World,
  ns: Netns,
  link: Link,
): { readonly names: readonly string[]; readonly bits: number } {
  const known = flagsText(world, ns, link, null).slice(1, -1).split(',');
  const set = FLAGS.filter(([name]) => known.includes(name));
  return { names: set.map(([, name]) => name), bits: set.reduce((sum, [, , bit]) => sum | bit, 0) };
}

function deviceText(world: World, ns: Netns, link: Link): readonly string[] {
  const { names, bits } = flagsOf(world, ns, link);
  const [addr] = link.addrs;
  const loopback = link.kind === 'loopback';
  const broadcast =
    addr === undefined || loopback ? '' : `  broadcast ${formatIpv4(addr.broadcast ?? ANY_IPV4)}`;
  const { rxPackets, rxBytes, rxDropped, txPackets, txBytes, txDropped } = link.stats;
  return [
    `${link.name}: flags=${String(bits)}<${names.join(',')}>  mtu ${String(link.mtu)}`,
    ...(addr === undefined
      ? []
      : [
          `        inet ${formatIpv4(addr.local)}  netmask ${formatIpv4(asIpv4(maskOf(addr.len)))}${broadcast}`,
        ]),
    loopback
      ? '        loop  txqueuelen 1000  (Local Loopback)'
      : isBareIp(link)
        ? '        unspec 00-00-00-00-00-00-00-00-00-00-00-00-00-00-00-00  txqueuelen 1000  (UNSPEC)'
        : `        ether ${formatMac(link.mac)}  txqueuelen 1000  (Ethernet)`,
    `        RX packets ${String(rxPackets)}  bytes ${String(rxBytes)} (${humanBytes(rxBytes)})`,
    `        RX errors 0  dropped ${String(rxDropped)}  overruns 0  frame 0`,
    `        TX packets ${String(txPackets)}  bytes ${String(txBytes)} (${humanBytes(txBytes)})`,
    `        TX errors 0  dropped ${String(txDropped)} overruns 0  carrier 0  collisions 0`,
  ];
}

/** `68.4 KiB`, cut behind the first digit. */
function humanBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  let at = 0;
  let scale = 1;
  while (bytes / scale >= 1024 && at < units.length - 1) {
    scale *= 1024;
    at += 1;
  }
  return `${(Math.floor((bytes * 10) / scale) / 10).toFixed(1)} ${units[at] ?? 'B'}`;
}
