/** Where on the page a key is pressed. */
import type { Place } from './shortcuts';

/** What one types into. */
export const FIELDS = 'input, textarea, select, [contenteditable]';
const CONTROLS =
  'button, a[href], summary, [role="menuitem"], [role="treeitem"], [role="option"], [role="tab"]';

export function placeOf(target: EventTarget | null): Place {
  if (!(target instanceof Element)) return 'page';
  if (target.closest(FIELDS)) return 'field';
  return target.closest(CONTROLS) ? 'control' : 'page';
}
