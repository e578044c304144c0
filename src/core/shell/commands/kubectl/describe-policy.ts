/** `kubectl describe networkpolicy`. Source: kubernetes v1.34 kubectl/pkg/describe/describe.go, describeNetworkPolicy. */
import { rfc3339, sinceStart } from '../../../base/instant';
import type { Json, JsonObject } from '../../../base/json';
import { isJsonObject, listAt, objectAt, textAt } from '../../../base/json';
import type { ApiObject } from '../../../model/cluster';
import { labelSelectorText } from '../../../model/label-selector';
import { annotationLines, pairLines } from './describe-parts';

const DIRECTIONS = [
  { type: 'Ingress', rules: 'ingress', peers: 'from', title: 'From', end: 'source' },
  { type: 'Egress', rules: 'egress', peers: 'to', title: 'To', end: 'destination' },
] as const;
type Direction = (typeof DIRECTIONS)[number];

export function describePolicy({ metadata, spec = {} }: ApiObject): readonly string[] {
  const types = listAt(spec, 'policyTypes').filter((type) => typeof type === 'string');
  const pods = labelSelectorText(objectAt(spec, 'podSelector'));
  const everyone = '<none> (Allowing the specific traffic to all pods in this namespace)';
  return [
    `Name:\t${metadata.name}`,
    `Namespace:\t${metadata.namespace ?? ''}`,
    `Created on:\t${goTime(metadata.creationTimestamp)}`,
    ...pairLines('Labels', metadata.labels),
    ...annotationLines(metadata.annotations),
    'Spec:',
    // The words come in two pieces, and each is indented.
    `  PodSelector:     ${pods === '<none>' ? everyone : pods}`,
    ...DIRECTIONS.flatMap((direction) =>
      types.includes(direction.type)
        ? [`  Allowing ${direction.rules} traffic:`, ...ruleLines(spec, direction)]
        : [`  Not affecting ${direction.rules} traffic`],
    ),
    `  Policy Types: ${types.join(', ')}`,
  ];
}

/** A time as Go prints it: `2026-01-01 00:00:03 +0000 UTC`. */
function goTime(timestamp: string | undefined): string {
  const since = timestamp === undefined ? null : sinceStart(timestamp);
  return since === null ? '<nil>' : `${rfc3339(since).replace('T', ' ').replace('Z', '')} +0000 UTC`;
}

const INDENT = '    ';

function ruleLines(spec: JsonObject, direction: Direction): readonly string[] {
  const rules = listAt(spec, direction.rules).filter(isJsonObject);
  if (rules.length === 0)
    return [`${INDENT}<none> (Selected pods are isolated for ${direction.rules} connectivity)`];
  return rules.flatMap((rule, index) => [
    ...portLines(rule),
    ...peerLines(rule, direction),
    ...(index === rules.length - 1 ? [] : [`${INDENT}----------`]),
  ]);
}

function portLines(rule: JsonObject): readonly string[] {
  const ports = listAt(rule, 'ports').filter(isJsonObject);
  if (ports.length === 0) return [`${INDENT}To Port: <any> (traffic allowed to all ports)`];
  return ports.map((port) => {
    const protocol = textAt(port, 'protocol') || 'TCP';
    const number = word(port['port']);
    const end = word(port['endPort']);
    return end === ''
      ? `${INDENT}To Port: ${number}/${protocol}`
      : `${INDENT}To Port Range: ${number}-${end}/${protocol}`;
  });
}

const word = (value: Json | undefined): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

function peerLines(rule: JsonObject, { peers, title, end }: Direction): readonly string[] {
  const all = listAt(rule, peers).filter(isJsonObject);
  if (all.length === 0) return [`${INDENT}${title}: <any> (traffic not restricted by ${end})`];
  return all.flatMap((peer) => [`${INDENT}${title}:`, ...peerLine(peer)]);
}

function peerLine(peer: JsonObject): readonly string[] {
  const selectors = (['namespaceSelector', 'podSelector'] as const).filter((key) => isJsonObject(peer[key]));
  if (selectors.length > 0) {
    return selectors.map((key) => {
      const name = key === 'podSelector' ? 'PodSelector' : 'NamespaceSelector';
      return `  ${INDENT}${name}: ${labelSelectorText(objectAt(peer, key))}`;
    });
  }
  const block = objectAt(peer, 'ipBlock');
  return [
    `  ${INDENT}IPBlock:`,
    `    ${INDENT}CIDR: ${textAt(block, 'cidr')}`,
    `    ${INDENT}Except: ${listAt(block, 'except').map(word).join(', ')}`,
  ];
}
