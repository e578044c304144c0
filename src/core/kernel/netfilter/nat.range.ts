/** `--to-source`, `--to-destination`, `--to-ports`: where a translation may lead, as text. Source: extensions/libxt_NAT.c. */
import type { NatRange } from '../../model/netfilter.target';
import { formatIpv4, parseIpv4 } from '../../wire/addr';
import type { Read } from './seen';
import { parsePorts } from './services';
import { PORT_MAX, parseNumber, printRange, readWord } from './values';
import type { Words } from './words';

/** ICMP, TCP, UDP, DCCP, SCTP. */
const WITH_PORT_RANGE: readonly number[] = [1, 6, 17, 33, 132];

/** `10.0.0.1`, `10.0.0.1-10.0.0.9:80-90`, `:80`, and for destinations `:1080-1090/80`. */
export function parseTo(text: string): Pick<NatRange, 'addrs' | 'ports' | 'base'> | null {
  const [addrText = '', portText, ...rest] = text.split(':');
  if (rest.length > 0) return null;
  const [portWords = '', baseText, ...beyond] = portText?.split('/') ?? [];
  const ports = portText === undefined ? null : parsePorts(portWords, '-');
  const base = baseText === undefined ? undefined : parseNumber(baseText, PORT_MAX);
  // Only a range can be shifted.
  if (base === null || beyond.length > 0 || (base !== undefined && !portWords.includes('-'))) return null;
  const shift = base === undefined ? {} : { base };
  if (portText !== undefined && (ports === null || ports.min === 0)) return null;
  if (addrText === '') return ports === null ? null : { addrs: null, ports, ...shift };
  const [from = '', to = from] = addrText.split('-');
  const min = parseIpv4(from);
  const max = parseIpv4(to);
  if (!min.ok || !max.ok || min.value > max.value) return null;
  return { addrs: { min: min.value, max: max.value }, ports, ...shift };
}

export function printTo({ addrs, ports, base }: NatRange): string {
  const text = addrs === null ? '' : formatIpv4(addrs.min);
  const to = addrs === null || addrs.min === addrs.max ? '' : `-${formatIpv4(addrs.max)}`;
  const shift = base === undefined ? '' : `/${String(base)}`;
  return `${text}${to}${ports === null ? '' : `:${printRange(ports, '-')}${shift}`}`;
}

/** `--to-ports`, `--random`, `--random-fully`, `--persistent`. */
export function readRangeOption(range: NatRange, name: string, words: Words): Read<NatRange> {
  switch (name) {
    case '--to-ports': {
      const ports = readWord(words, (text) => parsePorts(text, '-'));
      return ports === null || ports.min === 0 ? 'bad' : { ...range, ports };
    }
    case '--random':
      return { ...range, random: true };
    case '--random-fully':
      return { ...range, randomFully: true };
    case '--persistent':
      return { ...range, persistent: true };
    default:
      return 'unknown';
  }
}

/** Protocols a range of ports goes with; none is asked for without ports. Source: extensions/libxt_NAT.c `portok`. */
export function protosOfRange({ ports }: NatRange): readonly number[] | null {
  return ports === null ? null : WITH_PORT_RANGE;
}

export function printRangeFlags({ random, randomFully, persistent }: NatRange): string[] {
  return [
    ...(random ? ['--random'] : []),
    ...(randomFully ? ['--random-fully'] : []),
    ...(persistent ? ['--persistent'] : []),
  ];
}
