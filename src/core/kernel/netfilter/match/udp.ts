/** `-m udp [!] --sport … [!] --dport …`. Source: net/netfilter/xt_tcpudp.c udp_mt. */
import { PROTO_UDP } from '../../../wire/ipv4';
import type { MatchKind } from './kind';
import { NO_PORTS, portsFit, printPorts, readPorts, readyPorts } from '../ports';

const START = { kind: 'udp', ...NO_PORTS } as const;

export const udp: MatchKind<'udp'> = {
  kind: 'udp',
  protos: [PROTO_UDP],
  start: START,
  option: (draft, name, invert, words) => readPorts(draft ?? START, name, invert, words),
  print: (match) => ['-m udp', ...printPorts(match)].join(' '),
  fits: (match, { skb }) => portsFit(match, skb),
  alike: () => true,
  ready: readyPorts,
};
