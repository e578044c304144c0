/** Goal: each effect of the daemon reaches the part of the machine, or of the cluster, that it is meant for. */
import { describe, expect, test } from 'vitest';
import { controllerIo, type ControllerIo } from '../../cluster/controller';
import { getObject } from '../../cluster/apiserver';
import { flannelCluster } from '../../testing/flannel-cluster';
import type { RunningCluster } from '../../testing/nodes';
import { ipv4 } from '../../wire/addr';
import { cidr4 } from '../../testing/flannel-node';
import { logged, may, must, type Effect } from './effect';
import { doEffects, endRelay } from './flanneld.hands';

function stage(): { readonly cluster: RunningCluster; readonly io: ControllerIo } {
  const cluster = flannelCluster(1, null);
  const { simulation } = cluster;
  const at = {
    id: 'node1/flanneld',
    kind: 'flanneld',
    node: 'node1',
    netns: cluster.netns('node1')?.id ?? -1,
  };
  return { cluster, io: controllerIo(simulation.ctx, simulation.runtime, at, { reason: 'start' }) };
}

describe('netlink', () => {
  const add: Effect = must({ kind: 'link.add', name: 'x', spec: { kind: 'dummy' } } as never, 'failed: ');

  test('a refusal that ends the list is its answer; one that does not is told', () => {
    const { cluster, io } = stage();
    const from = cluster.trace.length;
    expect(
      doEffects(io, [logged('warning', 'careful'), may({ kind: 'link.del', name: 'y' }, 'Error: ')], null),
    ).toEqual({
      refusal: null,
      panic: null,
      relay: null,
    });
    expect(doEffects(io, [add, add, logged('error', 'never')], null).refusal).toBe('failed: file exists');
    expect(cluster.decisions(from)).toEqual(['node1/flanneld flannelLog', 'node1/flanneld flannelLog']);
    expect(cluster.typed('node1', 'ip link').join('\n')).toContain(' x: ');
  });
});

test('annotations and conditions go to the own Node and leave the rest alone', () => {
  const { cluster, io } = stage();
  const condition = { type: 'NetworkUnavailable', status: 'False', reason: 'FlannelIsUp', message: '' };
  doEffects(
    io,
    [
      { kind: 'annotate', annotations: { a: '1' } },
      { kind: 'condition', condition },
      { kind: 'condition', condition: { ...condition, status: 'True' } },
      { kind: 'file', path: '/run/x', text: 'y' },
    ],
    null,
  );
  const node = getObject(cluster.simulation.ctx, 'Node', '', 'node1');
  expect(node?.metadata.annotations).toEqual({ a: '1' });
  expect(node?.status?.['conditions']).toMatchObject([
    { type: 'Ready' },
    { type: 'NetworkUnavailable', status: 'True' },
  ]);
  expect(io.readFile('/run/x')).toBe('y');
});

test('rules: a chain is made or emptied, lines are added, a chain goes', () => {
  const { cluster, io } = stage();
  const chains = (): readonly string[] =>
    [...(cluster.netns('node1')?.nfTables.get('nat')?.chains.values() ?? [])]
      .map(({ name, rules }) => `${name} ${String(rules.length)}`)
      .filter((line) => line.startsWith('F'));
  const make: Effect = {
    kind: 'rules',
    rules: { tool: 'iptables', table: 'nat', flushOrCreate: 'FLANNEL-POSTRTG' },
  };
  const payload = '*nat\n-A FLANNEL-POSTRTG -s 10.244.0.0/16 -j RETURN\nCOMMIT\n';
  doEffects(io, [make, { kind: 'rules', rules: { tool: 'iptables-restore', payload } }], null);
  expect(chains()).toEqual(['FLANNEL-POSTRTG 1']);
  doEffects(io, [make], null);
  expect(chains()).toEqual(['FLANNEL-POSTRTG 0']);
  const remove: Effect = {
    kind: 'rules',
    rules: { tool: 'iptables', table: 'nat', remove: 'FLANNEL-POSTRTG' },
  };
  doEffects(io, [remove, remove], null);
  expect(chains()).toEqual([]);
});

test('rules of nftables: a script is run, a table goes', () => {
  const { cluster, io } = stage();
  const tables = (): readonly string[] =>
    (cluster.netns('node1')?.nft ?? []).map(({ family, name, chains }) => `${family} ${name} ${chains.size}`);
  const script =
    'add table ip x { comment "mine" ; }\nadd chain ip x y\nadd rule ip x y meta mark 0x4000 return\n';
  doEffects(io, [{ kind: 'rules', rules: { tool: 'nft', script } }], null);
  expect(tables()).toEqual(['ip x 1']);
  const remove: Effect = { kind: 'rules', rules: { tool: 'nft', removeTable: 'ip x' } };
  doEffects(io, [remove, remove], null);
  expect(tables()).toEqual([]);
});

test('the udp backend: a process with rows, which ends with its tun device', () => {
  const { cluster, io } = stage();
  const relay = {
    dev: 'flannel0',
    addr: ipv4('192.168.56.11'),
    port: 8285,
    tunAddr: ipv4('10.244.0.0'),
    mtu: 1472,
  };
  const route = { subnet: cidr4('10.244.1.0/24'), remote: ipv4('192.168.56.12'), port: 8285 };
  const { relay: pid } = doEffects(
    io,
    [
      must({ kind: 'link.add', name: 'flannel0', spec: { kind: 'tun' } }, ''),
      { kind: 'relay.start', relay },
      { kind: 'relay.set', route },
    ],
    null,
  );
  cluster.settle();
  const state = (): unknown => cluster.netns('node1')?.processes.entries.get(pid ?? 0)?.state;
  expect(state()).toMatchObject({ tun: 'flannel0', routes: [route] });
  doEffects(io, [{ kind: 'relay.del', subnet: route.subnet }], pid);
  expect(state()).toMatchObject({ routes: [] });
  endRelay(io, pid);
  expect(cluster.typed('node1', 'ip link').join('\n')).not.toContain('flannel0');
});
