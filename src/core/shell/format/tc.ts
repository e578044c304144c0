/** Queueing disciplines and filters as `tc` prints them. Source: iproute2 6.1 tc/tc_qdisc.c, q_tbf.c, tc_filter.c, f_u32.c, m_mirred.c, tc_util.c. */
import type { Link } from '../../model/link';
import type { RedirectFilter, TbfQdisc } from '../../model/qdisc';
import type { Netns } from '../../model/world';
import { qdiscOf } from './link';

/** Ticks of a microsecond: the kernel counts in 64 ns. */
export const TICKS_PER_US = 15.625;
const US_PER_SEC = 1_000_000;

/** Lines of one device; `named` says which it is. */
export function qdiscLines(link: Link, named: boolean): readonly string[] {
  const dev = named ? `dev ${link.name} ` : '';
  const own = qdiscOf(link);
  const queues = link.kind === 'veth' ? 2 : 1;
  return [
    ...(link.tc.root === null
      ? own === 'noop'
        ? []
        : [`qdisc ${own} 0: ${dev}root refcnt 2 ${own === 'pfifo_fast' ? PRIOMAP : ''}`]
      : [`qdisc tbf ${hex(link.tc.root.handle)}: ${dev}root refcnt ${queues + 1} ${tbfText(link.tc.root)} `]),
    ...(link.tc.ingress === null ? [] : [`qdisc ingress ffff: ${dev}parent ffff:fff1 ---------------- `]),
  ];
}

/**
 * The same with counters (tc_util.c print_tcstats2_attr). What leaves at once was never queued: `noqueue` counts nothing. Others
 * count what their device sends.
 */
export function countedQdiscLines(link: Link, named: boolean): readonly string[] {
  const { txBytes, txPackets } = qdiscOf(link) === 'noqueue' ? NOTHING : link.stats;
  return qdiscLines(link, named).flatMap((line) => [
    line,
    ` Sent ${String(txBytes)} bytes ${String(txPackets)} pkt (dropped 0, overlimits 0 requeues 0) `,
    ' backlog 0b 0p requeues 0',
  ]);
}

const NOTHING = { txBytes: 0, txPackets: 0 };

const PRIOMAP = 'bands 3 priomap 1 2 2 2 1 2 0 0 1 1 1 1 1 1 1 1';

function hex(handle: number): string {
  return handle.toString(16);
}

function tbfText({ rate, bufferTicks, limit }: TbfQdisc): string {
  const bufferUs = Math.floor(bufferTicks / TICKS_PER_US);
  const burst = Math.floor((rate * bufferUs) / US_PER_SEC);
  const latencyUs = Math.floor(US_PER_SEC * (limit / rate)) - bufferUs;
  return `rate ${rateText(rate * 8)} burst ${sizeText(burst)} lat ${timeText(latencyUs)}`;
}

/** Source: tc_util.c tc_print_rate. */
function rateText(bits: number): string {
  const units = ['', 'K', 'M', 'G', 'T'];
  let rate = bits;
  let unit = 0;
  while (unit < units.length - 1 && rate >= 1000 && (rate % 1000 === 0 || rate >= 1_000_000)) {
    rate /= 1000;
    unit += 1;
  }
  return `${rate.toFixed(0)}${units[unit] ?? ''}bit`;
}

/** Source: lib/utils_math.c print_size. */
function sizeText(bytes: number): string {
  const kilo = 1024;
  const mega = kilo * kilo;
  if (bytes >= mega && Math.abs(mega * Math.round(bytes / mega) - bytes) < kilo) {
    return `${Math.round(bytes / mega)}Mb`;
  }
  if (bytes >= kilo && Math.abs(kilo * Math.round(bytes / kilo) - bytes) < 16) {
    return `${Math.round(bytes / kilo)}Kb`;
  }
  return `${bytes}b`;
}

/** Source: tc_util.c print_time. */
function timeText(us: number): string {
  if (us >= US_PER_SEC) return `${Number((us / US_PER_SEC).toPrecision(3))}s`;
  return us >= 1000 ? `${Number((us / 1000).toPrecision(3))}ms` : `${us}us`;
}

/** `tc filter show dev DEV ingress`; asked by its parent, that is not told. */
export function filterLines(ns: Netns, link: Link, parentTold: boolean): readonly string[] {
  return (link.tc.ingress ?? []).flatMap((filter) =>
    oneFilter(ns, filter, parentTold ? 'parent ffff: ' : ''),
  );
}

function oneFilter(ns: Netns, { pref, flowid, actions }: RedirectFilter, parent: string): readonly string[] {
  const head = `filter ${parent}protocol all pref ${pref} u32 chain 0 `;
  const target = flowid === '' ? 'terminal flowid' : `*flowid ${flowid}`;
  return [
    head,
    `${head}fh 800: ht divisor 1 `,
    `${head}fh 800::800 order 2048 key ht 800 bkt 0 ${target} not_in_hw `,
    '  match 00000000/00000000 at 0',
    ...actions.flatMap(({ index, to, control }, order) => [
      `\taction order ${order + 1}: mirred (Egress Redirect to device ${ns.links[to]?.name ?? '*'}) ${control}`,
      `\tindex ${index} ref 1 bind 1`,
      '',
    ]),
  ];
}
