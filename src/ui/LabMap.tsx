import { lazy, Suspense } from 'react';
import type { BgpSessionView, GraphElement } from '../core/index';
import { useTexts } from '../i18n/setup';
import app from './App.module.css';
import { selectedPlace } from './state/typing';
import { useAnswer } from './state/useAnswer';
import { usePage, usePageState } from './state/usePage';

/** The map brings the graph library: it is loaded while the first packet is worked out. */
const GraphPanel = lazy(() =>
  import('./graph/GraphPanel').then(({ GraphPanel: panel }) => ({ default: panel })),
);

/** The map, at the present instant. */
export function LabMap() {
  const { t } = useTexts();
  const { select, openFolds, openTerminalHere } = usePage();
  const marks = usePageState((state) => state.marks);
  const open = usePageState((state) => state.open);
  const lifted = usePageState((state) => state.lifted);
  const wanted = usePageState((state) => state.sessions);
  const sessions = useSessions(wanted);
  const namespace = usePageState((state) => state.namespace);
  const graph = usePageState((state) => state.graph);
  const instant = usePageState((state) => state.instant);
  const direction = usePageState((state) => state.direction);
  const speed = usePageState((state) => state.prefs.speed);
  const selected = usePageState((state) => state.selected);
  const place = usePageState(selectedPlace);
  const waiting = <p className={app.waiting}>{t('ui.loading')}</p>;
  if (!graph) return waiting;
  return (
    <Suspense fallback={waiting}>
      <GraphPanel
        {...{ graph, instant, marks, namespace, open, lifted }}
        onNamespace={(name) => select({ namespace: name })}
        onOpen={openFolds}
        onLift={() => select({ lifted: !lifted })}
        sessions={sessions}
        sessionsShown={wanted}
        onSessions={() => select({ sessions: !wanted })}
        direction={direction}
        speed={speed}
        place={place}
        onTerminal={openTerminalHere}
        selected={selected}
        onAgent={(agent) => select({ side: 'journal', doer: agent })}
        onSelect={(id) => select({ selected: id, netns: netnsOf(graph.graph.elements, id) })}
      />
    </Suspense>
  );
}

/** BGP sessions of the present instant, when they are wanted; null until they are known. */
function useSessions(wanted: boolean): readonly BgpSessionView[] | null {
  const bgp = usePageState((state) => state.graph?.graph.bgp === true);
  const seq = usePageState((state) => state.instant?.seq ?? null);
  return useAnswer('sessions', wanted && bgp && seq !== null ? { seq } : null)?.sessions ?? null;
}

/** Whose tables belong to a selected element; null follows the packet. */
function netnsOf(elements: readonly GraphElement[], id: string | null): string | null {
  const element = elements.find((candidate) => candidate.id === id);
  if (!element) return null;
  if (element.kind === 'apiserver') return null;
  if (element.kind === 'fold') return element.machine;
  // A machine's root netns carries the machine's name.
  return 'netns' in element ? element.netns : element.name;
}
