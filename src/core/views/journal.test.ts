import { describe, expect, test } from 'vitest';
import { clusterLab, podText } from '../testing/cluster-lab';
import { openLab } from '../testing/open-lab';
import type { JournalArgs } from './contract';
import { doingsOf } from './journal';
import { isConfig } from './steps';

const ALL: JournalArgs = { filter: { actor: null, node: null, text: '' }, around: null, from: 0 };

describe('who did what in a cluster of two nodes', () => {
  const session = openLab(clusterLab({ nodes: 2, manifests: [podText('web', 'node-2')] }));
  const doings = doingsOf(session);
  const { length } = session;

  test('every configuration step belongs to one group', () => {
    const config: number[] = [];
    for (let seq = 0; seq < length; seq += 1) if (isConfig(session.trace.record(seq))) config.push(seq);
    expect(config.length).toBeGreaterThan(30);
    expect(doings.flatMap(({ seqs }) => seqs)).toEqual(config);
  });

  test('a group is one waking: one actor, one event', () => {
    for (const { event, seqs, actorKind } of doings) {
      expect(new Set(seqs.map((seq) => session.trace.record(seq).event))).toEqual(new Set([event]));
      expect(actorKind === 'typed').toBe(false);
    }
  });

  test('the kubelet is woken by the pod, calls the plugins, and reports', () => {
    const view = session.query('journal', {
      ...ALL,
      filter: { actor: 'node-2/kubelet', node: null, text: 'web' },
    });
    const sets = view.groups.find(({ entries }) => entries.some(({ kind }) => kind === 'cni'));
    expect(sets).toMatchObject({ actorKind: 'loop', actor: 'node-2/kubelet', node: 'node-2' });
    expect(sets?.woken?.params).toEqual({ object: 'Pod web' });
    const because = session.trace.record(sets?.because ?? 0);
    expect(because.kind === 'api.change' && because.detail.key).toBe('Pod/default/web');
    // bridge calls host-local: what is called stands below its caller.
    const calls = sets?.entries.filter(({ message }) => message.key === 'doing.cni.call') ?? [];
    const depths = new Map(calls.map(({ message, depth }) => [message.params['plugin'], depth]));
    expect(depths.get('host-local')).toBe((depths.get('bridge') ?? 0) + 1);
    const last = sets?.entries.at(-1);
    expect([last?.kind, last?.message.key]).toEqual(['api', 'doing.api.modified']);
  });

  test('whoever asks the API server is told by the name it asked under', () => {
    for (const { actor, seqs } of doings) {
      for (const seq of seqs) {
        const record = session.trace.record(seq);
        if (record.kind === 'api.change') expect(record.detail.by).toBe(actor);
      }
    }
    expect(doings.map(({ actor }) => actor)).toContain('kubectl');
  });

  test('filters leave nothing out and let nothing else in', () => {
    const whole = session.query('journal', ALL);
    expect(whole.total).toBe(doings.length);
    const counted = whole.nodes.map(
      (node) => session.query('journal', { ...ALL, filter: { ...ALL.filter, node } }).total,
    );
    expect(counted.reduce((sum, count) => sum + count, 0)).toBe(whole.total);
    const none = session.query('journal', { ...ALL, filter: { ...ALL.filter, text: 'nothing like it' } });
    expect(none).toMatchObject({ total: 0, groups: [] });
  });

  test('is answered in parts, those around a record first', () => {
    const late = doings.at(-1)?.seqs[0] ?? 0;
    const { groups, first, total } = session.query('journal', { ...ALL, around: late, from: null });
    expect(groups.map(({ firstSeq }) => firstSeq)).toContain(late);
    expect(first + groups.length).toBe(total);
    const rest = session.query('journal', ALL);
    expect(rest.groups.length).toBeLessThanOrEqual(30);
  });
});

test('what is typed is told by where it was typed, what the lab sets up by its machine', () => {
  const session = openLab(clusterLab(), [['node-1', 'ip link add dummy0 type dummy']]);
  const { groups } = session.query('journal', { ...ALL, around: session.length - 1, from: null });
  expect(groups.at(-1)).toMatchObject({ actorKind: 'typed', actor: 'node-1', node: 'node-1', woken: null });
  const setUp = session.query('journal', { ...ALL, filter: { actor: 'setUp', node: null, text: '' } });
  expect(setUp.groups.map(({ node }) => node)).toEqual(expect.arrayContaining(['switch', 'node-1']));
});
