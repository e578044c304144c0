/** The lines ping prints. Source: iputils ping_common.c finish, gather_statistics; ping.c pr_icmph. */
import { strerror } from '../kernel/ops/error';
import type { Errno } from '../model/op';
import { formatIpv4, type Ipv4Addr } from '../wire/addr';
import { ICMP_TIME_EXCEEDED, ICMP_UNREACHABLE } from '../wire/icmp4';

const NS_PER_US = 1000;
const ICMP_AND_IP_LEN = 28;

const UNREACHABLE: readonly string[] = [
  'Destination Net Unreachable',
  'Destination Host Unreachable',
  'Destination Protocol Unreachable',
  'Destination Port Unreachable',
  'Frag needed and DF set',
  'Source Route Failed',
  'Destination Net Unknown',
  'Destination Host Unknown',
  'Source Host Isolated',
  'Destination Net Prohibited',
  'Destination Host Prohibited',
  'Destination Net Unreachable for Type of Service',
  'Destination Host Unreachable for Type of Service',
  'Packet filtered',
  'Precedence Violation',
  'Precedence Cutoff',
];

/** What an ICMP error says. */
export function errorText(type: number, code: number, mtu: number): string {
  if (type === ICMP_UNREACHABLE && code === 4) return `Frag needed and DF set (mtu = ${String(mtu)})`;
  if (type === ICMP_UNREACHABLE) return UNREACHABLE[code] ?? `Dest Unreachable, Bad Code: ${String(code)}`;
  if (type === ICMP_TIME_EXCEEDED) {
    return code === 0 ? 'Time to live exceeded' : 'Frag reassembly time exceeded';
  }
  return `Bad ICMP type: ${String(type)}`;
}

/** Round-trip time in milliseconds with the digits ping gives it: fewer the longer it took. */
export function tripText(rttNs: number): string {
  const us = Math.floor(rttNs / NS_PER_US);
  if (us >= 99_950) return String(Math.floor((us + 500) / 1000));
  if (us >= 9_995) return fixed((us + 50) / 1000, 1);
  if (us >= 1_000) return fixed((us + 5) / 1000, 2);
  return fixed(us / 1000, 3);
}

/** Digits are cut, not rounded: the caller has rounded. */
function fixed(value: number, digits: number): string {
  const scale = 10 ** digits;
  const whole = Math.floor(value * scale + 1e-6);
  const text = String(whole % scale).padStart(digits, '0');
  return `${String(Math.floor(whole / scale))}.${text}`;
}

/** What the summary counts. */
export interface PingCounts {
  readonly sent: number;
  readonly received: number;
  readonly duplicates: number;
  readonly errors: number;
  /** From the start to the last request. */
  readonly tookMs: number;
}

export function lossText({ sent, received, duplicates, errors, tookMs }: PingCounts): string {
  const more = duplicates > 0 ? `, +${String(duplicates)} duplicates` : '';
  const wrong = errors > 0 ? `, +${String(errors)} errors` : '';
  const lost = sent === 0 ? 0 : ((sent - received) * 100) / sent;
  const loss = String(Number(lost.toPrecision(6)));
  const counts = `${String(sent)} packets transmitted, ${String(received)} received${more}${wrong}`;
  return `${counts}, ${loss}% packet loss, time ${String(tookMs)}ms`;
}

/** `rtt min/avg/max/mdev`, and `pipe` when several requests were out at once; null when there is neither. */
export function rttText(rttsNs: readonly number[], pipe: number): string | null {
  const parts: string[] = [];
  if (rttsNs.length > 0) {
    const us = rttsNs.map((rtt) => Math.floor(rtt / NS_PER_US));
    const numbers = [Math.min(...us), mean(us), Math.max(...us), deviation(us)];
    parts.push(`rtt min/avg/max/mdev = ${numbers.map((value) => fixed(value / 1000, 3)).join('/')} ms`);
  }
  if (pipe > 1) parts.push(`pipe ${String(pipe)}`);
  return parts.length === 0 ? null : parts.join(', ');
}

/** `ipg/ewma`: time between requests, and the round trips' moving average. Source: ping_common.c finish, gather_statistics. */
export function paceText(tookNs: number, sent: number, rttsNs: readonly number[]): string | null {
  if (rttsNs.length === 0) return null;
  const gap = Math.floor(tookNs / NS_PER_US / (sent - 1));
  let eighths = 0;
  for (const [i, rtt] of rttsNs.entries()) {
    const us = Math.floor(rtt / NS_PER_US);
    eighths = i === 0 ? us * 8 : eighths + us - Math.floor(eighths / 8);
  }
  const text = (us: number): string =>
    `${String(Math.floor(us / 1000))}.${String(us % 1000).padStart(3, '0')}`;
  return `ipg/ewma ${text(gap)}/${text(Math.floor(eighths / 8))} ms`;
}

function mean(us: readonly number[]): number {
  return Math.floor(us.reduce((total, value) => total + value, 0) / us.length);
}

/** In whole numbers and in this order, so that the digits are ping's own. */
function deviation(us: readonly number[]): number {
  const sum = us.reduce((total, value) => total + value, 0);
  const squares = us.reduce((total, value) => total + value * value, 0);
  return squareRoot(Math.floor((squares - Math.floor((sum * sum) / us.length)) / us.length));
}

/** ping's own (llsqrt): now and then one above the true one. */
function squareRoot(value: number): number {
  let before = Infinity;
  let root = value;
  while (root > 0 && root < before) {
    before = root;
    root = Math.floor((root + Math.floor(value / root)) / 2);
  }
  return root;
}

/** EACCES is what the kernel answers for a broadcast address, so ping takes it for one. Source: ping.c ping4_run. */
export function connectText(errno: Errno): string {
  if (errno !== 'EACCES') return `connect: ${strerror(errno)}`;
  return 'Do you want to ping broadcast? Then -b. If not, check your local firewall rules';
}

interface Asked {
  readonly host: string;
  readonly dst: Ipv4Addr;
  readonly src?: Ipv4Addr;
  readonly dev?: { readonly name: string };
  readonly sizeBytes: number;
}

/** The first line. Only a source that was asked for is named (`-I`). */
export function headText({ host, dst, src, dev, sizeBytes }: Asked, local: Ipv4Addr): string {
  const named = src !== undefined || dev !== undefined;
  const from = named ? `from ${formatIpv4(local)} ${dev?.name ?? ''}: ` : '';
  const total = sizeBytes + ICMP_AND_IP_LEN;
  return `PING ${host} (${formatIpv4(dst)}) ${from}${String(sizeBytes)}(${String(total)}) bytes of data.`;
}
