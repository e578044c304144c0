/** Room left between what is brought into sight and the edge of its region, in pixels. */
const MARGIN = 8;

/** Scrolls `region`, and nothing else, as little as brings `part` into sight; of a part too high for it, the top. */
export function reveal(region: HTMLElement | null, part: HTMLElement | null | undefined): void {
  if (!region || !part) return;
  const window = region.getBoundingClientRect();
  const box = part.getBoundingClientRect();
  region.scrollTop += scrollBy(
    { from: box.top - window.top, to: box.bottom - window.top },
    region.clientHeight,
  );
}

/** How far a stretch of a region's content must move up to lie within `height`. */
export function scrollBy(
  { from, to }: { readonly from: number; readonly to: number },
  height: number,
): number {
  if (from < MARGIN) return from - MARGIN;
  return Math.max(0, Math.min(to - height + MARGIN, from - MARGIN));
}
