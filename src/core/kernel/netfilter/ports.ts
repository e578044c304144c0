/** `--sport` and `--dport`, which tcp, udp and sctp read and print alike. */
import type { Negatable, Range } from '../../model/netfilter.match';
import type { Skb } from '../../model/skb';
import { getU16 } from '../../base/bytes';
import { parsePorts } from './services';
import { portsAt } from './transport';
import { PORT_MAX, inRange, printNegatable, printRange, readNegatable } from './values';
import type { Words } from './words';
import type { Header, Read, Seen } from './seen';

export interface Ports {
  readonly sport: Negatable<Range> | null;
  readonly dport: Negatable<Range> | null;
}

export const NO_PORTS: Ports = { sport: null, dport: null };

const SIDES: Readonly<Record<string, keyof Ports>> = {
  '--sport': 'sport',
  '--source-port': 'sport',
  '--dport': 'dport',
  '--destination-port': 'dport',
};

export function readPorts<T extends Ports>(draft: T, name: string, invert: boolean, words: Words): Read<T> {
  const side = Object.hasOwn(SIDES, name) ? SIDES[name] : undefined;
  if (side === undefined) return 'unknown';
  const range = readNegatable(words, invert, (text) => parsePorts(text));
  return range === null ? 'bad' : { ...draft, [side]: range };
}

export function printPorts({ sport, dport }: Ports): string[] {
  return [...printPort('--sport', sport), ...printPort('--dport', dport)];
}

/** All ports ask nothing, and are not printed. */
function printPort(option: string, ports: Negatable<Range> | null): string[] {
  if (ports?.value.min === 0 && ports.value.max === PORT_MAX && !ports.invert) return [];
  return printNegatable(option, ports, printRange);
}

/** Whether both ports are as they should be; a packet without ports fits nothing. */
export function portsFit(ports: Ports, skb: Skb): boolean {
  return portsFitAt(ports, skb, portsAt(skb));
}

/** The same for many packets, of which it is known where their ports are. */
export function readyPorts(ports: Ports): (seen: Seen & Header) => boolean {
  return (seen) => portsFitAt(ports, seen.skb, seen.portsAt);
}

function portsFitAt({ sport, dport }: Ports, skb: Skb, at: number): boolean {
  if (at === -1) return false;
  if (sport !== null && inRange(getU16(skb.data, at), sport.value) === sport.invert) return false;
  return dport === null || inRange(getU16(skb.data, at + 2), dport.value) !== dport.invert;
}
