/** The spec of a pod, alone or in a template. Source: kubernetes v1.34 pkg/apis/core/types.go, validation, defaults. */
import type { Container, ContainerPort, PodSpec } from '../../model/cluster';
import type { FieldError } from './fields';
import { duplicate, invalid, notSupported, required } from './fields';
import { labelFaults, portFaults, portNameFaults, subdomainFaults } from './names';
import type { Schema } from './schema';
import { flag, int32, int64, list, map, often, struct, text, unread } from './schema';

const containerPort = struct('ContainerPort', {
  name: text,
  hostPort: int32,
  containerPort: int32,
  protocol: text,
  hostIP: text,
});

const container = (name: string, more: Readonly<Record<string, Schema>> = {}): Schema =>
  struct(name, {
    name: text,
    image: text,
    command: list(text),
    args: list(text),
    workingDir: text,
    ports: list(containerPort),
    imagePullPolicy: text,
    terminationMessagePath: text,
    terminationMessagePolicy: text,
    restartPolicy: text,
    stdin: flag,
    stdinOnce: flag,
    tty: flag,
    ...unread('env', 'envFrom', 'lifecycle', 'livenessProbe', 'readinessProbe', 'resizePolicy', 'resources'),
    ...unread('restartPolicyRules', 'securityContext', 'startupProbe', 'volumeDevices', 'volumeMounts'),
    ...more,
  });

export const podSpec: Schema = often('PodSpec', {
  containers: list(container('Container')),
  initContainers: list(container('Container')),
  ephemeralContainers: list(container('EphemeralContainer', { targetContainerName: text })),
  restartPolicy: text,
  terminationGracePeriodSeconds: int64,
  activeDeadlineSeconds: int64,
  dnsPolicy: text,
  nodeSelector: map(text),
  serviceAccountName: text,
  serviceAccount: text,
  automountServiceAccountToken: flag,
  nodeName: text,
  hostNetwork: flag,
  hostPID: flag,
  hostIPC: flag,
  hostUsers: flag,
  shareProcessNamespace: flag,
  hostname: text,
  hostnameOverride: text,
  subdomain: text,
  schedulerName: text,
  priorityClassName: text,
  priority: int32,
  runtimeClassName: text,
  enableServiceLinks: flag,
  preemptionPolicy: text,
  setHostnameAsFQDN: flag,
  ...unread('affinity', 'dnsConfig', 'hostAliases', 'imagePullSecrets', 'os', 'overhead', 'readinessGates'),
  ...unread('resourceClaims', 'resources', 'schedulingGates', 'securityContext', 'tolerations'),
  ...unread('topologySpreadConstraints', 'volumes'),
});

/** A spec as it was written: anything may be missing. */
export interface RawPodSpec extends Partial<Omit<PodSpec, 'containers'>> {
  readonly containers?: readonly RawContainer[];
  readonly restartPolicy?: string;
  readonly dnsPolicy?: string;
}

interface RawContainer extends Partial<Omit<Container, 'ports'>> {
  readonly imagePullPolicy?: string;
  readonly ports?: readonly Partial<ContainerPort>[];
}

/** Source: pkg/apis/core/v1/defaults.go SetDefaults_PodSpec, SetDefaults_Container. */
export function podSpecDefaults(spec: RawPodSpec): RawPodSpec {
  const known = FILLED.get(spec);
  if (known !== undefined) return known;
  const filled = filledIn(spec);
  FILLED.set(spec, filled);
  FILLED.set(filled, filled);
  return filled;
}

/** All pods of a Deployment are made from one template: what came of its spec, and what is wrong with none of it. */
const FILLED = new WeakMap<RawPodSpec, RawPodSpec>();
const SOUND = new WeakSet<RawPodSpec>();

function filledIn(spec: RawPodSpec): RawPodSpec {
  const filled = {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    schedulerName: 'default-scheduler',
    ...spec,
  };
  const { containers } = spec;
  return containers === undefined ? filled : { ...filled, containers: containers.map(containerDefaults) };
}

function containerDefaults(given: RawContainer): RawContainer {
  const image = given.image ?? '';
  const newest = !/[:@]/.test(image.slice(image.lastIndexOf('/') + 1)) || image.endsWith(':latest');
  const filled = { imagePullPolicy: newest ? 'Always' : 'IfNotPresent', ...given };
  const { ports } = given;
  return ports === undefined
    ? filled
    : { ...filled, ports: ports.map((port) => ({ protocol: 'TCP', ...port })) };
}

/** Source: pkg/apis/core/validation/validation.go ValidatePodSpec. */
export function podSpecErrors(spec: RawPodSpec, path: string): FieldError[] {
  if (SOUND.has(spec)) return [];
  const errors = errorsIn(spec, path);
  if (errors.length === 0) SOUND.add(spec);
  return errors;
}

function errorsIn(spec: RawPodSpec, path: string): FieldError[] {
  const { containers = [], restartPolicy, dnsPolicy, nodeName = '' } = spec;
  const errors: FieldError[] = containers.length === 0 ? [required(`${path}.containers`)] : [];
  const names = new Set<string>();
  containers.forEach((one, index) => {
    errors.push(...containerErrors(one, `${path}.containers[${index}]`, names));
  });
  errors.push(
    ...choiceErrors(restartPolicy, ['Always', 'OnFailure', 'Never'], `${path}.restartPolicy`),
    ...choiceErrors(
      dnsPolicy,
      ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'],
      `${path}.dnsPolicy`,
    ),
  );
  if (nodeName !== '') {
    errors.push(...subdomainFaults(nodeName).map((fault) => invalid(`${path}.nodeName`, nodeName, fault)));
  }
  const grace = spec.terminationGracePeriodSeconds ?? 0;
  if (grace < 0) {
    const field = `${path}.terminationGracePeriodSeconds`;
    errors.push(invalid(field, grace, 'must be greater than or equal to 0'));
  }
  return errors;
}

function choiceErrors(value: string | undefined, choices: readonly string[], path: string): FieldError[] {
  return value === undefined || choices.includes(value) ? [] : [notSupported(path, value, choices)];
}

function containerErrors(one: RawContainer, path: string, names: Set<string>): FieldError[] {
  const { name = '', image = '', imagePullPolicy, ports = [] } = one;
  const errors: FieldError[] = [];
  if (name === '') errors.push(required(`${path}.name`));
  else if (names.has(name)) errors.push(duplicate(`${path}.name`, name));
  else errors.push(...labelFaults(name).map((fault) => invalid(`${path}.name`, name, fault)));
  names.add(name);
  if (image === '') errors.push(required(`${path}.image`));
  else if (image.trim() !== image) {
    errors.push(invalid(`${path}.image`, image, 'must not have leading or trailing whitespace'));
  }
  errors.push(
    ...choiceErrors(imagePullPolicy, ['Always', 'IfNotPresent', 'Never'], `${path}.imagePullPolicy`),
  );
  const portNames = new Set<string>();
  ports.forEach((port, index) => {
    errors.push(...portErrors(port, `${path}.ports[${index}]`, portNames));
  });
  return errors;
}

function portErrors(port: Partial<ContainerPort>, path: string, names: Set<string>): FieldError[] {
  const { name = '', containerPort: number = 0, hostPort = 0, protocol } = port;
  const errors: FieldError[] = [];
  if (name !== '') {
    const faults = portNameFaults(name);
    errors.push(...faults.map((fault) => invalid(`${path}.name`, name, fault)));
    if (faults.length === 0 && names.has(name)) errors.push(duplicate(`${path}.name`, name));
    names.add(name);
  }
  if (number === 0) errors.push(required(`${path}.containerPort`));
  else errors.push(...portFaults(number).map((fault) => invalid(`${path}.containerPort`, number, fault)));
  if (hostPort !== 0) {
    errors.push(...portFaults(hostPort).map((fault) => invalid(`${path}.hostPort`, hostPort, fault)));
  }
  return [...errors, ...choiceErrors(protocol, ['SCTP', 'TCP', 'UDP'], `${path}.protocol`)];
}
