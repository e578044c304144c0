import { useRef } from 'react';
import type { KeyboardEvent, PointerEvent } from 'react';
import { useTexts } from '../../i18n/setup';
import { TERMINAL_HEIGHT } from '../state/prefs';
import styles from './TerminalPanel.module.css';

/** What a press of an arrow changes, CSS pixels: about a line. */
const STEP = 20;

/** The panel's upper edge: dragged, or moved by the arrows; Enter and a double click bring the usual height back. */
export function Grip({
  height,
  most,
  onHeight,
  onDone,
}: {
  readonly height: number;
  readonly most: number;
  /** While it is moved; null for the usual height. */
  readonly onHeight: (height: number | null) => void;
  /** It came to rest. */
  readonly onDone: (height: number | null) => void;
}) {
  const { t } = useTexts();
  const begun = useRef<{ readonly y: number; readonly height: number }>(undefined);

  const bounded = (wished: number) => Math.min(Math.max(wished, TERMINAL_HEIGHT.least), most);
  const dragged = (event: PointerEvent) => {
    const from = begun.current;
    return from ? bounded(from.height + from.y - event.clientY) : height;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const wished = {
      ...{ ArrowUp: height + STEP, ArrowDown: height - STEP, PageUp: height + 5 * STEP },
      ...{ PageDown: height - 5 * STEP, Home: TERMINAL_HEIGHT.least, End: most },
    }[event.key];
    if (wished === undefined && event.key !== 'Enter') return;
    // These keys step through the lab elsewhere.
    event.preventDefault();
    onDone(wished === undefined ? null : bounded(wished));
  };

  return (
    <div
      className={styles.grip}
      role="separator"
      aria-orientation="horizontal"
      aria-label={t('terminal.height')}
      title={t('terminal.height')}
      aria-valuenow={Math.round(height)}
      aria-valuemin={TERMINAL_HEIGHT.least}
      aria-valuemax={Math.round(most)}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onDoubleClick={() => onDone(null)}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        begun.current = { y: event.clientY, height };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (begun.current) onHeight(dragged(event));
      }}
      onPointerUp={(event) => {
        if (!begun.current) return;
        const moved = begun.current.y !== event.clientY;
        const done = dragged(event);
        begun.current = undefined;
        if (moved) onDone(done);
      }}
      onPointerCancel={() => {
        begun.current = undefined;
      }}
    />
  );
}
