import { useState } from 'react';
import type { ReactNode, SyntheticEvent } from 'react';
import type { ObjectsView } from '../../core/index';
import { useTexts } from '../../i18n/setup';
import { Button } from '../kit/Button';
import { Dialog } from '../kit/Dialog';
import { usePageState } from '../state/usePage';
import type { Action, PodDraft } from './actions';
import { applyInput, manifestOf, wrongFields } from './actions';
import styles from './ObjectsPanel.module.css';

/** A small form; what it makes is a manifest, and what is typed is `kubectl apply`. */
export function CreatePod({
  view,
  kubectlOn,
  onClose,
  onApply,
}: {
  readonly view: ObjectsView;
  readonly kubectlOn: string;
  readonly onClose: () => void;
  readonly onApply: (input: Action['input']) => void;
}) {
  const { t } = useTexts();
  const namespace = usePageState((state) => state.namespace);
  const [draft, setDraft] = useState<PodDraft>({
    name: freeName(view),
    namespace: namespace ?? 'default',
    node: '',
    containers: 'main',
  });
  const change = (part: Partial<PodDraft>): void => setDraft((old) => ({ ...old, ...part }));
  const wrong = wrongFields(draft);
  const manifest = manifestOf(draft);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (wrong.length > 0) return;
    onClose();
    onApply(applyInput(kubectlOn, manifest));
  };
  const nodes = view.rows.filter(({ kind }) => kind === 'Node').map(({ name }) => name);
  return (
    <Dialog title={t('objects.create')} closeLabel={t('objects.close')} onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        <Field
          label={t('objects.form.name')}
          wrong={wrong.includes('name') ? t('objects.form.wrongName') : null}
        >
          {(props) => (
            <input {...props} value={draft.name} onChange={(event) => change({ name: event.target.value })} />
          )}
        </Field>
        <label className={styles.field}>
          {t('objects.namespace')}
          <select value={draft.namespace} onChange={(event) => change({ namespace: event.target.value })}>
            {view.namespaces.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <label className={styles.field}>
          {t('objects.form.node')}
          <select value={draft.node} onChange={(event) => change({ node: event.target.value })}>
            <option value="">{t('objects.form.anyNode')}</option>
            {nodes.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <Field
          label={t('objects.form.containers')}
          wrong={wrong.includes('containers') ? t('objects.form.wrongContainers') : null}
        >
          {(props) => (
            <input
              {...props}
              value={draft.containers}
              onChange={(event) => change({ containers: event.target.value })}
            />
          )}
        </Field>
        <pre className={styles.yaml} tabIndex={0} role="region" aria-label={t('objects.form.manifest')}>
          {`${kubectlOn}$ kubectl apply -f - <<EOF\n${manifest}EOF`}
        </pre>
        <Button variant="primary" disabled={wrong.length > 0} onClick={submit}>
          {t('objects.form.apply')}
        </Button>
      </form>
    </Dialog>
  );
}

interface InputProps {
  readonly type: 'text';
  readonly required: true;
  readonly maxLength: number;
  readonly spellCheck: false;
  readonly autoComplete: 'off';
  readonly 'aria-invalid': boolean;
}

function Field({
  label,
  wrong,
  children,
}: {
  readonly label: string;
  /** What is wrong with what was typed. */
  readonly wrong: string | null;
  readonly children: (props: InputProps) => ReactNode;
}) {
  return (
    <label className={styles.field}>
      {label}
      {children({
        type: 'text',
        required: true,
        maxLength: 200,
        spellCheck: false,
        autoComplete: 'off',
        'aria-invalid': wrong !== null,
      })}
      {wrong !== null && (
        <span className={styles.wrong} role="alert">
          {wrong}
        </span>
      )}
    </label>
  );
}

/** `pod-1`, or the first number that no pod has. */
function freeName({ rows }: ObjectsView): string {
  const taken = new Set(rows.filter(({ kind }) => kind === 'Pod').map(({ name }) => name));
  for (let number = 1; ; number += 1) {
    if (!taken.has(`pod-${number}`)) return `pod-${number}`;
  }
}
