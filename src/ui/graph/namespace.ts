/** A namespace of the cluster that the reader asks for: its pods stay in front, the others step back. */
import type { GraphElement } from '../../core/index';
import type { Scene } from './scene';

/** Whether an element belongs to a pod of another namespace. What is no pod belongs to none, and is never outside. */
export function isOutside(scene: Scene, element: GraphElement, namespace: string | null): boolean {
  if (namespace === null) return false;
  const netns = 'netns' in element ? scene.elements.get(`netns:${element.netns}`) : element;
  return netns?.kind === 'netns' && netns.pod !== null && netns.pod.namespace !== namespace;
}

/** Pods of a namespace, by element id. */
export function podsOf(scene: Scene, namespace: string | null): readonly string[] {
  if (namespace === null) return [];
  return scene.graph.elements.flatMap((element) =>
    element.kind === 'netns' && element.pod?.namespace === namespace ? [element.id] : [],
  );
}
