/** How a place is called: on its tab, in its prompt. */
import type { TerminalPlace } from '../../core/index';

/** Home of the one who types. */
const HOME = '/root';

/**
 * `root@node-1:/# `: who, where, in which folder. In a pod the pod is the host; a namespace made by `ip netns` has its machine's
 * name and stands in front of it, as Debian's prompt shows a chroot.
 */
export function promptOf(place: TerminalPlace | null, netns: string, folder: string): string {
  const inside = place === null || place.root || place.pod !== null ? '' : `(${netns})`;
  const below = folder === HOME || folder.startsWith(`${HOME}/`) ? `~${folder.slice(HOME.length)}` : folder;
  return `${inside}root@${place?.host ?? netns}:${below}# `;
}

/** What the tab says, in words of its own for a pod. */
export function nameOf(
  place: TerminalPlace | null,
  netns: string,
  pod: (pod: { readonly namespace: string; readonly name: string }) => string,
): string {
  return place?.pod ? pod(place.pod) : netns;
}
