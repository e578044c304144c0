/** `route` and `netstat -r`. Source: net-tools 2.10 lib/inet_gr.c rprint_fib. */
import { TABLE_MAIN, type Route } from '../../../model/route';
import type { Netns } from '../../../model/world';
import { asIpv4, formatIpv4, maskOf } from '../../../wire/addr';
import { notYet, printed, type Command } from '../../command';
import { routesOf } from '../../format/route';
import { netnsNamed } from '../../netns';

const TITLE = 'Kernel IP routing table';

export const route: Command = {
  kind: 'route',
  summary: 'show / manipulate the IP routing table',
  usage: ['route [ -n ]'],
  run(io, argv) {
    const words = argv.slice(1);
    if (words.some((word) => word !== '-n' && word !== '-e')) return notYet(argv.join(' '));
    return printed(
      ...routeTable(netnsNamed(io.host.world, io.netns), words.includes('-n'), words.includes('-e')),
    );
  },
};

/** `extended`: the columns of `netstat -r`. */
export function routeTable(ns: Netns, numeric: boolean, extended: boolean): readonly string[] {
  const head = extended
    ? 'Destination     Gateway         Genmask         Flags   MSS Window  irtt Iface'
    : 'Destination     Gateway         Genmask         Flags Metric Ref    Use Iface';
  const table = ns.routeTables.get(TABLE_MAIN);
  const rows = (table === undefined ? [] : routesOf(table)).filter(
    ({ type }) => type !== 'local' && type !== 'broadcast',
  );
  return [TITLE, head, ...rows.map((one) => rowText(ns, one, numeric, extended))];
}

function rowText(
  ns: Netns,
  { dst, len, gateway, metric, type, dev }: Route,
  numeric: boolean,
  extended: boolean,
): string {
  const rejects = type !== 'unicast';
  const flags = `${rejects ? '!' : 'U'}${gateway === 0 ? '' : 'G'}${len === 32 ? 'H' : ''}`;
  const via = rejects ? '-' : gateway === 0 && !numeric ? '0.0.0.0' : formatIpv4(gateway);
  const target = len === 0 && !numeric ? 'default' : formatIpv4(dst);
  const numbers = extended
    ? `${rejects ? '-' : '0'} ${rejects ? '-' : '0'}`.replace(
        /^(\S) (\S)$/,
        (_, mss: string, window: string) =>
          `${mss.padStart(5)} ${window.padEnd(6)} ${(rejects ? '-' : '0').padStart(5)}`,
      )
    : `${String(metric).padEnd(6)} ${(rejects ? '-' : '0').padEnd(3)} ${(rejects ? '-' : '0').padStart(6)}`;
  const name = rejects ? '-' : (ns.links[dev]?.name ?? '*');
  return `${target.padEnd(15)} ${via.padEnd(15)} ${formatIpv4(asIpv4(maskOf(len))).padEnd(15)} ${flags.padEnd(5)} ${numbers} ${name}`;
}
