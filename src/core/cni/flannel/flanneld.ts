/**
 * flanneld as a control loop, one on every node: the daemon of agent.ts put between the API server and the kernel.
 *
 *   waits    the ConfigMap or the Node is not there: the DaemonSet's pod cannot start
 *   starts   its pod starts, a timer runs
 *   running  heard of every other node; timers look after routes and rules
 *   crashed  ended with a message; started again after a while, as a crash-looping pod is
 *
 * Source: flannel Documentation/kube-flannel.yml, main.go, pkg/subnet/kube/kube.go.
 */
import { nextBelow } from '../../base/prng';
import type { JsonObject } from '../../base/json';
import { textAt } from '../../base/json';
import { controllerRuns, type ControllerIo, type ControllerKind } from '../../cluster/controller';
import { onEveryNode, type ObjectChange } from '../../cluster/watch';
import { clusterOf } from '../../cluster/write';
import { linkByName } from '../../kernel/ctx';
import { asKind, type ApiObject, type Node, type ObjectRequest } from '../../model/cluster';
import type { Netns } from '../../model/world';
import { formatCidr4, formatIpv4 } from '../../wire/addr';
import {
  MANIFEST_FLAGS,
  ROUTE_CHECK_SEC,
  RULE_CHECK_SEC,
  onDeviceGone,
  onNode,
  onRouteTimer,
  onRuleTimer,
  startAgent,
  type AgentFacts,
  type AgentState,
} from './agent';
import { backendOf } from './backend';
import type { BackendFault } from './backend-conf';
import type { Effect } from './effect';
import { doEffects, endRelay } from './flanneld.hands';
import { hearOfAll, hearSeveral } from './flanneld.leases';
import type { NodeChange } from './kube-lease';

export interface FlanneldState {
  readonly phase: 'waits' | 'starts' | 'crashed' | 'running';
  /** How often it was started: timers of an earlier life mean nothing any more. */
  readonly life: number;
  /** How often it ended by itself since somebody last started it. */
  readonly crashes: number;
  readonly agent: AgentState | null;
  /** Version of the API server's list it began with: what the watch tells of before is known. */
  readonly since: number;
  /** The udp backend's process, null for none. */
  readonly relay: number | null;
}

const KIND = 'flanneld';
export const NAMESPACE = 'kube-flannel';
export const CONFIG_MAP = 'kube-flannel-cfg';
const CONF_FILE = '/etc/cni/net.d/10-flannel.conflist';

const NS_PER_SEC = 1e9;
/** From the pod's creation to the daemon's first step. */
const POD_START_SEC = 1;
/** A container that ends is started again after 10 s, then after twice as long each time. Source: kubelet.go. */
const BACK_OFF_SEC = { first: 10, most: 300 } as const;
/** Restarts that somebody waits for; later ones go on in the background. */
const RESTARTS_WAITED_FOR = 3;
const START = 'start';

export const flanneld: ControllerKind<FlanneldState> = {
  kind: KIND,
  initial: { phase: 'waits', life: 0, crashes: 0, agent: null, since: 0, relay: null },
  watches: {
    ConfigMap: (object, cluster, { reason }) =>
      reason === 'added' && isConfig(object) ? onEveryNode(KIND)(object, cluster) : [],
    Node: (object, cluster, change) =>
      concernsAll(object, change) ? onEveryNode(KIND)(object, cluster) : ownOnly(object, change),
  },
  watchesLink: (name) => name.startsWith('flannel'),
  several(io, state, deliveries, from) {
    const { phase, agent, since } = state;
    const running = phase === 'running' && agent !== null;
    return { count: running ? hearSeveral(io, agent, since, deliveries, from) : 0, state };
  },
  reconcile(io, state, request) {
    switch (request.reason) {
      case 'start':
        return restart(io, state);
      case 'timer':
        return onTimer(io, state, request.timer);
      case 'added':
      case 'modified':
      case 'deleted':
        return onObject(io, state, request);
      case 'link':
        return onLinkGone(io, state, request.name);
      case 'file':
      case 'kernel':
        return state;
    }
  },
};

function isConfig({ metadata }: ApiObject): boolean {
  return metadata.namespace === NAMESPACE && metadata.name === CONFIG_MAP;
}

/** The daemons look at annotations and at nothing else: most changes of a Node end in their handlers. */
function concernsAll({ metadata }: ApiObject, change: ObjectChange): boolean {
  return change.reason === 'modified'
    ? metadata.annotations !== change.before.metadata.annotations
    : metadata.annotations !== undefined;
}

/** A new Node: its own daemon may start. */
function ownOnly({ metadata }: ApiObject, { reason }: ObjectChange): readonly string[] {
  return reason === 'added' ? [`${metadata.name}/${KIND}`] : [];
}

// -------------------------------------------------------------------------------------------------------- starting

/** The process begins anew: whatever it was before ends with it. */
function restart(io: ControllerIo, state: FlanneldState): FlanneldState {
  endRelay(io, state.relay);
  const life = state.life + 1;
  return podStarts(io, { ...flanneld.initial, life });
}

function podStarts(io: ControllerIo, state: FlanneldState): FlanneldState {
  later(io, state, START, POD_START_SEC, false);
  return { ...state, phase: 'starts' };
}

/** Wakes this life of the daemon. */
function later(
  io: ControllerIo,
  { life }: FlanneldState,
  what: string,
  seconds: number,
  background: boolean,
): void {
  io.after(`${what} ${String(life)}`, seconds * NS_PER_SEC, background);
}

/** Init containers, then the daemon. */
function begin(io: ControllerIo, state: FlanneldState): FlanneldState {
  const node = asKind(io.get('Node', '', io.node), 'Node');
  if (node === null) return { ...state, phase: 'waits' };
  const config = io.get('ConfigMap', NAMESPACE, CONFIG_MAP);
  if (config === null) {
    const message = `MountVolume.SetUp failed for volume "flannel-cfg" : configmap "${CONFIG_MAP}" not found`;
    io.decide('waits', 'flannelWaits', { node: io.node, message });
    return { ...state, phase: 'waits' };
  }
  const data = config.data ?? {};
  const conf = textIn(data, 'cni-conf.json');
  const netConf = textIn(data, 'net-conf.json');
  // Canal's manifest has no such init container: Calico's brings the configuration.
  const installs = clusterOf(io.ctx).config.network !== 'canal';
  if (installs && conf === null) {
    const missing = "cp: can't stat '/etc/kube-flannel/cni-conf.json': No such file or directory";
    return crash(io, state, { by: 'flanneld', text: missing });
  }
  if (installs && conf !== null) {
    io.decide('acts', 'flannelInstall', { node: io.node, file: CONF_FILE });
    io.writeFile(CONF_FILE, conf);
  }
  if (netConf === null) {
    const missing = 'open /etc/kube-flannel/net-conf.json: no such file or directory';
    const text = `Failed to create SubnetManager: failed to read net conf: ${missing}`;
    return crash(io, state, { by: 'flanneld', text });
  }
  return run(io, state, node, netConf);
}

function textIn(data: JsonObject, key: string): string | null {
  return data[key] === undefined ? null : textAt(data, key);
}

function run(io: ControllerIo, state: FlanneldState, node: Node, netConf: string): FlanneldState {
  io.decide('acts', 'flannelStart', { node: io.node });
  const { effects, outcome } = startAgent(netConf, MANIFEST_FLAGS, factsOf(io, node));
  const done = doEffects(io, effects, state.relay);
  if (!outcome.ok) return crash(io, { ...state, relay: done.relay }, outcome.error);
  if (done.refusal !== null) {
    return crash(io, { ...state, relay: done.relay }, { by: 'flanneld', text: done.refusal });
  }
  const agent = outcome.value;
  const { subnet, running } = agent;
  const what = { node: io.node, subnet: formatCidr4(subnet), backend: running.conf.type };
  io.decide('acts', 'flannelReady', what);
  const since = clusterOf(io.ctx).resourceVersion;
  const started: FlanneldState = { ...state, phase: 'running', agent, since, relay: done.relay };
  if (backendOf(running.conf.type).recover !== undefined) later(io, started, 'routes', ROUTE_CHECK_SEC, true);
  if (!agent.rules.nftables) later(io, started, 'rules', RULE_CHECK_SEC, true);
  return hearOthers(io, started, agent);
}

/** What it does about the nodes that are there already. */
function hearOthers(io: ControllerIo, started: FlanneldState, agent: AgentState): FlanneldState {
  const others = othersOf(io);
  let now = started;
  for (let next = 0; next < others.length; next += 1) {
    if (!io.ctx.trace.on && now === started) next += hearOfAll(io, agent, others, next);
    const after = others[next];
    if (after !== undefined) now = hear(io, now, { before: null, after });
  }
  return now;
}

function factsOf(io: ControllerIo, node: Node): AgentFacts {
  return {
    ns: nsOf(io),
    node,
    file: (path) => io.readFile(path),
    random: (count) => randomBytes(io, count),
    bridgeNetfilter: true,
  };
}

function nsOf(io: ControllerIo): Netns {
  return io.ctx.own(io.netns);
}

function randomBytes(io: ControllerIo, count: number): Uint8Array {
  const stream = io.ctx.random(io.netns, KIND);
  return Uint8Array.from({ length: count }, () => nextBelow(stream, 256));
}

function othersOf(io: ControllerIo): readonly Node[] {
  const others: Node[] = [];
  for (const object of io.find('Node')) {
    const node = asKind(object, 'Node');
    if (node !== null && node.metadata.name !== io.node) others.push(node);
  }
  return others;
}

/** It ends. Its pod starts it again, after longer and longer. */
function crash(io: ControllerIo, state: FlanneldState, fault: BackendFault): FlanneldState {
  if (fault.by === 'flanneld') io.decide('fails', 'flannelEnds', { node: io.node, message: fault.text });
  else io.decide('fails', 'flannelNoBackend', { node: io.node, backend: fault.backend });
  endRelay(io, state.relay);
  const seconds = Math.min(BACK_OFF_SEC.most, BACK_OFF_SEC.first * 2 ** state.crashes);
  const crashes = state.crashes + 1;
  const ended: FlanneldState = { ...state, phase: 'crashed', crashes, agent: null, relay: null };
  later(io, ended, START, seconds, crashes > RESTARTS_WAITED_FOR);
  return ended;
}

// --------------------------------------------------------------------------------------------------------- running

function onTimer(io: ControllerIo, state: FlanneldState, timer: string): FlanneldState {
  const [what = '', life = ''] = timer.split(' ');
  if (life !== String(state.life)) return state;
  if (what === START) return state.phase === 'running' ? state : begin(io, state);
  const { agent } = state;
  if (agent === null) return state;
  if (what === 'routes') {
    later(io, state, what, ROUTE_CHECK_SEC, true);
    const effects = onRouteTimer(agent, nsOf(io), othersOf(io));
    return putBack(io, state, effects, 'flannelRoutes');
  }
  later(io, state, what, RULE_CHECK_SEC, true);
  return putBack(io, state, onRuleTimer(agent, nsOf(io)), 'flannelRules');
}

function putBack(
  io: ControllerIo,
  state: FlanneldState,
  effects: readonly Effect[],
  decision: 'flannelRoutes' | 'flannelRules',
): FlanneldState {
  if (effects.length === 0) return state;
  io.decide('acts', decision, { node: io.node });
  return told(io, state, effects);
}

function onObject(io: ControllerIo, state: FlanneldState, request: ObjectRequest): FlanneldState {
  const { object } = request;
  if (state.phase === 'waits') {
    return request.reason === 'added' ? podStarts(io, state) : state;
  }
  const node = asKind(object, 'Node');
  if (node?.metadata.name === io.node && request.reason === 'deleted') return podGoes(io, state);
  if (state.agent === null || node === null) return state;
  if (Number(node.metadata.resourceVersion) <= state.since) return state;
  switch (request.reason) {
    case 'added':
      return hear(io, state, { before: null, after: node });
    case 'modified':
      return hear(io, state, { before: asKind(request.before, 'Node'), after: node });
    case 'deleted':
      return hear(io, state, { before: node, after: null });
  }
}

/** With its Node its pod goes, if there is a kubelet to stop it. What the daemon has configured stays. */
function podGoes(io: ControllerIo, state: FlanneldState): FlanneldState {
  if (!controllerRuns(io.ctx, `${io.node}/kubelet`)) return state;
  io.decide('acts', 'flannelStops', { node: io.node });
  endRelay(io, state.relay);
  return { ...flanneld.initial, life: state.life + 1 };
}

/** The vxlan backend listens for its device; one that is there again was made anew by a start. */
function onLinkGone(io: ControllerIo, state: FlanneldState, name: string): FlanneldState {
  const node = asKind(io.get('Node', '', io.node), 'Node');
  if (state.agent === null || node === null || linkByName(nsOf(io), name) !== null) return state;
  const effects = onDeviceGone(state.agent, factsOf(io, node), name);
  if (effects.length === 0) return state;
  io.decide('acts', 'flannelDevice', { node: io.node, device: name });
  return told(io, state, effects);
}

/** What the daemon does about another node. */
function hear(io: ControllerIo, state: FlanneldState, change: NodeChange): FlanneldState {
  const { agent } = state;
  if (agent === null) return state;
  const { effects, event } = onNode(agent, nsOf(io), change);
  if (effects.length === 0) return state;
  if (event !== null && io.ctx.trace.on && effects.some(({ kind }) => kind !== 'log')) {
    const { subnet, publicIp } = event.lease;
    const what = {
      node: (change.after ?? change.before)?.metadata.name ?? '',
      subnet: formatCidr4(subnet),
      address: formatIpv4(publicIp),
    };
    io.decide('acts', event.type === 'added' ? 'flannelPeer' : 'flannelPeerGone', what);
  }
  return told(io, state, effects);
}

/** Does effects while running: what is refused goes to the log and ends nothing. */
function told(io: ControllerIo, state: FlanneldState, effects: readonly Effect[]): FlanneldState {
  const { relay, panic } = doEffects(io, effects, state.relay);
  const now = relay === state.relay ? state : { ...state, relay };
  return panic === null ? now : crash(io, now, { by: 'flanneld', text: panic });
}
