import { useEffect, useId, useState } from 'react';
import type { TerminalPlace } from '../../core/index';
import { useTexts } from '../../i18n/setup';
import shapes from '../kit/shapes.module.css';
import { useAnswer } from '../state/useAnswer';
import { usePage, usePageState } from '../state/usePage';
import { Grip } from './Grip';
import { heightIn, mostIn, useWindowHeight } from './height';
import { Terminal } from './Terminal';
import styles from './TerminalPanel.module.css';

const NO_PLACES: readonly TerminalPlace[] = [];

/** Command lines in the machines and pods of the lab, below the map; one tab for each place. */
export function TerminalPanel() {
  const file = usePageState((state) => state.source?.file ?? null);
  // Another lab has other places: what was known of the last one goes with it.
  return <LabTerminals key={file} file={file} />;
}

function LabTerminals({ file }: { readonly file: string | null }) {
  const { t } = useTexts();
  const { openTerminal, setPrefs } = usePage();
  const place = usePageState((state) => state.terminal.place);
  const chosen = usePageState((state) => state.prefs.terminalHeight);
  const ready = usePageState((state) => state.status === 'ready');
  // Places of the end of the run: a pod that is still to come may be typed in once it is there.
  const seq = usePageState(({ timeline }) => (timeline ? Math.max(0, timeline.length - 1) : null));
  const places = useAnswer('places', seq === null ? null : { seq }) ?? NO_PLACES;
  const [dragged, setDragged] = useState<number | null>(null);
  const windowHeight = useWindowHeight();
  const hintId = useId();

  // In a lab that was just opened there is no tab yet: one types where the first packet comes from.
  const sender = usePageState((state) => state.info?.sends[0]?.netns ?? null);
  const first = sender ?? places[0]?.netns ?? null;
  useEffect(() => {
    if (place === null && ready && first !== null) openTerminal(first);
  }, [place, ready, first, openTerminal]);

  return (
    <section
      className={`${shapes.panel} ${styles.panel}`}
      aria-label={t('terminal.name')}
      data-panel="terminal"
      tabIndex={-1}
      style={{ height: dragged ?? heightIn(windowHeight, chosen) }}
    >
      <Grip
        height={dragged ?? heightIn(windowHeight, chosen)}
        most={mostIn(windowHeight)}
        onHeight={setDragged}
        onDone={(height) => {
          setDragged(null);
          setPrefs({ terminalHeight: height });
        }}
      />
      {place !== null && file !== null && (
        <Terminal lab={file} netns={place} places={places} hintId={hintId} />
      )}
    </section>
  );
}
