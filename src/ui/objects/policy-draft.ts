/** A network policy as its form asks for it, and the manifest that says so. */
import type { ObjectsView } from '../../core/index';
import { LABEL } from './actions';

/** One label of a pod, `app=web`; empty for all pods. */
export type LabelChoice = string;

/** Whom the chosen pods may speak with: nobody, everybody, or the pods of their namespace with a label. */
export type Peers = 'nobody' | 'everybody' | { readonly label: LabelChoice };

export interface PolicyDraft {
  readonly name: string;
  readonly namespace: string;
  readonly pods: LabelChoice;
  /** Whether it is about what comes in to the pods or what goes out of them. */
  readonly direction: 'Ingress' | 'Egress';
  readonly peers: Peers;
  /** TCP ports, apart by spaces; empty for all. */
  readonly ports: string;
}

/** Every label that pods of a namespace have, once. */
export function labelsOf({ rows }: ObjectsView, namespace: string): readonly LabelChoice[] {
  const pods = rows.filter((row) => row.kind === 'Pod' && row.namespace === namespace);
  const labels = pods.flatMap((pod) => Object.entries(pod.labels).map(([key, value]) => `${key}=${value}`));
  return [...new Set(labels)].sort();
}

/** Fields of the draft that the API server would refuse. */
export function wrongPolicyFields(draft: PolicyDraft): readonly ('name' | 'ports')[] {
  const valid = portsOf(draft).every((port) => /^[1-9]\d{0,4}$/.test(port) && Number(port) <= 65_535);
  return [...(LABEL.test(draft.name) ? [] : (['name'] as const)), ...(valid ? [] : (['ports'] as const))];
}

const portsOf = ({ ports }: PolicyDraft): readonly string[] =>
  ports.split(/[\s,]+/).filter((port) => port !== '');

/** The manifest of a draft. Labels are the API server's own; what YAML might read as something else is quoted. */
export function policyManifest(draft: PolicyDraft): string {
  const { name, namespace, pods, direction } = draft;
  return [
    'apiVersion: networking.k8s.io/v1',
    'kind: NetworkPolicy',
    'metadata:',
    `  name: ${name}`,
    `  namespace: ${namespace}`,
    'spec:',
    ...selectorLines('podSelector:', pods, '  '),
    `  policyTypes: [${direction}]`,
    ...ruleLines(draft),
    '',
  ].join('\n');
}

function ruleLines(draft: PolicyDraft): readonly string[] {
  const { direction, peers } = draft;
  const rules = direction.toLowerCase();
  if (peers === 'nobody') return [`  ${rules}: []`];
  const ports = portsOf(draft);
  const who = direction === 'Ingress' ? 'from' : 'to';
  const parts = [
    ...(peers === 'everybody'
      ? []
      : [[`${who}:`, ...selectorLines('- podSelector:', peers.label, '', '    ')]]),
    ...(ports.length === 0
      ? []
      : [['ports:', ...ports.flatMap((port) => ['- protocol: TCP', `  port: ${port}`])]]),
  ];
  if (parts.length === 0) return [`  ${rules}:`, '  - {}'];
  const [first = '', ...rest] = parts.flat();
  return [`  ${rules}:`, `  - ${first}`, ...rest.map((line) => `    ${line}`)];
}

function selectorLines(head: string, label: LabelChoice, indent: string, inner = `${indent}  `): string[] {
  if (label === '') return [`${indent}${head} {}`];
  const [key = '', ...value] = label.split('=');
  return [`${indent}${head}`, `${inner}matchLabels:`, `${inner}  ${key}: ${scalar(value.join('='))}`];
}

/** A word that YAML reads as text stands bare; numbers, `true` and the like are quoted. */
const scalar = (value: string): string =>
  /^[a-z][a-z0-9.-]*$/.test(value) && !/^(?:true|false|null|yes|no|on|off|y|n)$/.test(value)
    ? value
    : JSON.stringify(value);
