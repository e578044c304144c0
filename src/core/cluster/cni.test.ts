/** Goal: libcni's garbage collection deletes what the runtime no longer knows, and tells the plugins of a list that can hear it. */
import { expect, it } from 'vitest';
import { pluginStage } from '../testing/plugins';
import { addToNetwork, collectGarbage, type Attachment } from './cni';
import { parseConf, type ConfList } from './cni/conf';

const ATTACHED = (pod: string): Attachment => ({
  containerId: `id-${pod}`,
  netns: `/var/run/netns/${pod}`,
  ifname: 'eth0',
  args: [],
  capabilityArgs: {},
});

function list(cniVersion: string, more: object = {}): ConfList {
  const bridge = { type: 'bridge', ipam: { type: 'host-local', subnet: '10.1.0.0/24' } };
  const parsed = parseConf(JSON.stringify({ name: 'net', cniVersion, plugins: [bridge], ...more }));
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

function stage(conf: ConfList) {
  const node = pluginStage(['pod-a', 'pod-b']);
  for (const pod of ['pod-a', 'pod-b']) addToNetwork(node.host, conf, ATTACHED(pod));
  const from = node.trace.length;
  const calls = (): readonly string[] =>
    Array.from({ length: node.trace.length - from }, (_, i) => node.trace.record(from + i)).flatMap(
      (record) =>
        record.kind === 'cni.call' && record.verdict === 'call'
          ? [
              `${record.detail.plugin} ${record.detail.env.CNI_COMMAND} ${record.detail.env.CNI_CONTAINERID}`.trim(),
            ]
          : [],
    );
  return { node, calls };
}

const VALID = [{ containerID: 'id-pod-b', ifname: 'eth0' }];

it('deletes attachments nobody knows, keeps the others, and calls GC', () => {
  const conf = list('1.1.0');
  const { node, calls } = stage(conf);
  expect(collectGarbage(node.host, conf, VALID)).toEqual([]);
  expect(calls()).toEqual(['bridge DEL id-pod-a', 'host-local DEL id-pod-a', 'bridge GC']);
  expect(Object.keys(node.files('/var/lib/cni/results'))).toEqual(['net-id-pod-b-eth0']);
  expect(Object.keys(node.files('/var/lib/cni/networks/net')).sort()).toEqual([
    '10.1.0.3',
    'last_reserved_ip.0',
    'lock',
  ]);
});

it('calls no GC below version 1.1.0, and does nothing where it is switched off', () => {
  const old = list('1.0.0');
  const { node, calls } = stage(old);
  expect(collectGarbage(node.host, old, VALID)).toEqual([]);
  expect(calls()).toEqual(['bridge DEL id-pod-a', 'host-local DEL id-pod-a']);
  const off = list('1.1.0', { disableGC: true });
  const still = stage(off);
  expect(collectGarbage(still.node.host, off, [])).toEqual([]);
  expect(still.calls()).toEqual([]);
});

it('collects the errors and goes on', () => {
  const conf = list('1.1.0');
  const { node } = stage(conf);
  const broken = { ...conf, plugins: [{ type: 'nobody' }, ...conf.plugins] };
  expect(collectGarbage(node.host, broken, VALID)).toEqual([
    'failed to delete stale attachment id-pod-a eth0: plugin type="nobody" failed (delete): failed to find plugin "nobody" in path [/opt/cni/bin]',
    'failed to GC plugin nobody: failed to find plugin "nobody" in path [/opt/cni/bin]',
  ]);
});
