import { useEffect, useId, useRef } from 'react';
import { useTexts } from '../../i18n/setup';
import { Button } from '../kit/Button';
import styles from './TerminalPanel.module.css';

/** Lines named one by one; the rest is counted. */
const NAMED = 5;

/** Several lines were pasted: they are run only when whoever pasted them has seen them. */
export function PasteQuestion({
  lines,
  onAnswer,
}: {
  readonly lines: readonly string[];
  readonly onAnswer: (run: boolean) => void;
}) {
  const { t } = useTexts();
  const titleId = useId();
  const run = useRef<HTMLDivElement>(null);
  useEffect(() => run.current?.querySelector('button')?.focus(), []);
  const more = lines.length - NAMED;
  return (
    <div
      className={styles.question}
      role="alertdialog"
      aria-labelledby={titleId}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onAnswer(false);
      }}
    >
      <p id={titleId}>{t('terminal.ask.title', { count: lines.length })}</p>
      <ol className={styles.pasted}>
        {lines.slice(0, NAMED).map((line, index) => (
          <li key={index}>{line}</li>
        ))}
        {more > 0 && <li>{t('terminal.ask.more', { count: more })}</li>}
      </ol>
      <div ref={run} className={styles.answers}>
        <Button variant="primary" size="small" onClick={() => onAnswer(true)}>
          {t('terminal.ask.run')}
        </Button>
        <Button size="small" onClick={() => onAnswer(false)}>
          {t('terminal.ask.cancel')}
        </Button>
      </div>
    </div>
  );
}
