/** Goal: a lab with a cluster is ready before the first input, and how it came to be can be walked. */
import { beforeAll, describe, expect, it } from 'vitest';
import { parseLab } from './scenario';
import { Session } from './session';
import { worldHash } from './sim/hash';
import { clusterLab, podText } from './testing/cluster-lab';

const SENDS = [
  '  start:',
  '    - { netns: b, run: "ncat -u -l -k -e /bin/cat 7" }',
  '  sends:',
  '    - { name: ping, title: { en: Ping }, netns: a, run: "ping -c 1 10.244.0.3" }',
];

function open(text: string) {
  const lab = parseLab('lab.yaml', text);
  if (!lab.ok) throw new Error(JSON.stringify(lab.error));
  return Session.open(lab.value);
}

describe('a lab with a cluster', () => {
  let session: Session;

  beforeAll(() => {
    const opened = open(clusterLab({ spec: SENDS, manifests: [podText('a'), podText('b')] }));
    if (!opened.ok) throw new Error(JSON.stringify(opened.error));
    session = opened.value;
  });

  it('has its pods, and a send in one of them is answered', () => {
    const names = session.world.netns.map((ns) => ns?.name);
    expect(names).toEqual(['switch', 'node-1', 'a', 'b']);
    session.input({ kind: 'send', name: 'ping' });
    const ping = [...(session.world.netns[2]?.processes.entries.values() ?? [])].at(-1);
    expect(ping).toMatchObject({ app: 'ping', exitCode: 0 });
  });

  it('tells who did what, manifests after the nodes', () => {
    const told = Array.from({ length: session.length }, (_, seq) => session.trace.record(seq)).flatMap(
      (one) =>
        one.kind === 'api.change' && one.verdict === 'added' ? [`${one.detail.by} ${one.detail.key}`] : [],
    );
    expect(told).toEqual([
      'kube-apiserver Namespace//default',
      'kube-apiserver Namespace//kube-node-lease',
      'kube-apiserver Namespace//kube-public',
      'kube-apiserver Namespace//kube-system',
      'node-1/kubelet Node//node-1',
      'kubectl Pod/default/a',
      'kubectl Pod/default/b',
    ]);
  });

  it('shows the World at every record of its set-up as a second build has it', () => {
    const before = worldHash(session.world);
    const seen = new Map<number, string>();
    for (let seq = 0; seq < session.length; seq += 5) seen.set(seq, worldHash(session.worldAt(seq)));
    for (const [seq, hash] of [...seen].reverse()) expect(worldHash(session.worldAt(seq))).toBe(hash);
    expect(worldHash(session.worldAt(session.length - 1))).toBeDefined();
    expect(worldHash(session.world)).toBe(before);
    const pods = (seq: number) => session.worldAt(seq).netns.filter((ns) => ns !== undefined).length;
    expect([pods(0), pods(session.length - 1)]).toEqual([1, 4]);
  });

  it('tells a manifest that is refused only by what is there', () => {
    const opened = open(clusterLab({ manifests: [podText('a').replace('{ name', '{ namespace: x, name')] }));
    expect(opened.ok ? null : opened.error[0]).toMatchObject({
      document: 2,
      problem: {
        key: 'problems.manifestRefused.problem',
        params: { kind: 'Pod', name: 'a', answer: 'namespaces "x" not found' },
      },
    });
  });

  it('tells a send in a pod that never came', () => {
    const opened = open(clusterLab({ spec: SENDS, manifests: [podText('b')] }));
    expect(opened.ok ? null : opened.error[0]?.problem.key).toBe('problems.unknownNetnsNearest.problem');
  });
});

describe('a fault whose command is refused', () => {
  /** The default route leads to an address that is on no link, so that nothing else can be led there without `onlink`. */
  const text = (faults: string): string =>
    [
      'apiVersion: packetwalk/v1',
      'kind: Lab',
      'metadata: { name: refused }',
      'spec:',
      '  title: { en: Test }',
      '  summary: { en: Test. }',
      '  fabric: { kind: segment }',
      '  machines:',
      '    - name: node-1',
      '      role: node',
      '      setup: |',
      '        ip route replace default via 172.16.0.1 dev eth0 onlink',
      '        ip route add 10.1.0.0/24 via 192.168.56.12',
      `  faults: ${faults}`,
    ].join('\n');

  it('is a problem that names it, its place and the answer', () => {
    const opened = open(text('[{ name: route-wrong, at: node-1 }]'));
    expect(opened.ok ? [] : opened.error.map(({ problem, line, path }) => [problem, line, path])).toEqual([
      [
        {
          key: 'problems.faultRefused.problem',
          params: {
            name: 'route-wrong',
            at: 'node-1',
            command: 'ip route replace 10.1.0.0/24 via 172.16.0.1 dev eth0',
            answer: 'Error: Nexthop has invalid gateway.',
          },
        },
        14,
        'spec.faults[0]',
      ],
    ]);
  });

  it('is none where it works', () => {
    const opened = open(text('[{ name: route-missing, at: node-1 }]'));
    expect(opened.ok && opened.value.info.broken.map(({ name, at }) => `${name} ${at}`)).toEqual([
      'route-missing node-1',
    ]);
  });
});
