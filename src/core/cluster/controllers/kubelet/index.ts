/**
 * kubelet: registers its machine, runs the pods bound to it, stops them. One on every node.
 * Source: kubernetes v1.34 pkg/kubelet/kubelet.go, pod_workers.go, as far as a pod's network goes.
 */
import { mixHex } from '../../../base/prng';
import { rfc3339 } from '../../../base/instant';
import type { Json, JsonObject } from '../../../base/json';
import { asJson } from '../../../base/json';
import { asKind, keyOf } from '../../../model/cluster';
import type { ObjectRequest, Pod } from '../../../model/cluster';
import type { World } from '../../../model/world';
import { CONF_DIR } from '../../cni/conf';
import type { ControllerIo, ControllerKind } from '../../controller';
import { controllerRuns } from '../../controller';
import { NO_NETWORK, networkReady, nodeAddress, registerNode, reportNode } from './node';
import type { Sandbox } from './sandbox';
import { ID_DIGITS, netnsOfSandbox, setUpSandbox, tearDownSandbox } from './sandbox';

interface RunningContainer {
  readonly name: string;
  readonly id: string;
  /** Null for a program nobody here can run: the container is there and does nothing. */
  readonly pid: number | null;
}

/** A pod as the kubelet knows it. */
interface PodRecord {
  readonly uid: string;
  /** The object as it was last heard of: what DEL is called with when nobody knows the pod any more. */
  readonly pod: Pod;
  /** How often its sandbox was tried. */
  readonly attempts: number;
  /** Whether it is left alone until its next try: only what it waits for wakes it, no change of its own status. */
  readonly backingOff: boolean;
  /** When it is tried again, ns; 0 when no timer runs. A timer of another time is out of date. */
  readonly retryNs: number;
  /** Null while there is none. */
  readonly sandbox: Sandbox | null;
  readonly containers: readonly RunningContainer[];
}

interface State {
  /** What was reported of the node; null before its first report. */
  readonly ready: boolean | null;
  /** By the object's key. */
  readonly pods: ReadonlyMap<string, PodRecord>;
}

const KIND = 'kubelet';
/** Time to the next try of a pod that failed (backOffPeriod). */
const RETRY_NS = 10e9;
/** Tries that somebody waits for; later ones go on in the background. */
const TRIES_WAITED_FOR = 3;
const RETRY = 'retry ';

export const kubelet: ControllerKind<State> = {
  kind: KIND,
  initial: { ready: null, pods: new Map() },
  watches: {
    Pod: ({ spec }) => (typeof spec?.['nodeName'] === 'string' ? kubeletOf(spec['nodeName']) : NOBODY),
  },
  watchesFile: (path) => path.startsWith(`${CONF_DIR}/`),
  several(io, before, deliveries, from) {
    row = new Map(before.pods);
    let state: State = { ...before, pods: row };
    let changed = false;
    let at = from;
    // A pod's own command may stop it.
    for (; at < deliveries.length && controllerRuns(io.ctx, io.id); at += 1) {
      const request = deliveries[at]?.request;
      if (request === undefined || !('object' in request)) break;
      const next = onPod(io, state, request);
      changed ||= next !== state;
      state = next;
    }
    row = null;
    return { count: at - from, state: changed ? state : before };
  },
  reconcile(io, state, request) {
    switch (request.reason) {
      case 'start':
        registerNode(io);
        return takeOver(io, checkNode(io, { ...state, ready: null }));
      case 'file':
        return checkNode(io, state);
      case 'timer':
        return onTimer(io, state, request.timer.slice(RETRY.length));
      case 'link':
      case 'kernel':
        return state;
      case 'added':
      case 'modified':
      case 'deleted':
        return onPod(io, state, request);
    }
  },
};

const NOBODY: readonly string[] = [];

/** The one kubelet of a node. */
function kubeletOf(node: string): readonly string[] {
  const known = KUBELETS.get(node);
  if (known !== undefined) return known;
  if (KUBELETS.size >= KUBELETS_MAX) KUBELETS.clear();
  const ids = [`${node}/${KIND}`];
  KUBELETS.set(node, ids);
  return ids;
}

/** Every pod asks several times. */
const KUBELETS = new Map<string, readonly string[]>();
const KUBELETS_MAX = 4096;

function onPod(io: ControllerIo, state: State, request: ObjectRequest): State {
  return request.reason === 'deleted'
    ? forgetPod(io, state, request.key, asKind(request.object, 'Pod'))
    : syncPod(io, state, request.key);
}

/** After a restart: the runtime's sandboxes are compared with the pods that are wanted here. */
function takeOver(io: ControllerIo, state: State): State {
  const running = [...state.pods.values()].filter(({ sandbox }) => sandbox !== null).length;
  if (running > 0) io.decide('acts', 'kubeletBack', { node: io.node, count: running });
  let now = state;
  for (const [key, { pod }] of state.pods) {
    const [, namespace = '', name = ''] = key.split('/');
    if (io.get('Pod', namespace, name)?.metadata.uid !== pod.metadata.uid) now = forgetPod(io, now, key, pod);
  }
  return io
    .find(`Pod/spec.nodeName=${io.node}`)
    .reduce((then, object) => tryAgain(io, then, keyOf(object)), now);
}

function onTimer(io: ControllerIo, state: State, key: string): State {
  return state.pods.get(key)?.retryNs === io.ctx.world.nowNs ? tryAgain(io, state, key) : state;
}

/** Somebody may get what it waited for: whoever is tried again in the background is now waited for. */
function awaitOthers(io: ControllerIo, state: State): State {
  for (const [key, { retryNs }] of state.pods) {
    const delayNs = retryNs - io.ctx.world.nowNs;
    if (delayNs > 0) io.after(`${RETRY}${key}`, delayNs, false);
  }
  return state;
}

/** Reports the node when its readiness changed; whoever waited for a network is tried at once. */
function checkNode(io: ControllerIo, state: State): State {
  const ready = networkReady(io);
  if (state.ready === ready) return state;
  reportNode(io, ready);
  const checked: State = { ...state, ready };
  if (!ready) return checked;
  const waiting = [...state.pods].filter(([, { sandbox }]) => sandbox === null).map(([key]) => key);
  return waiting.reduce((now, key) => tryAgain(io, now, key), checked);
}

/** What a pod waited for has come. */
function tryAgain(io: ControllerIo, state: State, key: string): State {
  const record = state.pods.get(key);
  const awake =
    record === undefined ? state : withPod(state, key, { ...record, backingOff: false, retryNs: 0 });
  return syncPod(io, awake, key);
}

/** Brings a pod one step towards what the API server says of it. Nothing to do is nothing said. */
function syncPod(io: ControllerIo, state: State, key: string): State {
  const pod = asKind(io.byKey(key), 'Pod');
  if (pod?.spec.nodeName !== io.node) return state;
  const record = state.pods.get(key);
  if (pod.metadata.deletionTimestamp !== undefined) return stopPod(io, state, key, pod, record);
  // A pod of the same name that was deleted and made anew: its watch events are still to come.
  if (record !== undefined && (record.sandbox !== null || record.uid !== pod.metadata.uid)) return state;
  if (record?.backingOff === true) return state;
  return startPod(io, state, key, pod, record?.attempts ?? 0);
}

function shownName({ metadata }: Pod): string {
  const { namespace = 'default', name } = metadata;
  return namespace === 'default' ? name : `${namespace}/${name}`;
}

function withPod(state: State, key: string, record: PodRecord | null): State {
  const pods = state.pods === row ? row : new Map(state.pods);
  if (record === null) pods.delete(key);
  else pods.set(key, record);
  return { ...state, pods };
}

/** The pods of a state that a row of news is just being made into: nobody else has seen it, so it is written in place. */
let row: Map<string, PodRecord> | null = null;

function startPod(io: ControllerIo, state: State, key: string, pod: Pod, tried: number): State {
  const shown = shownName(pod);
  const hostNetwork = pod.spec.hostNetwork === true;
  if (!hostNetwork && state.ready !== true) {
    io.decide('waits', 'podWaits', { pod: shown, message: `network is not ready: ${NO_NETWORK}` });
    return withPod(state, key, { ...waiting(pod, tried), retryNs: 0 });
  }
  io.decide('acts', 'setUpPod', { pod: shown, node: io.node });
  const sandbox = hostNetwork
    ? { ok: true as const, value: hostSandbox(io, pod) }
    : setUpSandbox(io, pod, tried);
  if (!sandbox.ok) return failed(io, state, key, pod, { tried, message: sandbox.error });
  const containers = pod.spec.containers.map((container): RunningContainer => {
    io.decide('acts', 'startContainer', { pod: shown, container: container.name, image: container.image });
    const argv = [...(container.command ?? []), ...(container.args ?? [])];
    const netns = netnsOfSandbox(io, sandbox.value);
    const pid = argv.length === 0 ? null : io.runtime.processes.run(netns, argv);
    return { name: container.name, id: mixHex(`${sandbox.value.id} ${container.name}`, ID_DIGITS), pid };
  });
  io.decide('acts', 'podRunning', { pod: shown, ip: sandbox.value.ip });
  reportRunning(io, pod, sandbox.value, containers);
  return withPod(state, key, {
    ...waiting(pod, tried + 1),
    backingOff: false,
    sandbox: sandbox.value,
    containers,
  });
}

/** A pod that nothing was made for. */
function waiting(pod: Pod, attempts: number): PodRecord {
  const { uid } = pod.metadata;
  return { uid, pod, attempts, backingOff: true, retryNs: 0, sandbox: null, containers: [] };
}

/** A pod on its node's own network: no sandbox to make. */
function hostSandbox(io: ControllerIo, pod: Pod): Sandbox {
  const id = mixHex(`${io.ctx.world.seed} ${pod.metadata.uid} host`, ID_DIGITS);
  return { id, netns: '', network: '', ip: nodeAddress(io.ctx, io.netns) ?? '' };
}

function failed(
  io: ControllerIo,
  state: State,
  key: string,
  pod: Pod,
  { tried, message }: { readonly tried: number; readonly message: string },
): State {
  io.decide('fails', 'podFailed', { pod: shownName(pod), message });
  const containerStatuses = pod.spec.containers.map(({ name, image }) =>
    containerStatus(name, image, null, { waiting: { reason: 'ContainerCreating' } }),
  );
  patchStatus(io, pod, { containerStatuses, conditions: conditions(io, pod, false) });
  io.after(`${RETRY}${key}`, RETRY_NS, tried + 1 >= TRIES_WAITED_FOR);
  return withPod(state, key, { ...waiting(pod, tried + 1), retryNs: io.ctx.world.nowNs + RETRY_NS });
}

function reportRunning(
  io: ControllerIo,
  pod: Pod,
  sandbox: Sandbox,
  containers: readonly RunningContainer[],
): void {
  const now = rfc3339(io.ctx.world.nowNs);
  const hostIP = nodeAddress(io.ctx, io.netns);
  const statuses = pod.spec.containers.map(({ name, image }) => {
    const running = containers.find((one) => one.name === name);
    return containerStatus(name, image, running?.id ?? null, { running: { startedAt: now } });
  });
  patchStatus(io, pod, {
    phase: 'Running',
    ...(hostIP === null ? {} : { hostIP, hostIPs: [{ ip: hostIP }] }),
    podIP: sandbox.ip,
    podIPs: [{ ip: sandbox.ip }],
    startTime: now,
    containerStatuses: statuses,
    conditions: conditions(io, pod, true),
  });
}

function containerStatus(name: string, image: string, id: string | null, state: JsonObject): Json {
  const running = id !== null;
  return {
    name,
    image,
    ready: running,
    started: running,
    restartCount: 0,
    ...(id === null ? {} : { containerID: `containerd://${id}` }),
    state,
  };
}

/** Keeps what others said of the pod, and says what the kubelet knows. */
function conditions(io: ControllerIo, pod: Pod, ready: boolean): readonly Json[] {
  const lastTransitionTime = rfc3339(io.ctx.world.nowNs);
  const others = (pod.status.conditions ?? []).filter(({ type }) => !OWN.includes(type)).map(asJson);
  if (said?.ready !== ready || said.at !== lastTransitionTime) {
    const status = (type: string): string => (ready || type === 'Initialized' ? 'True' : 'False');
    const own = OWN.map((type) => ({ type, status: status(type), lastTransitionTime }));
    said = { ready, at: lastTransitionTime, own };
  }
  return [...others, ...said.own];
}

const OWN = ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady'];
/** Pods that come up in the same second have the same conditions. */
let said: { readonly ready: boolean; readonly at: string; readonly own: readonly Json[] } | null = null;

function patchStatus(io: ControllerIo, pod: Pod, status: JsonObject): void {
  const { namespace = '', name } = pod.metadata;
  io.patch({ kind: 'Pod', namespace, name, status: true }, { status });
}

/** Stops a pod that is marked, and then lets the API server forget it. */
function stopPod(
  io: ControllerIo,
  state: State,
  key: string,
  pod: Pod,
  record: PodRecord | undefined,
): State {
  if (record !== undefined && record.uid === pod.metadata.uid) takeDown(io, pod, record);
  const { namespace = '', name } = pod.metadata;
  io.decide('acts', 'podGone', { pod: shownName(pod) });
  // First the own state: the deletion comes back as an event.
  io.delete({ kind: 'Pod', namespace, name }, 0);
  return awaitOthers(io, withPod(state, key, null));
}

/** A pod that vanished without being marked (`--force`, a Node that is gone) is taken down all the same. */
function forgetPod(io: ControllerIo, state: State, key: string, pod: Pod | null): State {
  const record = state.pods.get(key);
  if (pod === null || record?.uid !== pod.metadata.uid) return state;
  takeDown(io, pod, record);
  return awaitOthers(io, withPod(state, key, null));
}

function takeDown(io: ControllerIo, pod: Pod, { sandbox, containers }: PodRecord): void {
  if (sandbox === null) return;
  io.decide('acts', 'stopPod', { pod: shownName(pod), node: io.node });
  if (sandbox.netns !== '') {
    tearDownSandbox(io, pod, sandbox);
    return;
  }
  const pids = containers.flatMap(({ pid }) => (pid === null ? [] : [pid]));
  io.runtime.processes.kill(io.ctx, io.netns, pids);
}

/** A pod's sandbox and what runs in it, as the runtime of a node lists them. */
export interface RuntimePod {
  readonly pod: Pod;
  readonly sandbox: Sandbox;
  /** How often one was made before in vain. */
  readonly attempt: number;
  readonly containers: readonly RunningContainer[];
}

/** What the container runtime of a machine has. */
export function runtimePods(world: World, machine: string): readonly RuntimePod[] {
  const state = world.cluster?.controllers.entries.get(`${machine}/${KIND}`)?.state as State | undefined;
  return [...(state?.pods.values() ?? [])].flatMap(({ pod, sandbox, attempts, containers }) =>
    sandbox === null ? [] : [{ pod, sandbox, attempt: Math.max(0, attempts - 1), containers }],
  );
}
