import { useState } from 'react';
import type { SyntheticEvent } from 'react';
import type { ObjectsView } from '../../core/index';
import { useTexts } from '../../i18n/setup';
import { Button } from '../kit/Button';
import { Dialog } from '../kit/Dialog';
import { usePageState } from '../state/usePage';
import type { Action, PodDraft } from './actions';
import { applyInput, freeName, manifestOf, wrongFields } from './actions';
import { Choice, Field, TypedManifest } from './Field';
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
    name: freeName(view, 'Pod', 'pod'),
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
            <input
              {...props}
              required
              value={draft.name}
              onChange={(event) => change({ name: event.target.value })}
            />
          )}
        </Field>
        <Choice
          label={t('objects.namespace')}
          value={draft.namespace}
          options={view.namespaces.map((name) => [name, name])}
          onChange={(name) => change({ namespace: name })}
        />
        <Choice
          label={t('objects.form.node')}
          any={t('objects.form.anyNode')}
          value={draft.node}
          options={nodes.map((name) => [name, name])}
          onChange={(node) => change({ node })}
        />
        <Field
          label={t('objects.form.containers')}
          wrong={wrong.includes('containers') ? t('objects.form.wrongContainers') : null}
        >
          {(props) => (
            <input
              {...props}
              required
              value={draft.containers}
              onChange={(event) => change({ containers: event.target.value })}
            />
          )}
        </Field>
        <TypedManifest label={t('objects.form.manifest')} netns={kubectlOn} manifest={manifest} />
        <Button variant="primary" disabled={wrong.length > 0} onClick={submit}>
          {t('objects.form.apply')}
        </Button>
      </form>
    </Dialog>
  );
}
