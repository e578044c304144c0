/** What can be done to an object: the commands somebody would type for it. Nothing here acts by itself. */
import type { Input, ObjectRow, ObjectsView, PolicyRow } from '../../core/index';

export type ActionName =
  | 'deletePod'
  | 'cordon'
  | 'uncordon'
  | 'drain'
  | 'leave'
  | 'join'
  | 'scaleUp'
  | 'scaleDown'
  | 'deleteDeployment';

export interface Action {
  readonly name: ActionName;
  readonly input: Extract<Input, { kind: 'exec' }>;
}

/** ` -n shop`; nothing for the namespace kubectl takes by itself. */
const inNamespace = (namespace: string): string =>
  namespace === '' || namespace === 'default' ? '' : ` -n ${namespace}`;

/** Actions of an object, in the order of the panel; none where no machine is left to type at. */
export function actionsOf(row: ObjectRow, { kubectlOn }: ObjectsView): readonly Action[] {
  if (kubectlOn === null) return [];
  const kubectl = (name: ActionName, words: string): Action => ({
    name,
    input: { kind: 'exec', netns: kubectlOn, command: `kubectl ${words}` },
  });
  const where = inNamespace(row.namespace);
  switch (row.kind) {
    case 'Pod':
      return [kubectl('deletePod', `delete pod ${row.name}${where}`)];
    case 'Node':
      return [
        row.schedulable
          ? kubectl('cordon', `cordon ${row.name}`)
          : kubectl('uncordon', `uncordon ${row.name}`),
        kubectl('drain', `drain ${row.name} --force --ignore-daemonsets`),
        { name: 'leave', input: { kind: 'exec', netns: row.name, command: 'systemctl stop kubelet' } },
      ];
    case 'Deployment': {
      const replicas = row.replicas ?? 0;
      const scale = (name: ActionName, to: number): Action =>
        kubectl(name, `scale deployment ${row.name}${where} --replicas=${to}`);
      return [
        scale('scaleUp', replicas + 1),
        ...(replicas > 0 ? [scale('scaleDown', replicas - 1)] : []),
        kubectl('deleteDeployment', `delete deployment ${row.name}${where}`),
      ];
    }
    default:
      return [];
  }
}

/** What brings a policy to the API server or takes it away. */
export function policyInput(
  { on, name, namespace, manifest }: PolicyRow,
  kubectlOn: string,
): Action['input'] {
  return on
    ? {
        kind: 'exec',
        netns: kubectlOn,
        command: `kubectl delete networkpolicy ${name}${inNamespace(namespace)}`,
      }
    : applyInput(kubectlOn, manifest);
}

/** A machine that waits beside the cluster joins it. */
export function joinAction(machine: string): Action {
  return { name: 'join', input: { kind: 'exec', netns: machine, command: 'systemctl start kubelet' } };
}

/** What the form asks for. */
export interface PodDraft {
  readonly name: string;
  readonly namespace: string;
  /** Empty: the scheduler chooses. */
  readonly node: string;
  /** Names of its containers, apart by commas or spaces. */
  readonly containers: string;
}

/** `pod-1`, or the first number that no object of the kind has. */
export function freeName({ rows }: ObjectsView, kind: string, stem: string): string {
  const taken = new Set(rows.filter((row) => row.kind === kind).map(({ name }) => name));
  for (let number = 1; ; number += 1) if (!taken.has(`${stem}-${number}`)) return `${stem}-${number}`;
}

/** A name as the API server wants it (RFC 1123 label). */
export const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** Fields of the draft that the API server would refuse. */
export function wrongFields(draft: PodDraft): readonly (keyof PodDraft)[] {
  const containers = containerNames(draft);
  const valid = containers.length > 0 && containers.every((name) => LABEL.test(name));
  return [
    ...(LABEL.test(draft.name) ? [] : (['name'] as const)),
    ...(valid && new Set(containers).size === containers.length ? [] : (['containers'] as const)),
  ];
}

function containerNames({ containers }: PodDraft): readonly string[] {
  return containers.split(/[\s,]+/).filter((name) => name !== '');
}

/** The manifest of a draft. Every value is a checked name, so nothing needs quoting. */
export function manifestOf(draft: PodDraft): string {
  return [
    'apiVersion: v1',
    'kind: Pod',
    'metadata:',
    `  name: ${draft.name}`,
    `  namespace: ${draft.namespace}`,
    'spec:',
    ...(draft.node === '' ? [] : [`  nodeName: ${draft.node}`]),
    '  containers:',
    ...containerNames(draft).flatMap((name) => [`  - name: ${name}`, '    image: busybox:1.36']),
    '',
  ].join('\n');
}

/** The command that creates what a manifest describes. */
export function applyInput(kubectlOn: string, manifest: string): Action['input'] {
  return { kind: 'exec', netns: kubectlOn, command: 'kubectl apply -f -', stdin: manifest };
}
