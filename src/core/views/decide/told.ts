/** Who told a route: which BGP speaker's UPDATE the routing daemon took it from when it wrote it into the kernel. */
import { mapGet } from '../../base/persistent-map';
import type { BirdRoute } from '../../model/bird';
import { prefixKey, type Route } from '../../model/route';
import type { NetnsId } from '../../model/link';
import type { World } from '../../model/world';
import { formatIpv4, type Ipv4Addr } from '../../wire/addr';
import { ownerOf } from '../bgp-sessions';
import { birdsIn } from '../birds';
import type { Told } from '../contract';
import { elementId } from '../contract.graph';
import type { Message } from '../message';
import { message } from '../say';

/**
 * Who told the daemon of this netns a route of its kernel; null for a route that no daemon wrote, or that it did not
 * hear of over BGP. A route that the daemon has lost meanwhile but whose row still stands has nobody either.
 */
export function toldBy(world: World, netns: NetnsId, route: Route): Told | null {
  if (route.protocol !== 'bird') return null;
  const ns = world.netns[netns];
  if (ns === undefined) return null;
  for (const { state } of birdsIn(ns)) {
    const routes = mapGet(state.rib, prefixKey(route.dst, route.len)) ?? [];
    const heard = routes.filter(({ kind }) => kind === 'bgp');
    // The first is the best; of several equal ones, the one whose gateway was taken.
    const source = heard.find(({ gateway }) => gateway === route.gateway) ?? heard[0];
    if (source === undefined) continue;
    const teller = ownerOf(world, source.peer);
    return {
      from: teller === null ? null : elementId.machine(teller),
      to: elementId.machine(world.machines[ns.machine]?.name ?? ''),
      sentence: sentenceOf(world, source),
    };
  }
  return null;
}

function sentenceOf(world: World, { peer, attributes, sinceNs }: BirdRoute): Message {
  const from = named(world, peer);
  const seconds = Math.floor(sinceNs / 1e9);
  const originator = attributes?.originatorId;
  if (originator !== undefined && (originator as number) !== 0)
    return message('told.reflected', { from, seconds, originator: named(world, originator) });
  const path = (attributes?.asPath ?? []).flatMap(({ numbers }) => numbers).join(' ');
  return path === ''
    ? message('told.inside', { from, seconds })
    : message('told.path', { from, seconds, path });
}

/** `node-2 (192.168.56.12)`; the address alone where nobody has it. */
function named(world: World, addr: Ipv4Addr): string {
  const machine = ownerOf(world, addr);
  return machine === null ? formatIpv4(addr) : `${machine} (${formatIpv4(addr)})`;
}
