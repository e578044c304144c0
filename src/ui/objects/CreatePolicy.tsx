import { useState } from 'react';
import type { SyntheticEvent } from 'react';
import type { ObjectsView } from '../../core/index';
import { useTexts } from '../../i18n/setup';
import { Button } from '../kit/Button';
import { Dialog } from '../kit/Dialog';
import { usePageState } from '../state/usePage';
import type { Action } from './actions';
import { applyInput, freeName } from './actions';
import { Choice, Field, TypedManifest } from './Field';
import styles from './ObjectsPanel.module.css';
import type { Peers, PolicyDraft } from './policy-draft';
import { labelsOf, policyManifest, wrongPolicyFields } from './policy-draft';

/** A small form; what it makes is the manifest of a NetworkPolicy, and what is typed is `kubectl apply`. */
export function CreatePolicy({
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
  const [draft, setDraft] = useState<PolicyDraft>({
    name: freeName(view, 'NetworkPolicy', 'policy'),
    namespace: namespace ?? 'default',
    pods: '',
    direction: 'Ingress',
    peers: 'nobody',
    ports: '',
  });
  const change = (part: Partial<PolicyDraft>): void => setDraft((old) => ({ ...old, ...part }));
  const wrong = wrongPolicyFields(draft);
  const manifest = policyManifest(draft);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (wrong.length > 0) return;
    onClose();
    onApply(applyInput(kubectlOn, manifest));
  };
  const labels = labelsOf(view, draft.namespace).map((label) => [label, label] as const);
  const { peers, direction } = draft;
  return (
    <Dialog title={t('objects.createPolicy')} closeLabel={t('objects.close')} onClose={onClose}>
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
          onChange={(name) => change({ namespace: name, pods: '', peers: 'nobody' })}
        />
        <Choice
          label={t('objects.policy.pods')}
          any={t('policies.allPods')}
          value={draft.pods}
          options={labels}
          onChange={(pods) => change({ pods })}
        />
        <Choice
          label={t('objects.policy.direction')}
          value={direction}
          options={(['Ingress', 'Egress'] as const).map((one) => [one, t(`policies.direction.${one}`)])}
          onChange={(one) => change({ direction: one === 'Egress' ? 'Egress' : 'Ingress' })}
        />
        <Choice
          label={t(`objects.policy.peers.${direction}`)}
          value={peerValue(peers)}
          options={[
            ['nobody', t('objects.policy.nobody')],
            ['everybody', t('objects.policy.everybody')],
            ...labels.map(([label]) => [`=${label}`, t('objects.policy.labelled', { label })] as const),
          ]}
          onChange={(value) => change({ peers: peersOf(value) })}
        />
        {peers !== 'nobody' && (
          <Field
            label={t('objects.policy.ports')}
            wrong={wrong.includes('ports') ? t('objects.policy.wrongPorts') : null}
          >
            {(props) => (
              <input
                {...props}
                value={draft.ports}
                onChange={(event) => change({ ports: event.target.value })}
              />
            )}
          </Field>
        )}
        <TypedManifest label={t('objects.form.manifest')} netns={kubectlOn} manifest={manifest} />
        <Button variant="primary" disabled={wrong.length > 0} onClick={submit}>
          {t('objects.form.apply')}
        </Button>
      </form>
    </Dialog>
  );
}

const peerValue = (peers: Peers): string => (typeof peers === 'string' ? peers : `=${peers.label}`);

function peersOf(value: string): Peers {
  if (value.startsWith('=')) return { label: value.slice(1) };
  return value === 'everybody' ? 'everybody' : 'nobody';
}
