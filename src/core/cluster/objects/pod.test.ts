import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../base/json';
import { podManifest } from '../../testing/cluster';
import { faultsOf, readManifest } from '../manifest';
import { pod } from './pod';

/** Goal: a pod's spec is filled in and judged as the API server does it; words from validation.go. */
function faults(spec: JsonObject): string {
  const read = readManifest({ ...podManifest('a'), spec });
  if (!read.ok) return read.error.message;
  return faultsOf(read.value.kind, read.value.object)?.message.replace('Pod "a" is invalid: ', '') ?? '';
}

const container = (more: JsonObject): JsonObject => ({ containers: [{ name: 'c', image: 'i', ...more }] });

describe('defaults', () => {
  it.each([
    ['nginx', 'Always'],
    ['nginx:latest', 'Always'],
    ['nginx:1.27', 'IfNotPresent'],
    ['registry:5000/nginx', 'Always'],
    ['nginx@sha256:0000', 'IfNotPresent'],
  ])('image %s is pulled %s', (image, policy) => {
    const read = readManifest({ ...podManifest('a'), spec: { containers: [{ name: 'c', image }] } });
    expect(read.ok && read.value.object.spec?.['containers']).toEqual([
      { name: 'c', image, imagePullPolicy: policy },
    ]);
  });

  it('ports are TCP', () => {
    const read = readManifest({ ...podManifest('a'), spec: container({ ports: [{ containerPort: 80 }] }) });
    expect(JSON.stringify(read.ok && read.value.object.spec)).toContain('"protocol":"TCP"');
  });
});

describe('validation', () => {
  it.each<[JsonObject, string]>([
    [container({}), ''],
    [container({ name: 'A_1' }), 'spec.containers[0].name: Invalid value: "A_1": a lowercase RFC 1123 label'],
    [
      container({ image: ' i' }),
      'spec.containers[0].image: Invalid value: " i": must not have leading or trailing whitespace',
    ],
    [container({ ports: [{}] }), 'spec.containers[0].ports[0].containerPort: Required value'],
    [
      container({ ports: [{ containerPort: 70_000 }] }),
      'spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive',
    ],
    [
      container({ ports: [{ containerPort: 53, protocol: 'udp' }] }),
      'spec.containers[0].ports[0].protocol: Unsupported value: "udp": supported values: "SCTP", "TCP", "UDP"',
    ],
    [
      container({
        ports: [
          { containerPort: 1, name: 'x' },
          { containerPort: 2, name: 'x' },
        ],
      }),
      'spec.containers[0].ports[1].name: Duplicate value: "x"',
    ],
    [
      container({ imagePullPolicy: 'Sometimes' }),
      'spec.containers[0].imagePullPolicy: Unsupported value: "Sometimes": supported values: "Always", "IfNotPresent", "Never"',
    ],
    [
      { ...container({}), restartPolicy: 'always' },
      'spec.restartPolicy: Unsupported value: "always": supported values: "Always", "OnFailure", "Never"',
    ],
    [
      { ...container({}), nodeName: 'Node_1' },
      'spec.nodeName: Invalid value: "Node_1": a lowercase RFC 1123 subdomain',
    ],
  ])('%j', (spec, words) => {
    expect(faults(spec).slice(0, Math.max(words.length, words === '' ? 1 : 0))).toBe(words);
  });

  it('knows the fields of a real manifest that nothing here acts on', () => {
    const spec: JsonObject = {
      ...container({ resources: { limits: { cpu: '1' } }, volumeMounts: [], livenessProbe: {}, env: [] }),
      volumes: [],
      tolerations: [{ operator: 'Exists' }],
      affinity: {},
      securityContext: {},
    };
    expect(faults(spec)).toBe('');
  });
});

it('is found by its node and by its owners', () => {
  const owners: Json = [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'd', uid: 'u1' }];
  const read = readManifest({
    ...podManifest('a', { nodeName: 'n1' }),
    metadata: { name: 'a', ownerReferences: owners },
  });
  expect(read.ok && pod.indexes(read.value.object)).toEqual(['Pod/spec.nodeName=n1', 'owner=u1']);
});
