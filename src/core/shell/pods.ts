/** Pods as the tools of a node find them. */
import { asKind, objectKey, podNetnsName } from '../model/cluster';
import type { Netns, World } from '../model/world';

/** The pod's netns; null when there is no such pod, or it has none yet. A pod of the node's network has the node's. */
export function podNetns(world: World, name: string, namespace: string): Netns | null {
  const found = world.cluster?.objects.entries.get(objectKey('Pod', namespace, name)) ?? null;
  const pod = asKind(found, 'Pod');
  if (pod === null) return null;
  const netns = pod.spec.hostNetwork === true ? pod.spec.nodeName : podNetnsName(pod);
  return world.netns.find((ns) => ns?.name === netns) ?? null;
}
