/**
 * What control loops decide, with what there is to say about it: one entry for each, and one sentence in each
 * catalogue (`narrate.reconcile.<code>`). A new controller adds its own here.
 */
export const DECISIONS = {
  // kubelet
  registerNode: ['node'],
  nodeReady: ['node'],
  nodeNotReady: ['node', 'message'],
  setUpPod: ['pod', 'node'],
  startContainer: ['pod', 'container', 'image'],
  podRunning: ['pod', 'ip'],
  podFailed: ['pod', 'message'],
  stopPod: ['pod', 'node'],
  podGone: ['pod'],
  podWaits: ['pod', 'message'],
  kubeletBack: ['node', 'count'],
  // kube-scheduler
  bindPod: ['pod', 'node', 'count'],
  noNode: ['pod', 'message'],
  // kube-controller-manager
  assignCidr: ['node', 'cidr'],
  noCidr: ['node', 'range'],
  taintNode: ['node', 'taint'],
  untaintNode: ['node', 'taint'],
  nodeLost: ['node'],
  scaleUp: ['deployment', 'have', 'want'],
  scaleDown: ['deployment', 'have', 'want'],
  removePods: ['owner', 'count'],
  emptyNamespace: ['namespace', 'count'],
  // cloud-controller-manager
  routeUnchecked: ['node'],
  routeCreate: ['node', 'cidr', 'address'],
  routeRefused: ['node', 'cidr', 'message'],
  routeDelete: ['node', 'cidr'],
  // flanneld
  flannelWaits: ['node', 'message'],
  flannelInstall: ['node', 'file'],
  flannelStart: ['node'],
  flannelReady: ['node', 'subnet', 'backend'],
  flannelEnds: ['node', 'message'],
  flannelNoBackend: ['node', 'backend'],
  flannelPeer: ['node', 'subnet', 'address'],
  flannelPeerGone: ['node', 'subnet', 'address'],
  flannelRoutes: ['node'],
  flannelRules: ['node'],
  flannelDevice: ['node', 'device'],
  flannelStops: ['node'],
  flannelLog: ['node', 'message'],
  // calico-node
  calicoWaits: ['node', 'message'],
  calicoStart: ['node', 'address', 'device'],
  calicoTunnel: ['node', 'device', 'address'],
  calicoWireguard: ['node', 'device'],
  calicoApply: ['node', 'pods', 'policies'],
  calicoConfd: ['node', 'files'],
  calicoInstall: ['node', 'file'],
  calicoLog: ['node', 'message'],
  calicoRepairRules: ['node'],
  calicoRepairSets: ['node'],
  calicoRepairWays: ['node'],
  // calico-kube-controllers
  calicoNodeGone: ['node', 'blocks', 'addresses'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type DecisionCode = keyof typeof DECISIONS;

/** What a sentence about a decision is given. */
export type DecisionParams<C extends DecisionCode> = Readonly<
  Record<(typeof DECISIONS)[C][number], string | number>
>;
