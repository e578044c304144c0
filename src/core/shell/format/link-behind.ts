/** The device a name is followed by: the other end of a veth pair, the card a vlan, macvlan or ipvlan device stands upon. */
import type { Link, LinkRef } from '../../model/link';

export function linkBehind(link: Link): LinkRef | null {
  if ('lower' in link && typeof link.lower === 'object') return link.lower;
  return link.kind === 'veth' ? link.peer : null;
}
