import { useId } from 'react';
import type { ObjectRow, ObjectsView } from '../../core/index';
import { useTexts } from '../../i18n/setup';
import { Button } from '../kit/Button';
import { Icon } from '../kit/Icon';
import { usePage, usePageState } from '../state/usePage';
import type { Action } from './actions';
import { actionsOf } from './actions';
import styles from './ObjectsPanel.module.css';
import { useYaml } from './useYaml';

/** One object as a line; chosen, it opens: what can be done to it, who wrote it last, its YAML. */
export function ObjectItem({
  row,
  view,
  seq,
  onAct,
}: {
  readonly row: ObjectRow;
  readonly view: ObjectsView;
  readonly seq: number;
  readonly onAct: (action: Action['input']) => void;
}) {
  const { select } = usePage();
  const open = usePageState((state) => state.object === row.key);
  const bodyId = useId();
  const detail = [row.detail, row.node].filter((text) => text !== null && text !== '').join(' · ');
  return (
    <div className={styles.item} data-object={row.key}>
      <button
        type="button"
        className={styles.line}
        aria-expanded={open}
        aria-controls={open ? bodyId : undefined}
        onClick={() => select({ object: open ? null : row.key, selected: open ? null : row.element })}
      >
        <Icon name={open ? 'down' : 'right'} size={11} />
        <span className={styles.title}>{row.name}</span>
        <span className={styles.status} data-well={row.well}>
          {row.status}
        </span>
        <span className={styles.detail}>
          {row.namespace !== '' && row.namespace !== 'default' && <b>{row.namespace} </b>}
          {detail}
        </span>
      </button>
      {open && (
        <div id={bodyId} className={styles.body}>
          <Actions row={row} view={view} onAct={onAct} />
          <Writer row={row} />
          <Yaml objectKey={row.key} seq={seq} />
        </div>
      )}
    </div>
  );
}

function Actions({
  row,
  view,
  onAct,
}: {
  readonly row: ObjectRow;
  readonly view: ObjectsView;
  readonly onAct: (action: Action['input']) => void;
}) {
  const { t } = useTexts();
  const busy = usePageState((state) => state.busy || state.status !== 'ready');
  const actions = actionsOf(row, view);
  if (actions.length === 0) return null;
  return (
    <ul className={styles.actions}>
      {actions.map(({ name, input }) => (
        <li key={name}>
          <Button size="small" disabled={busy} onClick={() => onAct(input)}>
            {t(`objects.action.${name}`, { name: row.name })}
          </Button>
          <code className={styles.command}>
            {input.netns}$ {input.command}
          </code>
        </li>
      ))}
    </ul>
  );
}

/** Who wrote the object last; leads to that step where the timeline has it. */
function Writer({ row: { written } }: { readonly row: ObjectRow }) {
  const { t } = useTexts();
  const { walk, showSetUp } = usePage();
  const start = usePageState((state) => state.timeline?.start ?? 0);
  if (written === null) return null;
  const go = async (): Promise<void> => {
    if (written.seq < start) await showSetUp(true);
    walk.seek(written.seq);
  };
  return (
    <p className={styles.writer}>
      {t('objects.writtenBy')}{' '}
      <button type="button" className={styles.goto} title={t('objects.goTo')} onClick={() => void go()}>
        {written.by}
      </button>
    </p>
  );
}

function Yaml({ objectKey, seq }: { readonly objectKey: string; readonly seq: number }) {
  const { t } = useTexts();
  const text = useYaml(seq, objectKey);
  if (text === null) return null;
  return (
    <pre
      className={styles.yaml}
      tabIndex={0}
      role="region"
      aria-label={t('objects.yaml')}
      data-testid="object-yaml"
    >
      {text}
    </pre>
  );
}
