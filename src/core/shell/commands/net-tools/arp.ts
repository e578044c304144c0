/** `arp`: the neighbour table. Source: net-tools 2.10 arp.c arp_show, arp_disp. */
import type { NeighEntry } from '../../../model/neigh';
import { formatIpv4, formatMac, type Ipv4Addr } from '../../../wire/addr';
import { failed, notYet, printed, type Command, type CommandIo } from '../../command';
import { netnsNamed } from '../../netns';
import { readOptions } from '../../options';
import { inetAton } from '../../resolve';

interface Row {
  readonly addr: Ipv4Addr;
  readonly entry: NeighEntry;
  readonly dev: string;
}

export const arp: Command = {
  kind: 'arp',
  summary: 'manipulate the system ARP cache',
  usage: ['arp [ -n ] [ -a ] [ -i DEV ] [ ADDR ]'],
  run(io, argv) {
    const { given, words, fault } = readOptions(argv.slice(1), { letters: 'vnaei:dsfDA:H:' });
    if (fault !== null) return failed(1, `arp: invalid option -- '${fault.option}'`);
    for (const letter of given.keys()) if (!'nave i'.includes(letter)) return notYet(`arp -${letter}`);
    const [host] = words;
    const wanted = host === undefined ? null : inetAton(host);
    if (host !== undefined && wanted === null) return failed(255, `${host}: Unknown host`);
    const rows = neighbours(io, given.get('i')).filter(({ addr }) => wanted === null || addr === wanted);
    if (host !== undefined && rows.length === 0) return printed(`${host} (${host}) -- no entry`);
    if (given.has('a')) return printed(...rows.map(bsdText));
    if (rows.length === 0) return printed();
    return printed(
      'Address                  HWtype  HWaddress           Flags Mask            Iface',
      ...rows.map(text),
    );
  },
};

function neighbours(io: CommandIo, dev: string | undefined): readonly Row[] {
  return netnsNamed(io.host.world, io.netns).links.flatMap((link) => {
    if (link === undefined || (dev !== undefined && link.name !== dev)) return [];
    return [...link.neigh.entries]
      .filter(([, { state }]) => state !== 'NOARP')
      .map(([addr, entry]) => ({ addr, entry, dev: link.name }));
  });
}

/** The address, where it may be used. */
function macOf({ mac, state }: NeighEntry): string | null {
  return mac === null || state === 'INCOMPLETE' || state === 'FAILED' ? null : formatMac(mac);
}

function text({ addr, entry, dev }: Row): string {
  const mac = macOf(entry);
  const begin = formatIpv4(addr).padEnd(25);
  if (mac === null) return `${begin}${' '.repeat(8)}${'(incomplete)'.padEnd(42)}${dev}`;
  const flags = entry.state === 'PERMANENT' ? 'CM' : 'C';
  return `${begin}${'ether'.padEnd(8)}${mac.padEnd(20)}${flags.padEnd(6)}${' '.repeat(16)}${dev}`;
}

function bsdText({ addr, entry, dev }: Row): string {
  const mac = macOf(entry);
  const what = mac === null ? '<incomplete>' : `${mac} [ether]${entry.state === 'PERMANENT' ? ' PERM' : ''}`;
  return `? (${formatIpv4(addr)}) at ${what} on ${dev}`;
}
