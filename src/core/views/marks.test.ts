/** Goal: each configuration step marks what it changed, names who acted, and who heard of it. */
import { describe, expect, it } from 'vitest';
import { createObject } from '../cluster/apiserver';
import { accepted, podManifest } from '../testing/cluster';
import { runningCluster } from '../testing/nodes';
import type { StepMarks } from './contract';
import { stepMarks } from './marks';
import type { ViewSource } from './source';

/** Every step of a pod's birth. World stands at the end: names of what is there stay the same. */
function birth(): readonly { readonly command: string; readonly marks: StepMarks }[] {
  const cluster = runningCluster();
  const from = cluster.trace.length;
  accepted(createObject(cluster.kubectl, podManifest('web')));
  cluster.settle();
  const source: ViewSource = {
    trace: {
      get length() {
        return cluster.trace.length;
      },
      record: (seq) => cluster.trace.record(seq),
      frame: () => null,
    },
    worldAt: () => cluster.simulation.world,
    explain: (seq) => cluster.trace.record(seq),
    inputs: [],
  };
  return Array.from({ length: cluster.trace.length - from }, (_, index) => {
    const record = cluster.trace.record(from + index);
    const command = record.kind === 'op.apply' ? (record.detail.command ?? '') : record.kind;
    return { command, marks: stepMarks(source, from + index) };
  });
}

const STEPS = birth();
const at = (command: string): StepMarks | undefined =>
  STEPS.find((step) => step.command.includes(command))?.marks;
const said = (marks: StepMarks | undefined): string[] =>
  (marks?.marks ?? []).map(({ element, what, text }) => `${element} ${what} ${text}`);

describe('marks of a pod’s birth', () => {
  it('the netns comes', () => expect(said(at('ip netns add web'))).toEqual(['netns:web netns web']));

  it('the veth pair comes with both ends', () => {
    const marks = at('type veth')?.marks ?? [];
    expect(marks.map(({ what }) => what)).toEqual(['link', 'link']);
    expect(marks.map(({ element }) => element)).toContain('dev:web/eth0');
  });

  it('the address and the route', () => {
    expect(said(at('addr add 10.244.1.2/24'))).toEqual(['dev:web/eth0 address 10.244.1.2/24']);
    expect(said(at('route add default'))).toEqual(['netns:web route default via 10.244.1.1 dev eth0']);
  });

  it('names the loop that acts and the plugin it has called', () => {
    expect(at('ip netns add web')?.actor).toEqual({ element: 'machine:node-1', name: 'kubelet', tool: null });
    expect(at('type veth')?.actor).toEqual({ element: 'machine:node-1', name: 'kubelet', tool: 'bridge' });
  });

  it('names who asked the API server and whom the change wakes', () => {
    const changes = STEPS.filter(({ marks }) => marks.api).map(({ marks }) => [
      marks.actor?.name,
      marks.watchers.map(({ element, name }) => `${element} ${name}`),
    ]);
    expect(changes).toEqual([
      ['kubectl', ['apiserver: kube-scheduler']],
      ['kube-scheduler', ['machine:node-1 kubelet']],
      ['kubelet', []],
    ]);
  });

  it('has nothing to say of a packet', () => {
    const cluster = runningCluster();
    const source = {
      trace: cluster.trace,
      worldAt: () => cluster.simulation.world,
    } as unknown as ViewSource;
    expect(stepMarks(source, cluster.trace.length).marks).toEqual([]);
  });
});
