/** Goal: a pod gets the address its annotation names, or the plugin's own words. Reference: calico cni-plugin/pkg/k8s/k8s.go, libcalico-go/lib/ipam/ipam.go AssignIP. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseLab } from '../../scenario/parse';
import { Session } from '../../session';
import { formatIpv4 } from '../../wire/addr';
import { IP_ADDRS_ANNOTATION, requestedAddress } from './requested-address';

const FILE = 'scenarios/calico-vxlan/scenario.yaml';

function asked(written: string, type = 'calico-ipam'): string {
  const found = requestedAddress({ [IP_ADDRS_ANNOTATION]: written }, type);
  if (!found.ok) return found.error;
  return found.value === null ? 'nothing' : formatIpv4(found.value);
}

describe('what the annotation says', () => {
  test.each([
    ['["10.244.7.21"]', '10.244.7.21'],
    ['', 'nothing'],
    ['[]', 'annotation "cni.projectcalico.org/ipAddrs" specified but empty'],
    ['["10.244.7"]', 'invalid IP format: 10.244.7'],
    [
      '["10.0.0.1", "10.0.0.2"]',
      'cannot have more than one IPv4 address for "cni.projectcalico.org/ipAddrs" annotation',
    ],
    ['"10.0.0.1"', expect.stringMatching(/cannot unmarshal string into Go value of type \[\]string$/)],
    ['[10]', expect.stringMatching(/cannot unmarshal number into Go value of type string$/)],
    ['[', expect.stringMatching(/unexpected end of JSON input$/)],
  ])('%s', (written, answer) => {
    expect(asked(written)).toEqual(answer);
  });

  test('another IPAM plugin has no such thing', () => {
    expect(asked('["10.0.0.1"]', 'host-local')).toBe(
      'ipAddrs is not compatible with configured IPAM: host-local',
    );
  });
});

test('pods get what they ask for, out of other nodes’ blocks too, and reach one another', () => {
  const lab = parseLab(FILE, readFileSync(FILE, 'utf8'));
  const opened = lab.ok ? Session.open(lab.value) : null;
  if (opened?.ok !== true) throw new Error('no lab');
  const session = opened.value;
  const run = (netns: string, command: string): string => {
    session.input({ kind: 'exec', netns, command });
    const last = session.query('outputs', { seq: session.length - 1 }).inputs.at(-1);
    return (last?.lines ?? []).map(({ text }) => text.trimEnd()).join('\n');
  };
  const create = (name: string, node: string, address: string): void => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, annotations: { [IP_ADDRS_ANNOTATION]: `["${address}"]` } },
      spec: { nodeName: node, containers: [{ name: 'main', image: 'nginx' }] },
    };
    run('node-1', `kubectl apply -f - <<'END'\n${JSON.stringify(pod)}\nEND`);
  };
  /** What the kubelet said first while something was done. */
  const failure = (doing: () => void): unknown => {
    const from = session.length;
    doing();
    const records = Array.from({ length: session.length - from }, (_, i) => session.trace.record(from + i));
    return records.flatMap((record) =>
      record.kind === 'ctrl.reconcile' && record.verdict === 'fails' ? [record.detail.params['message']] : [],
    )[0];
  };
  create('asked-1', 'node-1', '10.244.77.20');
  create('asked-2', 'node-2', '10.244.77.21');
  expect(run('asked-1', 'ip -4 -br addr show eth0')).toMatch(/ 10\.244\.77\.20\/32$/m);
  expect(run('asked-2', 'ip -4 -br addr show eth0')).toMatch(/ 10\.244\.77\.21\/32$/m);
  expect(run('asked-1', 'ping -c 1 10.244.77.21')).toContain('icmp_seq=1 ttl=62');

  expect(failure(() => create('taken', 'node-1', '10.244.77.21'))).toMatch(
    /failed \(add\): error getting IP from IPAM: resource already exists: 10\.244\.77\.21$/,
  );
  expect(failure(() => create('elsewhere', 'node-1', '192.0.2.1'))).toMatch(
    /failed \(add\): error getting IP from IPAM: The provided IP address is not in a configured pool\n$/,
  );
});
