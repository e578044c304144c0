import { useState } from 'react';
import { useTexts } from '../../i18n/setup';
import { usePageState } from '../state/usePage';
import type { PodDraft } from './actions';
import { freeName, manifestOf, wrongFields } from './actions';
import { Choice, TextField } from './Field';
import { ManifestForm, type FormProps } from './ManifestForm';

/** A form for a pod: on which node, and what it holds. */
export function CreatePod(props: FormProps) {
  const { view } = props;
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
  const nodes = view.rows.filter(({ kind }) => kind === 'Node').map(({ name }) => name);
  return (
    <ManifestForm
      {...{ ...props, wrong }}
      title={t('objects.create')}
      named={draft}
      manifest={manifestOf(draft)}
      onName={(name) => change({ name })}
      onNamespace={(name) => change({ namespace: name })}
    >
      <Choice
        label={t('objects.form.node')}
        any={t('objects.form.anyNode')}
        value={draft.node}
        options={nodes.map((name) => [name, name])}
        onChange={(node) => change({ node })}
      />
      <TextField
        required
        label={t('objects.form.containers')}
        wrong={wrong.includes('containers') ? t('objects.form.wrongContainers') : null}
        value={draft.containers}
        onChange={(containers) => change({ containers })}
      />
    </ManifestForm>
  );
}
