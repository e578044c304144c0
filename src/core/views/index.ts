/** All views. Each is a pure function of a source: the same trace and cursor give the same picture. */
import { Part } from '../base/part';
import type { GraphView, ViewName } from './contract';
import { foldGraph } from './fold';
import { labGraph } from './graph';
import { instant } from './instant';
import { layoutGraph } from './layout';
import { NO_MARKS } from './marks.none';
import type { ViewSource } from './source';
import { isConfig } from './steps';
import { timeline } from './timeline';
import type { View } from './view';

const late = new Part('views', async () => (await import('./late')).lateViews);

/** Layouts by drawing: most instants have the same one. */
const layouts = new WeakMap<ViewSource, { readonly drawing: string; readonly view: GraphView }>();

function graph(source: ViewSource, seq: number, open: readonly string[]): GraphView {
  const drawn = foldGraph(labGraph(source.worldAt(seq)), open);
  const drawing = JSON.stringify(drawn);
  const kept = layouts.get(source);
  if (kept?.drawing === drawing) return kept.view;
  const view = {
    graph: drawn,
    layouts: {
      wide: layoutGraph(drawn, 'wide'),
      compact: layoutGraph(drawn, 'compact'),
      narrow: layoutGraph(drawn, 'narrow'),
    },
  };
  layouts.set(source, { drawing, view });
  return view;
}

const early: { readonly [V in 'graph' | 'marks' | 'timeline' | 'instant']: View<V> } = {
  graph: (source, { seq, open }) => graph(source, seq, open ?? []),
  // Nothing is marked by what configures nothing.
  marks: (source, args) => (configures(source, args.seq) ? late.content.marks(source, args) : NO_MARKS),
  timeline: (source, { setUp }) => timeline(source, setUp),
  instant: (source, { seq, grain }) => instant(source, seq, grain),
};

function configures({ trace }: ViewSource, seq: number): boolean {
  return seq >= 0 && seq < trace.length && isConfig(trace.record(seq));
}

/** The view of that name. Throws `MissingPart` where it has not been fetched yet. */
export function viewNamed<V extends ViewName>(name: V): View<V> {
  const views: Partial<{ readonly [W in ViewName]: View<W> }> = early;
  return views[name] ?? (late.content as { readonly [W in ViewName]: View<W> })[name];
}

export type { TraceReader, ViewSource } from './source';
