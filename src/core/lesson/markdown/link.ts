/** Where links of a lesson may lead. */
import type { LinkTarget } from './tree';

/** `look:node-1/flannel.1`: shows an element of the map. */
const LOOK = /^look:([-a-z0-9.]{1,63}(?:\/[^/\s]{1,15})?)$/;
/** Another lab of this page, as its address has it. */
const PAGE = /^#\/lab\/[-a-z0-9]{1,63}(?:\?\S{0,16000})?$/;
const WEB = /^https?:\/\/[^\s"'<>\\]{1,2000}$/;

/** Null for anything else: no other scheme is safe to offer. */
export function linkTarget(href: string): LinkTarget | null {
  const look = LOOK.exec(href)?.[1];
  if (look !== undefined) return { kind: 'look', place: look };
  if (PAGE.test(href)) return { kind: 'page', hash: href };
  return WEB.test(href) ? { kind: 'web', href } : null;
}
