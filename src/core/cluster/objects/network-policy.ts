/**
 * NetworkPolicy: who may speak with the pods it selects. The API server keeps and checks it; that something happens is up
 * to the network of the cluster. Source: kubernetes pkg/apis/networking/validation/validation.go, v1/defaults.go.
 */
import type { Json, JsonObject } from '../../base/json';
import { isJsonList, isJsonObject, listAt, objectAt, textAt } from '../../base/json';
import { asIpv4, maskOf, networkOf, parseCidr4 } from '../../wire/addr';
import type { FieldError } from './fields';
import { forbidden, invalid, notSupported, required } from './fields';
import type { ResourceKind } from './kind';
import { objectMeta } from './meta';
import { portFaults, portNameFaults, subdomainFaults } from './names';
import { any, int32, list, map, struct, text } from './schema';

const selector = struct('LabelSelector', {
  matchLabels: map(text),
  matchExpressions: list(
    struct('LabelSelectorRequirement', { key: text, operator: text, values: list(text) }),
  ),
});
const peers = list(
  struct('NetworkPolicyPeer', {
    podSelector: selector,
    namespaceSelector: selector,
    ipBlock: struct('IPBlock', { cidr: text, except: list(text) }),
  }),
);
/** A port is a number or a name. */
const ports = list(struct('NetworkPolicyPort', { protocol: text, port: any, endPort: int32 }));

const TYPES = ['Ingress', 'Egress'];
const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];
const LISTED = ['In', 'NotIn'];
const UNLISTED = ['Exists', 'DoesNotExist'];

export const networkPolicy: ResourceKind = {
  kind: 'NetworkPolicy',
  apiVersion: 'networking.k8s.io/v1',
  plural: 'networkpolicies',
  shortNames: ['netpol'],
  namespaced: true,
  schema: struct('NetworkPolicy', {
    apiVersion: text,
    kind: text,
    metadata: objectMeta,
    spec: struct('NetworkPolicySpec', {
      podSelector: selector,
      policyTypes: list(text),
      ingress: list(struct('NetworkPolicyIngressRule', { from: peers, ports })),
      egress: list(struct('NetworkPolicyEgressRule', { to: peers, ports })),
    }),
  }),
  /** Without types it is about what comes in, and about what goes out if it has a rule for that. */
  defaults(object) {
    const spec: JsonObject = object.spec ?? {};
    const withPorts = (key: string): JsonObject =>
      spec[key] === undefined ? {} : { [key]: listAt(spec, key).map(withProtocols) };
    const given = listAt(spec, 'policyTypes');
    const egress = listAt(spec, 'egress').length > 0 ? ['Egress'] : [];
    // An empty list says as little as none.
    const policyTypes = given.length > 0 ? given : ['Ingress', ...egress];
    return {
      ...object,
      spec: { podSelector: {}, ...spec, policyTypes, ...withPorts('ingress'), ...withPorts('egress') },
    };
  },
  nameFaults: subdomainFaults,
  validate: ({ spec = {} }) => [
    ...selectorFaults(objectAt(spec, 'podSelector'), 'spec.podSelector'),
    ...ruleFaults(spec, 'ingress', 'from'),
    ...ruleFaults(spec, 'egress', 'to'),
    ...listAt(spec, 'policyTypes').flatMap((type, i) =>
      typeof type === 'string' && !TYPES.includes(type)
        ? [notSupported(`spec.policyTypes[${i}]`, type, TYPES)]
        : [],
    ),
  ],
  validateUpdate: () => [],
  indexes: () => ['NetworkPolicy'],
  newStatus: null,
};

function withProtocols(rule: Json): Json {
  if (!isJsonObject(rule) || !isJsonList(rule['ports'])) return rule;
  const filled = rule['ports'].map((port) => (isJsonObject(port) ? { protocol: 'TCP', ...port } : port));
  return { ...rule, ports: filled };
}

function ruleFaults(spec: JsonObject, direction: string, side: string): readonly FieldError[] {
  return objectsIn(spec, direction).flatMap((rule, i) => {
    const path = `spec.${direction}[${i}]`;
    return [
      ...objectsIn(rule, 'ports').flatMap((port, j) => portErrors(port, `${path}.ports[${j}]`)),
      ...objectsIn(rule, side).flatMap((peer, j) => peerErrors(peer, `${path}.${side}[${j}]`)),
    ];
  });
}

/** An entry that is null is an empty one: Go reads it into the zero value. */
function objectsIn(object: JsonObject, key: string): readonly JsonObject[] {
  return listAt(object, key).map((entry) => (isJsonObject(entry) ? entry : {}));
}

function portErrors(entry: JsonObject, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const protocol = textAt(entry, 'protocol');
  if (protocol !== '' && !PROTOCOLS.includes(protocol)) {
    errors.push(notSupported(`${path}.protocol`, protocol, PROTOCOLS));
  }
  const { port, endPort } = entry;
  const wrong = (why: string): FieldError => invalid(`${path}.endPort`, endPort ?? null, why);
  if (typeof port === 'number') {
    errors.push(...portFaults(port).map((fault) => invalid(`${path}.port`, port, fault)));
    if (typeof endPort === 'number') {
      if (endPort < port) errors.push(wrong('must be greater than or equal to `port`'));
      errors.push(...portFaults(endPort).map(wrong));
    }
  } else if (typeof port === 'string') {
    if (endPort !== undefined) errors.push(wrong('may not be specified when `port` is non-numeric'));
    errors.push(...portNameFaults(port).map((fault) => invalid(`${path}.port`, port, fault)));
  } else if (endPort !== undefined) {
    errors.push(wrong('may not be specified when `port` is not specified'));
  }
  return errors;
}

function peerErrors(peer: JsonObject, path: string): readonly FieldError[] {
  const { podSelector, namespaceSelector, ipBlock } = peer;
  const selectors = [
    ...(isJsonObject(podSelector) ? selectorFaults(podSelector, `${path}.podSelector`) : []),
    ...(isJsonObject(namespaceSelector)
      ? selectorFaults(namespaceSelector, `${path}.namespaceSelector`)
      : []),
  ];
  if (isJsonObject(ipBlock)) {
    const several = podSelector !== undefined || namespaceSelector !== undefined;
    return [
      ...selectors,
      ...blockErrors(ipBlock, `${path}.ipBlock`),
      ...(several ? [forbidden(path, 'may not specify both ipBlock and another peer')] : []),
    ];
  }
  if (podSelector === undefined && namespaceSelector === undefined) {
    return [required(path, 'must specify a peer')];
  }
  return selectors;
}

const NO_CIDR = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';

/** `10.9.8.0/24`; an address alone is none, though `ip` takes it for one. */
function parseCidr(text: string): ReturnType<typeof parseCidr4> {
  return parseCidr4(text.includes('/') ? text : `${text}/`);
}

/** Networks of IPv6 are taken as they are: no packet of theirs is in a lab. */
function blockErrors(block: JsonObject, path: string): readonly FieldError[] {
  const cidr = textAt(block, 'cidr');
  if (cidr === '') return [required(`${path}.cidr`)];
  if (cidr.includes(':')) return [];
  const outer = parseCidr(cidr);
  if (!outer.ok) return [invalid(`${path}.cidr`, cidr, NO_CIDR)];
  const { addr, len } = outer.value;
  return listAt(block, 'except').flatMap((entry, i): readonly FieldError[] => {
    const field = `${path}.except[${i}]`;
    const inner = parseCidr(typeof entry === 'string' ? entry : '');
    if (!inner.ok) return [invalid(field, entry, NO_CIDR)];
    const within = networkOf(inner.value.addr, len) === asIpv4((addr & maskOf(len)) >>> 0);
    return within && inner.value.len > len
      ? []
      : [invalid(field, entry, 'must be a strict subset of `cidr`')];
  });
}

function selectorFaults(chosen: JsonObject, path: string): readonly FieldError[] {
  return objectsIn(chosen, 'matchExpressions').flatMap((each, i): readonly FieldError[] => {
    const field = `${path}.matchExpressions[${i}]`;
    const operator = textAt(each, 'operator');
    const values = listAt(each, 'values');
    if (LISTED.includes(operator)) {
      const why = "must be specified when `operator` is 'In' or 'NotIn'";
      return values.length > 0 ? [] : [required(`${field}.values`, why)];
    }
    if (UNLISTED.includes(operator)) {
      const why = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
      return values.length === 0 ? [] : [forbidden(`${field}.values`, why)];
    }
    return [invalid(`${field}.operator`, operator, 'not a valid selector operator')];
  });
}
