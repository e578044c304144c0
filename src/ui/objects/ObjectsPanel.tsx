import { useRef, useState } from 'react';
import type { ObjectRow, ObjectsView } from '../../core/index';
import { useTexts } from '../../i18n/setup';
import { Button, IconButton } from '../kit/Button';
import { Section } from '../kit/Section';
import shapes from '../kit/shapes.module.css';
import { useAnswer } from '../state/useAnswer';
import { usePage, usePageState } from '../state/usePage';
import type { Action } from './actions';
import { joinAction } from './actions';
import { CreatePod } from './CreatePod';
import { CreatePolicy } from './CreatePolicy';
import { groupsOf } from './groups';
import type { ObjectGroup } from './groups';
import { ObjectItem } from './ObjectItem';
import { Policies } from './Policies';
import styles from './ObjectsPanel.module.css';

/** What the API server holds at this instant, and what can be done to it. */
export function ObjectsPanel() {
  const { t } = useTexts();
  const { select } = usePage();
  const seq = usePageState(
    ({ instant, timeline }) => instant?.seq ?? (timeline ? timeline.length - 1 : null),
  );
  const view = useAnswer('objects', seq === null ? null : { seq });
  return (
    <section className={shapes.panel} aria-label={t('objects.name')} data-panel="lab" tabIndex={-1}>
      <div className={shapes.panelHead}>
        <h2 className={shapes.panelTitle}>{t('objects.name')}</h2>
        <span className={shapes.grow} />
        <IconButton
          variant="quiet"
          size="small"
          icon="cross"
          label={t('objects.close')}
          onClick={() => select({ side: null })}
        />
      </div>
      {view && <Objects view={view} seq={seq ?? 0} />}
    </section>
  );
}

function Objects({ view, seq }: { readonly view: ObjectsView; readonly seq: number }) {
  const { t } = useTexts();
  const { input, type } = usePage();
  const namespace = usePageState((state) => state.namespace);
  const busy = usePageState((state) => state.busy || state.status !== 'ready');
  const [creating, setCreating] = useState<'pod' | 'policy' | null>(null);
  const close = () => setCreating(null);
  const list = useRef<HTMLDivElement>(null);
  const act = (action: Action['input']): void => {
    // The button may go with its object: the focus stays in the panel.
    list.current?.focus();
    void input(action);
  };
  return (
    <>
      <NamespaceFilter namespaces={view.namespaces} />
      <div
        ref={list}
        className={shapes.scroll}
        tabIndex={0}
        role="group"
        aria-label={t('objects.name')}
        data-scroll
      >
        <Policies seq={seq} kubectlOn={view.kubectlOn} onAct={(action) => void type(action)} />
        {groupsOf(view.rows, namespace).map((group) => (
          <Group key={group.kind} group={group} view={view} seq={seq} onAct={act} />
        ))}
        <div className={styles.foot}>
          {view.kubectlOn !== null && (
            <>
              <Button size="small" disabled={busy} onClick={() => setCreating('pod')}>
                {t('objects.create')}
              </Button>
              <Button size="small" disabled={busy} onClick={() => setCreating('policy')}>
                {t('objects.createPolicy')}
              </Button>
            </>
          )}
          {view.spare.map((machine) => (
            <Button
              key={machine}
              size="small"
              disabled={busy}
              title={joinAction(machine).input.command}
              onClick={() => act(joinAction(machine).input)}
            >
              {t('objects.action.join', { name: machine })}
            </Button>
          ))}
        </div>
      </div>
      {creating === 'pod' && view.kubectlOn !== null && (
        <CreatePod view={view} kubectlOn={view.kubectlOn} onClose={close} onApply={act} />
      )}
      {creating === 'policy' && view.kubectlOn !== null && (
        <CreatePolicy
          view={view}
          kubectlOn={view.kubectlOn}
          onClose={close}
          onApply={(action) => void type(action)}
        />
      )}
    </>
  );
}

function NamespaceFilter({ namespaces }: { readonly namespaces: readonly string[] }) {
  const { t } = useTexts();
  const { select } = usePage();
  const namespace = usePageState((state) => state.namespace);
  return (
    <label className={styles.filter}>
      {t('objects.namespace')}
      <select
        className={styles.select}
        value={namespace ?? ''}
        onChange={(event) => select({ namespace: event.target.value === '' ? null : event.target.value })}
      >
        <option value="">{t('objects.allNamespaces')}</option>
        {namespaces.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Kinds that are listed at once; the others are a heading until they are opened. */
const OPEN_AT_FIRST: ReadonlySet<string> = new Set(['Node', 'Deployment', 'Pod']);

function Group({
  group: { kind, entries, count },
  view,
  seq,
  onAct,
}: {
  readonly group: ObjectGroup;
  readonly view: ObjectsView;
  readonly seq: number;
  readonly onAct: (action: Action['input']) => void;
}) {
  const [open, setOpen] = useState(OPEN_AT_FIRST.has(kind));
  const item = (row: ObjectRow) => <ObjectItem row={row} view={view} seq={seq} onAct={onAct} />;
  return (
    <Section title={`${kind} · ${count}`} open={open} onToggle={() => setOpen(!open)}>
      <ul className={styles.list} data-kind={kind}>
        {entries.map(({ row, owned }) => (
          <li key={row.key}>
            {item(row)}
            {owned.length > 0 && (
              <ul className={styles.owned}>
                {owned.map((one) => (
                  <li key={one.key}>{item(one)}</li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
