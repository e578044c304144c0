/** Description of a node, as far as the object goes. Source: kubectl/pkg/describe/describe.go describeNode. */
import { objectAt, textAt } from '../../../base/json';
import { findObjects } from '../../../cluster/apiserver';
import type { Ctx } from '../../../kernel/ctx';
import type { ApiObject } from '../../../model/cluster';
import { asKind } from '../../../model/cluster';
import { ageOf, nodeRoles } from './columns';
import { annotationLines, pairLines, shownTime, titled } from './describe-parts';

const INFO: readonly (readonly [string, string])[] = [
  ['Machine ID', 'machineID'],
  ['System UUID', 'systemUUID'],
  ['Boot ID', 'bootID'],
  ['Kernel Version', 'kernelVersion'],
  ['OS Image', 'osImage'],
  ['Operating System', 'operatingSystem'],
  ['Architecture', 'architecture'],
  ['Container Runtime Version', 'containerRuntimeVersion'],
  ['Kubelet Version', 'kubeletVersion'],
];

/** Lines whose cells are parted by tabs. */
export function describeNode(ctx: Pick<Ctx, 'world'>, object: ApiObject): string[] {
  const node = asKind(object, 'Node');
  if (node === null) return [];
  const { metadata, spec, status } = node;
  const taints = (spec.taints ?? [])
    .map(
      ({ key, value, effect }) => `${key}${value === undefined || value === '' ? '' : `=${value}`}:${effect}`,
    )
    .sort();
  const raw = object.status ?? {};
  return [
    `Name:\t${metadata.name}`,
    `Roles:\t${nodeRoles(object)}`,
    ...pairLines('Labels', metadata.labels),
    ...annotationLines(metadata.annotations),
    `CreationTimestamp:\t${shownTime(object.metadata.creationTimestamp)}`,
    ...titled('Taints', taints),
    `Unschedulable:\t${String(spec.unschedulable === true)}`,
    ...((status.conditions ?? []).length === 0
      ? []
      : [
          'Conditions:',
          '  Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage',
          '  ----\t------\t-----------------\t------------------\t------\t-------',
          ...(status.conditions ?? []).map((one) => {
            const since = shownTime(one.lastTransitionTime);
            return `  ${one.type} \t${one.status} \t${since} \t${since} \t${one.reason ?? ''} \t${one.message ?? ''}`;
          }),
        ]),
    'Addresses:',
    ...(status.addresses ?? []).map(({ type, address }) => `  ${type}:\t${address}`),
    ...resourceLines('Capacity', objectAt(raw, 'capacity')),
    ...resourceLines('Allocatable', objectAt(raw, 'allocatable')),
    'System Info:',
    ...INFO.map(([title, key]) => `  ${title}:\t${textAt(objectAt(raw, 'nodeInfo'), key)}`),
    ...(spec.podCIDR === undefined ? [] : [`PodCIDR:\t${spec.podCIDR}`]),
    ...((spec.podCIDRs ?? []).length === 0 ? [] : [`PodCIDRs:\t${(spec.podCIDRs ?? []).join(',')}`]),
    ...podLines(ctx, metadata.name),
  ];
}

function resourceLines(title: string, resources: Readonly<Record<string, unknown>>): string[] {
  const names = Object.keys(resources).sort();
  return names.length === 0
    ? []
    : [`${title}:`, ...names.map((name) => `  ${name}:\t${String(resources[name])}`)];
}

function podLines(ctx: Pick<Ctx, 'world'>, node: string): string[] {
  const pods = findObjects(ctx, `Pod/spec.nodeName=${node}`);
  const nothing = '0 (0%)';
  return [
    `Non-terminated Pods:\t(${pods.length} in total)`,
    '  Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge',
    '  ---------\t----\t\t------------\t----------\t---------------\t-------------\t---',
    ...pods.map(({ metadata: { namespace = '', name, creationTimestamp } }) =>
      [
        `  ${namespace}`,
        name,
        '',
        nothing,
        nothing,
        nothing,
        nothing,
        ageOf(creationTimestamp, ctx.world.nowNs),
      ].join('\t'),
    ),
  ];
}
