/** The lines ping prints. Source: iputils ping_common.c finish, gather_statistics; ping.c pr_icmph. */
import { ICMP_TIME_EXCEEDED, ICMP_UNREACHABLE } from '../wire/icmp4';

const NS_PER_US = 1000;

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

export function lossText(sent: number, received: number, errors: number, tookMs: number): string {
  const errorPart = errors > 0 ? `, +${String(errors)} errors` : '';
  const lost = sent === 0 ? 0 : ((sent - received) * 100) / sent;
  const loss = String(Number(lost.toPrecision(6)));
  const counts = `${String(sent)} packets transmitted, ${String(received)} received${errorPart}`;
  return `${counts}, ${loss}% packet loss, time ${String(tookMs)}ms`;
}

/** `rtt min/avg/max/mdev`, null when nothing came back. */
export function rttText(rttsNs: readonly number[]): string | null {
  if (rttsNs.length === 0) return null;
  const us = rttsNs.map((rtt) => Math.floor(rtt / NS_PER_US));
  const sum = us.reduce((total, value) => total + value, 0);
  const squares = us.reduce((total, value) => total + value * value, 0);
  const mean = Math.floor(sum / us.length);
  const deviation = Math.floor(Math.sqrt(Math.max(0, squares / us.length - mean * mean)));
  const numbers = [Math.min(...us), mean, Math.max(...us), deviation].map((value) => fixed(value / 1000, 3));
  return `rtt min/avg/max/mdev = ${numbers.join('/')} ms`;
}
