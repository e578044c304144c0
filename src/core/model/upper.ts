/** What the devices upon a card mean to it. */
import type { MacAddr } from '../wire/addr';
import type { Link } from './link';
import type { World } from './world';

/** Further addresses a card listens to, for devices upon it that are up (`dev->uc`). One in passthru mode has the card's. */
export function upperAddresses(world: World, card: Link): readonly MacAddr[] {
  return card.uppers.flatMap(({ netns, ifindex }) => {
    const link = world.netns[netns]?.links[ifindex];
    if (link?.up !== true) return [];
    const own =
      (link.kind === 'macvlan' && link.mode !== 'passthru') ||
      (link.kind === 'vlan' && link.mac !== card.mac);
    return own ? [link.mac] : [];
  });
}
