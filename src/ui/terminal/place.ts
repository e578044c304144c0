/** How a place is called: on its tab, in its prompt. */
import type { TerminalPlace } from '../../core/index';

/** `root@node-1:/# `: every shell of the lab begins in the root directory; in a pod the pod is the host. */
export function promptOf(place: TerminalPlace | null, netns: string): string {
  const host = place?.pod?.name ?? netns;
  return `root@${host}:/# `;
}

/** What the tab says, in words of its own for a pod. */
export function nameOf(
  place: TerminalPlace | null,
  netns: string,
  pod: (pod: { readonly namespace: string; readonly name: string }) => string,
): string {
  return place?.pod ? pod(place.pod) : netns;
}
