/** The views of panels that are opened later, if at all: fetched when the first of them is asked for. */
import { sessionsIn } from './bgp-sessions';
import { capture } from './capture/select';
import type { ViewName } from './contract';
import { costs } from './costs';
import { diff } from './diff';
import { faultsHere } from './faults';
import { worldOrNull } from './instant';
import { journal } from './journal';
import { chainsView, kernelView } from './kernel-map';
import { objectView, objectsView } from './objects';
import { outputs } from './outputs';
import { policiesView } from './policies';
import { terminalPlaces } from './places';
import { stepMarks } from './marks';
import { tablesOf } from './tables';
import type { View } from './view';

export const lateViews: {
  readonly [V in Exclude<ViewName, 'graph' | 'timeline' | 'instant'>]: View<V>;
} = {
  marks: (source, { seq }) => stepMarks(source, seq),
  objects: (source, { seq }) => objectsView(source, seq),
  object: (source, { seq, key }) => objectView(source, seq, key),
  policies: (source, { seq }) => policiesView(source, seq),
  sessions: (source, { seq }) => ({ sessions: sessionsIn(source.worldAt(seq)) }),
  tables: (source, { seq, netns, compareSeq }) => ({
    ...tablesOf(source.worldAt(seq), worldOrNull(source, compareSeq), netns),
    seq,
  }),
  outputs: (source, { seq, from }) => outputs(source, seq, from ?? 0),
  kernel: (source, args) => kernelView(source, args),
  chains: (source, args) => chainsView(source, args),
  journal: (source, args) => journal(source, args),
  diff: (source, { from, to }) => diff(source, from, to),
  capture: (source, args) => capture(source, args),
  costs: (source, args) => costs(source, args),
  faults: (source, { seq }) => faultsHere(source.worldAt(seq)),
  places: (source, { seq }) => terminalPlaces(source.worldAt(seq)),
};
