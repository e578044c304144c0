/** The list of match extensions. */
import type { NfMatch } from '../../../model/netfilter.match';
import { addrtype } from './addrtype';
import { comment } from './comment';
import { connmark } from './connmark';
import { connlimit } from './connlimit';
import { conntrack } from './conntrack';
import { dscp } from './dscp';
import { esp } from './esp';
import { fragment } from './fragment';
import { icmp } from './icmp';
import { iprange } from './iprange';
import type { MatchKind } from './kind';
import { length } from './length';
import { hashlimit } from './hashlimit';
import { limit } from './limit';
import { mac } from './mac';
import { mark } from './mark';
import { multiport } from './multiport';
import { nfacct } from './nfacct';
import { owner } from './owner';
import { physdev } from './physdev';
import { pkttype } from './pkttype';
import { policy } from './policy';
import { recent } from './recent';
import { rpfilter } from './rpfilter';
import { sctp } from './sctp';
import { set } from './set';
import { state } from './state';
import { statistic } from './statistic';
import { string } from './string';
import { tcp } from './tcp';
import { ttl } from './ttl';
import { udp } from './udp';

export const matchKinds: { readonly [K in NfMatch['kind']]: MatchKind<K> } = {
  addrtype,
  comment,
  connmark,
  connlimit,
  conntrack,
  dscp,
  esp,
  fragment,
  icmp,
  iprange,
  length,
  hashlimit,
  limit,
  mac,
  mark,
  multiport,
  nfacct,
  owner,
  physdev,
  pkttype,
  policy,
  recent,
  rpfilter,
  sctp,
  set,
  state,
  statistic,
  string,
  tcp,
  ttl,
  udp,
};
