/** Which devices carry Ethernet, so that others may stand upon them (ARPHRD_ETHER without IFF_LOOPBACK). */
import type { Link } from '../../model/link';
import { isBareIp } from '../../model/link';

export function hasEthernet(link: Link): boolean {
  return link.kind !== 'loopback' && !isBareIp(link);
}
