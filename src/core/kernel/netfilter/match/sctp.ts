/** `-m sctp [!] --sport … [!] --dport …`. Source: net/netfilter/xt_sctp.c. */
import { PROTO_SCTP } from '../../../wire/ipv4';
import type { MatchKind } from './kind';
import { NO_PORTS, portsFit, printPorts, readPorts, readyPorts } from '../ports';

const START = { kind: 'sctp', ...NO_PORTS } as const;

export const sctp: MatchKind<'sctp'> = {
  kind: 'sctp',
  protos: [PROTO_SCTP],
  start: START,
  option: (draft, name, invert, words) => readPorts(draft ?? START, name, invert, words),
  print: (match) => ['-m sctp', ...printPorts(match)].join(' '),
  fits: (match, { skb }) => portsFit(match, skb),
  ready: readyPorts,
};
