/** `[!] -f`: second and further fragments. Written before all `-m`. Source: net/ipv4/netfilter/ip_tables.c ip_packet_match. */
import { ipFragOffset } from '../../../wire/ipv4';
import { networkOffset } from '../../skb';
import type { MatchKind } from './kind';

export const fragment: MatchKind<'fragment'> = {
  kind: 'fragment',
  start: null,
  option: () => 'unknown',
  print: ({ invert }) => (invert ? '! -f' : '-f'),
  fits: ({ invert }, { skb }) => (ipFragOffset(skb.data, networkOffset(skb)) !== 0) !== invert,
};
