/** The kubelet's own Node: registered when it starts, ready when pods can get a network. */
import { rfc3339 } from '../../../base/instant';
import type { JsonObject } from '../../../base/json';
import { asJson } from '../../../base/json';
import { asKind } from '../../../model/cluster';
import { formatIpv4, isLoopbackIpv4 } from '../../../wire/addr';
import type { Ctx } from '../../../kernel/ctx';
import { nodeNetwork } from '../../cni';
import type { PluginHost } from '../../cni';
import type { ControllerIo } from '../../controller';
import { NOT_READY } from '../node-lifecycle';

/** The release of the kernel that all machines run. */
export const KERNEL_RELEASE = '6.12.0';
export const KERNEL_VERSION = '#1 SMP PREEMPT_DYNAMIC';

export const KUBERNETES_VERSION = 'v1.34.0';
export const CONTAINERD_VERSION = '2.1.4';
const PODS_MAX = '110';

/** What a runtime without a network says. Source: containerd go-cni errors.go, kubelet runtime state. */
export const NO_NETWORK =
  'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized';

/** Where this kubelet runs plugins. */
export function pluginHost(io: ControllerIo): PluginHost {
  return { ctx: io.ctx, plugins: io.runtime.plugins, api: io, host: io.netns };
}

export function networkReady(io: ControllerIo): boolean {
  return nodeNetwork(pluginHost(io)) !== null;
}

/** The first address of the machine's network cards. */
export function nodeAddress(ctx: Pick<Ctx, 'world'>, netns: number): string | null {
  const links = ctx.world.netns[netns]?.links ?? [];
  for (const link of links) {
    const address =
      link?.kind === 'physical' ? link.addrs.find(({ local }) => !isLoopbackIpv4(local)) : undefined;
    if (address !== undefined) return formatIpv4(address.local);
  }
  return null;
}

/**
 * Creates the Node, tainted until it is ready as the API server's admission does. One that is there already is taken as
 * it is.
 */
export function registerNode(io: ControllerIo): void {
  const { node } = io;
  if (io.get('Node', '', node) !== null) return;
  io.decide('acts', 'registerNode', { node });
  io.create({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: node,
      labels: {
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': node,
        'kubernetes.io/os': 'linux',
      },
    },
    spec: { taints: [{ key: NOT_READY, effect: 'NoSchedule' }] },
  });
}

/** Reports whether the node is ready; says so when that is news. */
export function reportNode(io: ControllerIo, ready: boolean): void {
  const { node } = io;
  if (ready) io.decide('acts', 'nodeReady', { node });
  else io.decide('waits', 'nodeNotReady', { node, message: NO_NETWORK });
  const ip = nodeAddress(io.ctx, io.netns);
  const now = rfc3339(io.ctx.world.nowNs);
  const present = asKind(io.get('Node', '', node), 'Node')?.status.conditions ?? [];
  const condition: JsonObject = {
    type: 'Ready',
    status: ready ? 'True' : 'False',
    reason: ready ? 'KubeletReady' : 'KubeletNotReady',
    message: ready ? 'kubelet is posting ready status' : NO_NETWORK,
    lastTransitionTime: now,
  };
  io.patch(
    { kind: 'Node', namespace: '', name: node, status: true },
    {
      status: {
        addresses: [
          ...(ip === null ? [] : [{ type: 'InternalIP', address: ip }]),
          { type: 'Hostname', address: node },
        ],
        capacity: { pods: PODS_MAX },
        // A network solution reports here as well; what is others' stays.
        conditions: [...present.filter(({ type }) => type !== 'Ready').map(asJson), condition],
        nodeInfo: {
          architecture: 'amd64',
          containerRuntimeVersion: `containerd://${CONTAINERD_VERSION}`,
          kernelVersion: KERNEL_RELEASE,
          kubeletVersion: KUBERNETES_VERSION,
          operatingSystem: 'linux',
          osImage: 'Debian GNU/Linux 13 (trixie)',
        },
      },
    },
  );
}
