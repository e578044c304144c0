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

/**
 * Scrolls on, so that `region` begins with the heading of a section and none is cut at its upper edge: as far as `part`
 * stays in sight.
 */
export function beginWithSection(region: HTMLElement | null, part: HTMLElement | null | undefined): void {
  if (!region || !part || region.scrollTop === 0) return;
  const { top } = region.getBoundingClientRect();
  const sections = [...region.querySelectorAll('section')].map(
    (section) => section.getBoundingClientRect().top - top,
  );
  region.scrollTop += sectionBelow(sections, part.getBoundingClientRect().top - top);
}

/** A heading, and the room below it, px. */
const HEADING = 44;

/**
 * Distance to the first section that begins below the upper edge and not below `part`; where `part` is the first that is
 * in sight, back to its heading; else 0.
 */
export function sectionBelow(sections: readonly number[], part: number): number {
  const below = sections.find((at) => at >= 0 && at <= part);
  if (below !== undefined) return below;
  const heading = sections.findLast((at) => at < 0) ?? 0;
  return part >= 0 && part - heading <= HEADING ? heading : 0;
}

/** How far a stretch of a region's content must move up to lie within `height`. */
export function scrollBy(
  { from, to }: { readonly from: number; readonly to: number },
  height: number,
): number {
  if (from < MARGIN) return from - MARGIN;
  return Math.max(0, Math.min(to - height + MARGIN, from - MARGIN));
}
