import { describe, expect, it } from 'vitest';
import { flannelGraph } from '../../core/testing/lab-graph';
import { layoutGraph } from '../../core/views/layout';
import { broughtIntoView, chooseForm, fitViewport, visibleArea, zoomAbout } from './viewport';

const layoutsOf = (pods: readonly number[]) => {
  const graph = flannelGraph(pods);
  return {
    wide: layoutGraph(graph, 'wide'),
    compact: layoutGraph(graph, 'compact'),
    narrow: layoutGraph(graph, 'narrow'),
  };
};
const layouts = layoutsOf([1, 1]);
/** The map at 1280 × 720 with both panels open. */
const SMALL = { width: 672, height: 450 };
const LARGE = { width: 1150, height: 750 };

describe('chooseForm', () => {
  it('takes the wide form where it can be read', () => {
    expect(chooseForm(layouts, LARGE).form).toBe('wide');
    expect(chooseForm(layouts, SMALL).form).toBe('compact');
  });

  it.each([[[1, 1, 1]], [[4, 4]], [[2, 2, 2, 2]]])(
    'shows all of %o on a small screen, no type below 10 px',
    (pods) => {
      const layout = chooseForm(layoutsOf(pods), SMALL);
      const { zoom } = fitViewport(layout, SMALL);
      expect(layout.form).toBe('narrow');
      expect(zoom * 11).toBeGreaterThanOrEqual(10);
      expect(zoom * layout.width).toBeLessThanOrEqual(SMALL.width - 23.9);
      expect(zoom * layout.height).toBeLessThanOrEqual(SMALL.height - 57.9);
    },
  );

  it('prefers larger type to more of it where type is to be large', () => {
    expect(chooseForm(layouts, LARGE, 1.22).form).toBe('compact');
    const zooms = [1, 1.22].map((k) => fitViewport(layouts.compact, LARGE, null, { typeScale: k }).zoom);
    expect(zooms[1]).toBeGreaterThanOrEqual((zooms[0] ?? 0) * 1.1);
  });
});

describe('fitViewport', () => {
  it.each([SMALL, LARGE])('shows the whole drawing at %o, large enough to read', (size) => {
    const layout = chooseForm(layouts, size);
    const { zoom, pan } = fitViewport(layout, size);
    expect(zoom).toBeGreaterThanOrEqual(0.95);
    expect(zoom).toBeLessThanOrEqual(1.4);
    expect(pan.x).toBeGreaterThanOrEqual(11.9);
    expect(pan.x + layout.width * zoom).toBeLessThanOrEqual(size.width - 11.9);
    expect(pan.y + layout.height * zoom).toBeLessThanOrEqual(size.height - 11.9);
  });

  it('shows the whole in a low pane too, with smaller type, rather than cut it', () => {
    const low = { width: 900, height: 360 };
    const { zoom, pan } = fitViewport(layouts.compact, low);
    expect(zoom * 11).toBeLessThan(10);
    expect(zoom * 11).toBeGreaterThanOrEqual(8);
    expect(pan.y + layouts.compact.height * zoom).toBeLessThanOrEqual(low.height - 11.9);
  });

  it('does not shrink a large drawing below what can be read, and shows the part about the packet', () => {
    const many = layoutGraph(flannelGraph([6, 6]), 'compact');
    const left = fitViewport(many, SMALL, { x: 0, y: 0 });
    const right = fitViewport(many, SMALL, { x: many.width, y: 0 });
    expect(left.zoom * 11).toBeCloseTo(10);
    expect(left.pan.x).toBe(12);
    expect(right.pan.x + many.width * right.zoom).toBeCloseTo(SMALL.width - 12);
    const all = fitViewport(many, SMALL, null, { whole: true });
    expect(all.zoom * many.width).toBeLessThanOrEqual(SMALL.width - 23.9);
  });
});

describe('zoomAbout', () => {
  it('keeps the point it zooms about where it is', () => {
    const before = { zoom: 1, pan: { x: 20, y: 30 } };
    const after = zoomAbout(before, 1.5, { x: 100, y: 200 });
    const drawn = { x: (100 - 20) / 1, y: (200 - 30) / 1 };
    expect(drawn.x * after.zoom + after.pan.x).toBeCloseTo(100);
    expect(drawn.y * after.zoom + after.pan.y).toBeCloseTo(200);
  });

  it('stays within bounds', () => {
    expect(zoomAbout({ zoom: 2, pan: { x: 0, y: 0 } }, 100, { x: 0, y: 0 }).zoom).toBe(3);
  });
});

describe('broughtIntoView', () => {
  const viewport = { zoom: 1, pan: { x: 0, y: 0 } };

  it('leaves the viewport alone when the box is in view', () => {
    expect(broughtIntoView(viewport, { x: 100, y: 100, width: 50, height: 50 }, SMALL)).toBe(viewport);
  });

  it('moves just far enough', () => {
    const moved = broughtIntoView(viewport, { x: 900, y: 100, width: 50, height: 50 }, SMALL);
    const seen = visibleArea(moved, SMALL);
    expect(seen.x + seen.width).toBeCloseTo(950);
    expect(moved.pan.y).toBe(0);
  });
});
