/** Whether two addresses lie in one subnet of a device. Source: net/ipv4/devinet.c inet_addr_onlink. */
import type { Ipv4Addr } from '../wire/addr';
import { ANY_IPV4, inCidr } from '../wire/addr';
import type { Link } from '../model/link';

/** `b` 0 asks for `a` alone. */
export function inetAddrOnlink(link: Link, a: Ipv4Addr, b: Ipv4Addr): boolean {
  return link.addrs.some(({ local, len }) => {
    const subnet = { addr: local, len };
    return inCidr(a, subnet) && (b === ANY_IPV4 || inCidr(b, subnet));
  });
}
