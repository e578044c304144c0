/** Whether a link's wire leads to somewhere (`netif_carrier_ok`). Source: drivers/net/veth.c, net/bridge/br_if.c. */
import type { BridgeLink, Link } from '../model/link';
import type { Netns, World } from '../model/world';

/**
 * A cable has a carrier while both ends are up, a bridge while one of its ports has, a vlan, macvlan or ipvlan device while
 * its card has; a tun device while a process holds its file; other devices without a wire always.
 * Without a carrier a device has no queue (qdisc noop): what is sent is lost before any capture could see it.
 */
export function hasCarrier(world: World, ns: Netns, link: Link): boolean {
  switch (link.kind) {
    case 'veth':
    case 'physical': {
      const { peer } = link;
      if (link.kind === 'physical' && link.unplugged) return false;
      return link.up && peer !== null && world.netns[peer.netns]?.links[peer.ifindex]?.up === true;
    }
    case 'bridge':
      return somePortHas(world, ns, link);
    case 'vlan':
    case 'macvlan':
    case 'ipvlan': {
      const below = world.netns[link.lower.netns];
      const card = below?.links[link.lower.ifindex];
      return below !== undefined && card?.up === true && hasCarrier(world, below, card);
    }
    case 'tun':
      return link.reader !== 0;
    case 'loopback':
    case 'vxlan':
    case 'geneve':
    case 'dummy':
    case 'ifb':
    case 'ipip':
    case 'wireguard':
      return true;
  }
}

function somePortHas(world: World, ns: Netns, { ports }: BridgeLink): boolean {
  return ports.some((port) => {
    const member = ns.links[port];
    return member?.up === true && hasCarrier(world, ns, member);
  });
}
