/** Whom a packet to 0.0.0.0 is for. */
import type { Ipv4Addr } from '../../wire/addr';
import { ANY_IPV4, ipv4 } from '../../wire/addr';

const LOOPBACK_IPV4 = ipv4('127.0.0.1');

/** Nobody (0.0.0.0) is this host: the address a socket is bound to, else 127.0.0.1. Source: route.c ip_route_output_key_hash_rcu. */
export function someHost(to: Ipv4Addr, local: Ipv4Addr): Ipv4Addr {
  return to !== ANY_IPV4 ? to : local === ANY_IPV4 ? LOOPBACK_IPV4 : local;
}
