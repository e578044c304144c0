/** All views. Each is a pure function of a source: the same trace and cursor give the same picture. */
import { capture } from './capture/select';
import type { GraphView, ViewArgs, ViewName, ViewResult } from './contract';
import { diff } from './diff';
import { foldGraph } from './fold';
import { labGraph } from './graph';
import { instant, worldOrNull } from './instant';
import { journal } from './journal';
import { chainsView, kernelView } from './kernel-map';
import { layoutGraph } from './layout';
import { stepMarks } from './marks';
import { outputs } from './outputs';
import { objectView, objectsView } from './objects';
import { terminalPlaces } from './places';
import type { ViewSource } from './source';
import { tablesOf } from './tables';
import { timeline } from './timeline';

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

export const views: { readonly [V in ViewName]: (source: ViewSource, args: ViewArgs<V>) => ViewResult<V> } = {
  graph: (source, { seq, open }) => graph(source, seq, open ?? []),
  objects: (source, { seq }) => objectsView(source, seq),
  object: (source, { seq, key }) => objectView(source, seq, key),
  marks: (source, { seq }) => stepMarks(source, seq),
  timeline: (source, { setUp }) => timeline(source, setUp),
  instant: (source, { seq, grain }) => instant(source, seq, grain),
  tables: (source, { seq, netns, compareSeq }) =>
    tablesOf(source.worldAt(seq), worldOrNull(source, compareSeq), netns),
  outputs: (source, { seq, from }) => outputs(source, seq, from ?? 0),
  kernel: (source, args) => kernelView(source, args),
  chains: (source, args) => chainsView(source, args),
  journal: (source, args) => journal(source, args),
  diff: (source, { from, to }) => diff(source, from, to),
  capture: (source, args) => capture(source, args),
  places: (source, { seq }) => terminalPlaces(source.worldAt(seq)),
};

export type { TraceReader, ViewSource } from './source';
