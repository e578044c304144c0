import { useState } from 'react';
import { useTexts } from '../../i18n/setup';
import { usePageState } from '../state/usePage';
import { freeName } from './actions';
import { Choice, TextField } from './Field';
import { ManifestForm, type FormProps } from './ManifestForm';
import type { Peers, PolicyDraft } from './policy-draft';
import { labelsOf, policyManifest, wrongPolicyFields } from './policy-draft';

/** A form for a NetworkPolicy: about which pods it is, and whom it lets in or where it lets them go. */
export function CreatePolicy(props: FormProps) {
  const { view } = props;
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
  const labels = labelsOf(view, draft.namespace).map((label) => [label, label] as const);
  const { peers, direction } = draft;
  return (
    <ManifestForm
      {...{ ...props, wrong }}
      title={t('objects.createPolicy')}
      named={draft}
      manifest={policyManifest(draft)}
      onName={(name) => change({ name })}
      onNamespace={(name) => change({ namespace: name, pods: '', peers: 'nobody' })}
    >
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
        <TextField
          label={t('objects.policy.ports')}
          wrong={wrong.includes('ports') ? t('objects.policy.wrongPorts') : null}
          value={draft.ports}
          onChange={(ports) => change({ ports })}
        />
      )}
    </ManifestForm>
  );
}

const peerValue = (peers: Peers): string => (typeof peers === 'string' ? peers : `=${peers.label}`);

function peersOf(value: string): Peers {
  if (value.startsWith('=')) return { label: value.slice(1) };
  return value === 'everybody' ? 'everybody' : 'nobody';
}
