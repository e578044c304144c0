/** Description of a pod, as far as the object goes. Source: kubectl/pkg/describe/describe.go describePod. */
import type { Json } from '../../../base/json';
import { isJsonObject, objectAt, textAt } from '../../../base/json';
import type { Ctx } from '../../../kernel/ctx';
import type { ApiObject, Container, ContainerPort, Pod } from '../../../model/cluster';
import { asKind } from '../../../model/cluster';
import { ageOf } from './columns';
import { annotationLines, pairLines, shownTime, titled } from './describe-parts';

const bool = (value: boolean): string => (value ? 'True' : 'False');
const orNone = (text: string): string => (text === '' ? '<none>' : text);

/** Lines whose cells are parted by tabs. */
export function describePod({ world }: Pick<Ctx, 'world'>, object: ApiObject): string[] {
  const pod = asKind(object, 'Pod');
  if (pod === null) return [];
  const { metadata, spec, status } = pod;
  const owner = metadata.ownerReferences?.find(({ controller }) => controller === true);
  const lasts = ageOf(metadata.deletionTimestamp, world.nowNs);
  return [
    `Name:\t${metadata.name}`,
    `Namespace:\t${metadata.namespace ?? ''}`,
    spec.nodeName === undefined
      ? 'Node:\t<none>'
      : `Node:\t${spec.nodeName}/${textAt(object.status ?? {}, 'hostIP')}`,
    ...(status.startTime === undefined ? [] : [`Start Time:\t${shownTime(status.startTime)}`]),
    ...pairLines('Labels', metadata.labels),
    ...annotationLines(metadata.annotations),
    ...(metadata.deletionTimestamp === undefined
      ? [`Status:\t${status.phase}`]
      : [
          `Status:\tTerminating (lasts ${lasts})`,
          `Termination Grace Period:\t${metadata.deletionGracePeriodSeconds ?? 0}s`,
        ]),
    `IP:\t${status.podIP ?? ''}`,
    ...((status.podIPs ?? []).length === 0
      ? ['IPs:\t<none>']
      : ['IPs:', ...(status.podIPs ?? []).map(({ ip }) => `  IP:\t${ip}`)]),
    ...(owner === undefined ? [] : [`Controlled By:\t${owner.kind}/${owner.name}`]),
    'Containers:',
    ...spec.containers.flatMap((container) => containerLines(pod, container)),
    ...conditionLines(pod),
    'Volumes:\t<none>',
    `QoS Class:\t${orNone(textAt(object.status ?? {}, 'qosClass'))}`,
    ...pairLines('Node-Selectors', spec.nodeSelector),
    ...titled('Tolerations', []),
  ];
}

function containerLines(
  { status }: Pod,
  { name, image, ports = [], command = [], args = [] }: Container,
): string[] {
  const own = status.containerStatuses?.find((one) => one.name === name);
  const list = (text: (port: ContainerPort) => string) => ports.map(text).join(', ');
  const shown = list(
    (port) =>
      `${port.containerPort}/${port.protocol ?? 'TCP'}${port.name === undefined ? '' : ` (${port.name})`}`,
  );
  const host = list((port) => `${port.hostPort ?? 0}/${port.protocol ?? 'TCP'}`);
  const many = ports.length > 1 ? 's' : '';
  return [
    `  ${name}:`,
    ...(own === undefined ? [] : [`    Container ID:\t${own.containerID ?? ''}`]),
    `    Image:\t${image}`,
    ...(own === undefined ? [] : ['    Image ID:\t']),
    `    Port${many}:\t${orNone(shown)}`,
    `    Host Port${many}:\t${orNone(host)}`,
    ...wordLines('Command', command),
    ...wordLines('Args', args),
    ...(own === undefined
      ? []
      : [
          ...stateLines(own.state),
          `    Ready:\t${bool(own.ready)}`,
          `    Restart Count:\t${own.restartCount}`,
        ]),
    '    Environment:\t<none>',
    '    Mounts:\t<none>',
  ];
}

function wordLines(title: string, words: readonly string[]): string[] {
  if (words.length === 0) return [];
  return [`    ${title}:`, ...words.flatMap((word) => word.split('\n').map((line) => `      ${line}`))];
}

function stateLines(state: Json): string[] {
  const known = isJsonObject(state) ? state : {};
  const running = known['running'];
  if (isJsonObject(running)) {
    return ['    State:\tRunning', `      Started:\t${shownTime(textAt(running, 'startedAt'))}`];
  }
  const reason = textAt(objectAt(known, 'waiting'), 'reason');
  return ['    State:\tWaiting', ...(reason === '' ? [] : [`      Reason:\t${reason}`])];
}

function conditionLines({ status }: Pod): string[] {
  const conditions = status.conditions ?? [];
  if (conditions.length === 0) return [];
  return ['Conditions:', '  Type\tStatus', ...conditions.map((one) => `  ${one.type} \t${one.status} `)];
}
