/** Which networks live on a switch, told by the routes of the machines cabled to it. */
import type { Scene } from './scene';

/** Prefixes that machines at the switch's ports reach without a gateway, by the card that is cabled to it. */
export function networksAt(scene: Scene, bridge: string): readonly string[] {
  const found = new Set<string>();
  for (const port of scene.joins.get(bridge) ?? []) {
    const portId = port.from === bridge ? port.to : port.from;
    for (const cable of scene.joins.get(portId) ?? []) {
      if (cable.kind !== 'cable' && cable.kind !== 'veth') continue;
      const card = scene.elements.get(cable.from === portId ? cable.to : cable.from);
      const core = card?.kind === 'device' ? scene.elements.get(`routing:${card.netns}`) : undefined;
      if (card?.kind !== 'device' || core?.kind !== 'routing') continue;
      for (const route of core.routes) {
        if (route.dev === card.name && route.via === null && route.dst.includes('/')) found.add(route.dst);
      }
    }
  }
  return [...found].sort();
}
