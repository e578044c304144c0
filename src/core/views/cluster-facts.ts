/** What the API server knows of nodes and pods, as far as the drawing shows it. */
import type { ContainerStatus, Node, Pod } from '../model/cluster';
import { asKind, podNetnsName } from '../model/cluster';
import type { World } from '../model/world';
import type { ContainerFacts, NodeFacts, PodFacts } from './contract';

/** Facts of a Node object by the machine's name. */
export function nodeFacts(world: World, machine: string): NodeFacts | null {
  const node = asKind(world.cluster?.objects.entries.get(`Node//${machine}`) ?? null, 'Node');
  if (node === null) return null;
  const ready = node.status.conditions?.find(({ type }) => type === 'Ready')?.status;
  return { podCIDR: node.spec.podCIDR ?? null, ready: ready === 'True', status: nodeStatusText(node) };
}

/** A control loop: its kind, and whether its process is stopped. */
export interface Agent {
  readonly kind: string;
  readonly stopped: boolean;
}

/** The control loops by the machine they run on; those of the control plane under the empty name. */
export function agentsByMachine(world: World): ReadonlyMap<string, readonly Agent[]> {
  const agents = new Map<string, Agent[]>();
  for (const { node, kind, stopped = false } of world.cluster?.controllers.entries.values() ?? []) {
    const known = agents.get(node);
    const agent = { kind, stopped };
    if (known) known.push(agent);
    else agents.set(node, [agent]);
  }
  return agents;
}

/** Pods by the name of their netns, whether it is there yet or not; without those that use the network of their node. */
export function podsByNetns(world: World): ReadonlyMap<string, PodFacts> {
  const pods = new Map<string, PodFacts>();
  for (const object of world.cluster?.objects.entries.values() ?? []) {
    const pod = asKind(object, 'Pod');
    if (pod !== null && pod.spec.hostNetwork !== true) pods.set(podNetnsName(pod), podFacts(pod));
  }
  return pods;
}

/** Facts of one pod. */
export function podFacts(pod: Pod): PodFacts {
  const { metadata, spec, status } = pod;
  const statuses = new Map(status.containerStatuses?.map((one) => [one.name, one]));
  const containers = spec.containers.map(({ name, image }): ContainerFacts => {
    const state = stateOf(statuses.get(name));
    return { name, image, state };
  });
  return {
    namespace: metadata.namespace ?? 'default',
    name: metadata.name,
    status: podStatusText(pod),
    ip: status.podIP ?? null,
    node: spec.nodeName ?? null,
    containers,
    pause: false,
  };
}

function stateOf(status: ContainerStatus | undefined): ContainerFacts['state'] {
  if (status?.state['running'] !== undefined) return 'running';
  return status?.state['terminated'] === undefined ? 'waiting' : 'terminated';
}

/** The column STATUS of `kubectl get pods` (kubernetes pkg/printers/internalversion/printers.go, printPod). */
export function podStatusText({ metadata, status }: Pod): string {
  if (metadata.deletionTimestamp !== undefined) return 'Terminating';
  const reasons = (status.containerStatuses ?? []).flatMap(({ state }) => {
    const waiting = state['waiting'] as { readonly reason?: string } | undefined;
    return waiting?.reason ?? [];
  });
  // The last container that waits for something has the word.
  return reasons.at(-1) ?? status.phase;
}

/** The column STATUS of `kubectl get nodes` (the same file, printNode). */
export function nodeStatusText({ spec, status }: Node): string {
  const ready = status.conditions?.find(({ type }) => type === 'Ready')?.status;
  const word = ready === undefined ? 'Unknown' : ready === 'True' ? 'Ready' : 'NotReady';
  return spec.unschedulable === true ? `${word},SchedulingDisabled` : word;
}
