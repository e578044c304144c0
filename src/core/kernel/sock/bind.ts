/** What bind(2) says of an address. Source: net/ipv4/af_inet.c __inet_bind, inet_addr_valid_or_nonlocal. */
import type { Netns } from '../../model/world';
import { ANY_IPV4, isMulticastIpv4, type Ipv4Addr } from '../../wire/addr';
import { localType } from '../fib';
import { readNetnsSysctl } from '../sysctl.netns';

/** Whether a socket may have the address: one of this netns, a broadcast or a group, or any with `ip_nonlocal_bind`. */
export function mayBind(ns: Netns, local: Ipv4Addr): boolean {
  if (local === ANY_IPV4 || isMulticastIpv4(local) || localType(ns, local) !== null) return true;
  return readNetnsSysctl(ns, 'net/ipv4/ip_nonlocal_bind') !== 0;
}
