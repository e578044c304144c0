/** `-m multiport [!] --dports 80,443,8000:8010`: up to 15 ports, a range counts as two. Source: net/netfilter/xt_multiport.c. */
import type { Range } from '../../../model/netfilter.match';
import type { Skb } from '../../../model/skb';
import { getU16 } from '../../../base/bytes';
import { parsePorts as parsePort } from '../services';
import { portsAt } from '../transport';
import { inRange, printRange, readWord } from '../values';
import type { MatchKind, MatchOf } from './kind';

const PORTS_MAX = 15;
const SIDES: Readonly<Record<string, MatchOf<'multiport'>['side']>> = {
  '--sports': 'sports',
  '--source-ports': 'sports',
  '--dports': 'dports',
  '--destination-ports': 'dports',
  '--ports': 'ports',
};

export const multiport: MatchKind<'multiport'> = {
  kind: 'multiport',
  protos: [6, 17, 33, 132, 136],
  start: null,
  option(_draft, name, invert, words) {
    const side = Object.hasOwn(SIDES, name) ? SIDES[name] : undefined;
    if (side === undefined) return 'unknown';
    const ports = readWord(words, parsePorts);
    return ports === null ? 'bad' : { kind: 'multiport', side, ports, invert };
  },
  print: ({ side, ports, invert }) =>
    `-m multiport ${invert ? '! ' : ''}--${side} ${ports.map((range) => printRange(range)).join(',')}`,
  fits: (match, { skb }) => fitsAt(match, skb, portsAt(skb)),
  alike: () => true,
  ready: (match) => (seen) => fitsAt(match, seen.skb, seen.portsAt),
};

function fitsAt({ side, ports, invert }: MatchOf<'multiport'>, { data }: Skb, at: number): boolean {
  if (at === -1) return false;
  const fits =
    (side !== 'dports' && isOneOf(ports, getU16(data, at))) ||
    (side !== 'sports' && isOneOf(ports, getU16(data, at + 2)));
  return fits !== invert;
}

function isOneOf(ports: readonly Range[], port: number): boolean {
  for (const range of ports) if (inRange(port, range)) return true;
  return false;
}

function parsePorts(text: string): readonly Range[] | null {
  const ranges = text.split(',').map((part) => parsePort(part));
  const ports = ranges.filter((range) => range !== null);
  const count = ports.reduce((sum, { min, max }) => sum + (min === max ? 1 : 2), 0);
  return ports.length === ranges.length && count <= PORTS_MAX ? ports : null;
}
