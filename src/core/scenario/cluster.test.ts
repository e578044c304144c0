/** Goal: settings with which a real control plane would not start are refused, odd ones only told. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createWorld } from '../kernel/netns';
import { Session } from '../session';
import { clusterLab, podText } from '../testing/cluster-lab';
import type { ClusterLab } from '../testing/cluster-lab';
import { clusterWarnings } from './cluster';
import { parseLab } from './parse';

function problemsOf(lab: ClusterLab): readonly string[] {
  const parsed = parseLab('lab.yaml', clusterLab(lab));
  return parsed.ok
    ? []
    : parsed.error.map(({ problem, line }) => `${line > 0} ${problem.key.split('.')[1] ?? ''}`);
}

function opened(lab: ClusterLab): Session {
  const parsed = parseLab('lab.yaml', clusterLab(lab));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  const session = Session.open(parsed.value);
  if (!session.ok) throw new Error(JSON.stringify(session.error));
  return session.value;
}

const warningsOf = (session: Session) =>
  session.info.warnings.map(({ problem }) => problem.key.split('.')[1] ?? '');

describe('settings of a cluster', () => {
  test.each<[string, readonly string[], string]>([
    ['no range', ['podCIDR: ten'], 'badCidr'],
    ['a range for each node larger than the whole', ['podCIDR: 10.0.0.0/25'], 'cidrMask'],
    ['too many ranges', ['podCIDR: 10.0.0.0/8', 'nodeCIDRMaskSize: 25'], 'cidrMaskDifference'],
    ['a network nobody knows', ['network: weave'], 'expectedChoice'],
    ['a length that is none', ['nodeCIDRMaskSize: 33'], 'outOfRange'],
  ])('%s', (_, cluster, code) => expect(problemsOf({ cluster })).toEqual([`true ${code}`]));

  test('a cluster without nodes', () => {
    const parsed = parseLab('lab.yaml', clusterLab().replace('role: node', 'role: host'));
    expect(parsed.ok ? [] : parsed.error.map(({ problem }) => problem.key)).toEqual([
      'problems.clusterNoNode.problem',
    ]);
  });

  test('a machine that does not join is no Node', () => {
    const text = clusterLab({ nodes: 2 }).replace('- name: node-2', '- name: node-2\n      joins: false');
    const parsed = parseLab('lab.yaml', text);
    const session = parsed.ok ? Session.open(parsed.value) : null;
    const nodes = session?.ok ? session.value.world.cluster?.index.entries.get('Node') : null;
    expect([...(nodes?.entries.keys() ?? [])]).toEqual(['Node//node-1']);
  });
});

describe('odd settings', () => {
  test('a range the machines are in is told and built', () => {
    const session = opened({ network: '10.244' });
    expect(warningsOf(session)).toEqual(['cidrOverlap']);
    expect(session.info.warnings[0]?.problem.params).toEqual({
      range: '10.244.0.0/16',
      own: '10.244.56.0/24',
      machine: 'node-1',
      dev: 'eth0',
    });
  });

  test('too few ranges: the node that gets none is in the trace, and its pods wait', () => {
    const session = opened({ nodes: 3, cluster: ['podCIDR: 10.244.0.0/23'], manifests: [podText('a')] });
    expect(warningsOf(session)).toEqual(['cidrsFew']);
    const failed = Array.from({ length: session.length }, (_, seq) => session.trace.record(seq)).flatMap(
      (record) =>
        record.kind === 'ctrl.reconcile' && record.verdict === 'fails'
          ? [[record.detail.decision, record.detail.params]]
          : [],
    );
    expect(failed.length).toBeGreaterThan(0);
    for (const one of failed) expect(one).toEqual(['noCidr', { node: 'node-3', range: '10.244.0.0/23' }]);
    expect(session.world.cluster?.objects.entries.get('Node//node-3')?.spec?.['podCIDR']).toBeUndefined();
  });

  test('none of that in an ordinary cluster', () => expect(warningsOf(opened({ nodes: 2 }))).toEqual([]));
});

describe('a NetworkPolicy', () => {
  const text = readFileSync('scenarios/canal/scenario.yaml', 'utf8');
  const policies = (text.match(/^kind: NetworkPolicy$/gm) ?? []).length;
  const warningsWith = (network: string) => {
    const lab = parseLab('lab', text.replace('network: canal', `network: ${network}`));
    if (!lab.ok) throw new Error(JSON.stringify(lab.error));
    return clusterWarnings(lab.value, createWorld(1));
  };

  test.each(['flannel', 'none'])('that nobody enforces is pointed out: %s', (network) => {
    const warnings = warningsWith(network);
    expect(policies).toBeGreaterThan(0);
    expect(warnings.map(({ problem }) => problem.key)).toEqual(
      Array.from({ length: policies }, () => 'problems.policyNotEnforced.problem'),
    );
    expect(warnings[0]?.problem.params['network']).toBe(network);
    // Where it stands in the file.
    expect(text.split('\n')[(warnings[0]?.line ?? 0) - 1]).toMatch(/^apiVersion: networking/);
  });

  test.each(['calico', 'canal'])('is nothing to point out where somebody does: %s', (network) =>
    expect(warningsWith(network)).toEqual([]),
  );
});
