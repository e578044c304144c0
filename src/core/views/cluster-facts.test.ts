/** Goal: the drawing says of a cluster what kubectl would. Method: a running cluster, stopped in between. */
import { describe, expect, it } from 'vitest';
import { createObject, deleteObject } from '../cluster/apiserver';
import { accepted, podManifest } from '../testing/cluster';
import { runningCluster } from '../testing/nodes';
import type { LabGraph, MachineElement, NetnsElement } from './contract';
import { labGraph } from './graph';
import { layoutGraph } from './layout';

const podIn = (graph: LabGraph, name: string): NetnsElement | undefined =>
  graph.elements.find((one): one is NetnsElement => one.kind === 'netns' && one.name === name);
const nodeIn = (graph: LabGraph, name: string): MachineElement | undefined =>
  graph.elements.find((one): one is MachineElement => one.kind === 'machine' && one.name === name);

describe('a cluster in the drawing', () => {
  it('has the API server, and says of a node its range, its state, and who runs there', () => {
    const graph = labGraph(runningCluster(2).simulation.world);
    expect(graph.elements.filter(({ kind }) => kind === 'apiserver')).toHaveLength(1);
    expect(nodeIn(graph, 'node-2')).toMatchObject({
      node: { podCIDR: '10.244.1.0/24', ready: true, status: 'Ready' },
      agents: ['kubelet'],
      stopped: [],
    });
  });

  it('says why a node is not ready', () => {
    const graph = labGraph(runningCluster(1, () => null).simulation.world);
    expect(nodeIn(graph, 'node-1')?.node).toMatchObject({ ready: false, status: 'NotReady' });
  });

  it('shows a pod with all its containers in one netns, step by step as it comes up', () => {
    const cluster = runningCluster();
    const { simulation } = cluster;
    const containers = ['nginx', 'log'].map((name) => ({ name, image: `${name}:1` }));
    accepted(createObject(cluster.kubectl, podManifest('web', { containers })));
    expect(podIn(labGraph(simulation.world), 'web')).toBeUndefined();
    cluster.settle();
    const pod = podIn(labGraph(simulation.world), 'web')?.pod;
    expect(pod).toMatchObject({ namespace: 'default', status: 'Running', ip: '10.244.1.2', pause: true });
    expect(pod?.containers.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'nginx running',
      'log running',
    ]);
  });

  it('tells a pod that is going', () => {
    const cluster = runningCluster();
    accepted(createObject(cluster.kubectl, podManifest('web')));
    cluster.settle();
    accepted(deleteObject(cluster.kubectl, { kind: 'Pod', namespace: 'default', name: 'web' }));
    expect(podIn(labGraph(cluster.simulation.world), 'web')?.pod?.status).toBe('Terminating');
    cluster.settle();
    expect(podIn(labGraph(cluster.simulation.world), 'web')).toBeUndefined();
  });

  it('stands the API server above the machines, alone in its strip', () => {
    const graph = labGraph(runningCluster(2).simulation.world);
    for (const form of ['wide', 'compact', 'narrow'] as const) {
      const layout = layoutGraph(graph, form);
      const server = layout.boxes['apiserver:'];
      const tops = ['node-1', 'node-2'].map((name) => layout.boxes[`machine:${name}`]?.y ?? 0);
      expect((server?.y ?? 0) + (server?.height ?? 0)).toBeLessThan(layout.headroom);
      expect(Math.min(...tops)).toBeGreaterThanOrEqual(layout.headroom - 0.01);
    }
  });
});
