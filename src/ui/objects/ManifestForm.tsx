import type { ReactNode, SyntheticEvent } from 'react';
import type { ObjectsView } from '../../core/index';
import { useTexts } from '../../i18n/setup';
import { Button } from '../kit/Button';
import { Dialog } from '../kit/Dialog';
import type { Action } from './actions';
import { applyInput } from './actions';
import { Choice, TextField, TypedManifest } from './Field';
import styles from './ObjectsPanel.module.css';

/** What each form that makes an object is given. */
export interface FormProps {
  readonly view: ObjectsView;
  /** Where kubectl is typed. */
  readonly kubectlOn: string;
  readonly onClose: () => void;
  readonly onApply: (input: Action['input']) => void;
}

/** The frame of a small form: what it makes is a manifest, and what is typed is `kubectl apply`. */
export function ManifestForm({
  view,
  kubectlOn,
  onClose,
  onApply,
  title,
  named,
  wrong,
  manifest,
  onName,
  onNamespace,
  children,
}: FormProps & {
  readonly title: string;
  /** Name and namespace, which every object has. */
  readonly named: { readonly name: string; readonly namespace: string };
  /** Fields that cannot stay as they are. */
  readonly wrong: readonly string[];
  readonly manifest: string;
  readonly onName: (name: string) => void;
  readonly onNamespace: (namespace: string) => void;
  readonly children: ReactNode;
}) {
  const { t } = useTexts();
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (wrong.length > 0) return;
    onClose();
    onApply(applyInput(kubectlOn, manifest));
  };
  return (
    <Dialog title={title} closeLabel={t('objects.close')} onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        <TextField
          required
          label={t('objects.form.name')}
          wrong={wrong.includes('name') ? t('objects.form.wrongName') : null}
          value={named.name}
          onChange={onName}
        />
        <Choice
          label={t('objects.namespace')}
          value={named.namespace}
          options={view.namespaces.map((name) => [name, name])}
          onChange={onNamespace}
        />
        {children}
        <TypedManifest label={t('objects.form.manifest')} netns={kubectlOn} manifest={manifest} />
        <Button variant="primary" disabled={wrong.length > 0} onClick={submit}>
          {t('objects.form.apply')}
        </Button>
      </form>
    </Dialog>
  );
}
