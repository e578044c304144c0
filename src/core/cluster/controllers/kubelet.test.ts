import { describe, expect, it } from 'vitest';
import { writeFile } from '../../kernel/ops/file';
import { accepted, podManifest } from '../../testing/cluster';
import { CONF_FILE, bridgeConfList, runningCluster } from '../../testing/nodes';
import { createObject, deleteObject, getObject } from '../apiserver';

const WEB = { kind: 'Pod', namespace: 'default', name: 'web' } as const;

describe('a node', () => {
  it('registers itself, gets a range, and becomes ready', () => {
    const cluster = runningCluster(2);
    expect(cluster.decisions().slice(0, 4)).toEqual([
      'node-1/kubelet registerNode',
      'node-1/kubelet nodeReady',
      'node-2/kubelet registerNode',
      'node-2/kubelet nodeReady',
    ]);
    const node = getObject(cluster.simulation.ctx, 'Node', '', 'node-2');
    expect(node?.spec).toEqual({ podCIDR: '10.244.1.0/24', podCIDRs: ['10.244.1.0/24'] });
    expect(node?.status).toMatchObject({
      conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady' }],
    });
  });

  it('without a network configuration is not ready, and pods wait until it has one', () => {
    const cluster = runningCluster(1, () => null);
    const { simulation, kubectl } = cluster;
    expect(getObject(simulation.ctx, 'Node', '', 'node-1')).toMatchObject({
      spec: { taints: [{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }] },
      status: {
        conditions: [
          {
            reason: 'KubeletNotReady',
            message:
              'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized',
          },
        ],
      },
    });
    accepted(createObject(kubectl, podManifest('web')));
    cluster.settle();
    expect(cluster.pod('web')?.status).toMatchObject({
      phase: 'Pending',
      conditions: [
        {
          reason: 'Unschedulable',
          message:
            '0/1 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/not-ready: }.',
        },
      ],
    });
    writeFile(simulation.ctx, simulation.engine.own(0), CONF_FILE, bridgeConfList(1));
    simulation.ctx.schedule(
      {
        kind: 'controller.due',
        netns: 0,
        controller: 'node-1/kubelet',
        request: { reason: 'file', path: CONF_FILE },
      },
      0,
      false,
    );
    cluster.settle();
    expect(cluster.pod('web')?.status).toMatchObject({ phase: 'Running', podIP: '10.244.1.2' });
  });
});

describe('a pod', () => {
  it('gets a netns with a pause container, an address, and its containers', () => {
    const cluster = runningCluster();
    const from = cluster.trace.length;
    const containers = [
      { name: 'echo', image: 'ncat:7', command: ['ncat', '-u', '-l', '-k', '-e', '/bin/cat', '5353'] },
      { name: 'nginx', image: 'nginx:1.27' },
    ];
    accepted(createObject(cluster.kubectl, podManifest('web', { containers })));
    cluster.settle();
    expect(cluster.decisions(from)).toEqual([
      'kube-scheduler bindPod',
      'node-1/kubelet setUpPod',
      'node-1/kubelet startContainer',
      'node-1/kubelet startContainer',
      'node-1/kubelet podRunning',
    ]);
    const processes = [...(cluster.netns('web')?.processes.entries.values() ?? [])];
    expect(processes.map(({ argv }) => argv.join(' '))).toEqual(['/pause', 'ncat -u -l -k -e /bin/cat 5353']);
    expect(cluster.pod('web')?.status).toMatchObject({
      phase: 'Running',
      podIP: '10.244.1.2',
      containerStatuses: [
        { name: 'echo', ready: true },
        { name: 'nginx', ready: true },
      ],
    });
    expect(cluster.typed('web', 'ip route')[0]).toBe('default via 10.244.1.1 dev eth0');
    expect(cluster.typed('web', 'ip addr show dev lo').join('\n')).toContain('inet 127.0.0.1/8');
  });

  it('is pinged by another pod, and its containers share lo', () => {
    const cluster = runningCluster();
    const command = ['ncat', '-u', '-l', '-k', '-e', '/bin/cat', '5353'];
    const containers = [{ name: 'echo', image: 'i:1', command }];
    accepted(createObject(cluster.kubectl, podManifest('web', { containers })));
    accepted(createObject(cluster.kubectl, podManifest('client')));
    cluster.settle();
    cluster.typed('client', 'ping -c 1 10.244.1.2');
    cluster.typed('web', 'echo hi | ncat -u -w 1 127.0.0.1 5353');
    cluster.settle();
    const output = (name: string): string =>
      [...(cluster.netns(name)?.processes.entries.values() ?? [])].flatMap((one) => one.output).join('\n');
    expect(output('client')).toContain('1 packets transmitted, 1 received');
    expect(output('web')).toContain('hi');
  });

  it('outside the namespace default has it in the name of its netns', () => {
    const cluster = runningCluster();
    accepted(
      createObject(cluster.kubectl, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }),
    );
    accepted(
      createObject(cluster.kubectl, { ...podManifest('web'), metadata: { name: 'web', namespace: 'shop' } }),
    );
    cluster.settle();
    expect(cluster.netns('shop_web')).not.toBeNull();
  });

  it('on its node’s network has no sandbox', () => {
    const cluster = runningCluster();
    accepted(createObject(cluster.kubectl, podManifest('agent', { hostNetwork: true })));
    cluster.settle();
    expect(cluster.pod('agent')?.status).toMatchObject({ phase: 'Running' });
    expect(cluster.netns('agent')).toBeNull();
    accepted(deleteObject(cluster.kubectl, { ...WEB, name: 'agent' }));
    cluster.settle();
    expect(cluster.pod('agent')).toBeNull();
  });

  it('that is deleted leaves nothing behind', () => {
    const cluster = runningCluster();
    accepted(createObject(cluster.kubectl, podManifest('web')));
    cluster.settle();
    const from = cluster.trace.length;
    accepted(deleteObject(cluster.kubectl, WEB));
    cluster.settle();
    expect(cluster.decisions(from)).toEqual(['node-1/kubelet stopPod', 'node-1/kubelet podGone']);
    expect(cluster.pod('web')).toBeNull();
    expect(cluster.netns('web')).toBeNull();
    expect(cluster.netns('node-1')?.links.flatMap((link) => link?.name ?? [])).toEqual(['lo', 'cni0']);
    expect([...(cluster.netns('node-1')?.files.entries.keys() ?? [])]).toEqual([
      CONF_FILE,
      '/var/lib/cni/networks/podnet/lock',
      '/var/lib/cni/networks/podnet/last_reserved_ip.0',
    ]);
  });

  it('that is deleted by force is taken down all the same', () => {
    const cluster = runningCluster();
    accepted(createObject(cluster.kubectl, podManifest('web')));
    cluster.settle();
    accepted(deleteObject(cluster.kubectl, WEB, 0));
    cluster.settle();
    expect(cluster.netns('web')).toBeNull();
  });

  it('of the same name comes again after the first is gone', () => {
    const cluster = runningCluster();
    for (const ip of ['10.244.1.2', '10.244.1.3']) {
      accepted(createObject(cluster.kubectl, podManifest('web')));
      cluster.settle();
      expect(cluster.pod('web')?.status).toMatchObject({ podIP: ip });
      accepted(deleteObject(cluster.kubectl, WEB));
      cluster.settle();
    }
  });

  it('that cannot get a network is cleaned up and tried again', () => {
    const small = { ipam: { type: 'host-local', subnet: '10.244.1.0/30' } };
    const cluster = runningCluster(1, () => bridgeConfList(1, small));
    accepted(createObject(cluster.kubectl, podManifest('web')));
    accepted(createObject(cluster.kubectl, podManifest('late')));
    cluster.settle();
    expect(cluster.pod('late')?.status).toMatchObject({
      phase: 'Pending',
      containerStatuses: [{ state: { waiting: { reason: 'ContainerCreating' } } }],
    });
    expect(cluster.netns('late')).toBeNull();
    const { trace } = cluster;
    const told: string[] = [];
    for (let seq = 0; seq < trace.length; seq += 1) {
      const record = trace.record(seq);
      if (record.kind === 'ctrl.reconcile' && record.verdict === 'fails')
        told.push(String(record.detail.params['message']));
    }
    expect(told).toHaveLength(3);
    expect(told[0]).toMatch(
      /^Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "[0-9a-f]{64}": plugin type="bridge" failed \(add\): failed to allocate for range 0: no IP addresses available in range set: 10\.244\.1\.1-10\.244\.1\.2$/,
    );
    accepted(deleteObject(cluster.kubectl, WEB));
    cluster.simulation.runFor(60e9);
    expect(cluster.pod('late')?.status).toMatchObject({ phase: 'Running', podIP: '10.244.1.2' });
  });

  it('whose plugin is missing says so', () => {
    const conf = JSON.stringify({ cniVersion: '1.0.0', name: 'x', plugins: [{ type: 'nettle' }] });
    const cluster = runningCluster(1, () => conf);
    accepted(createObject(cluster.kubectl, podManifest('web')));
    cluster.settle();
    expect(JSON.stringify(cluster.trace.record(cluster.trace.length - 1))).not.toBe('');
    const fails = cluster.decisions().filter((one) => one.endsWith('podFailed'));
    expect(fails).toHaveLength(3);
  });
});
