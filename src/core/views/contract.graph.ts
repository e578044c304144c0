/** What the screens ask of a session about the drawing: part of the contract of views. Plain data. */

export type DeviceKind =
  | 'loopback'
  | 'veth'
  | 'physical'
  | 'bridge'
  | 'vxlan'
  | 'geneve'
  | 'dummy'
  | 'tun'
  | 'ipip'
  | 'wireguard'
  | 'macvlan'
  | 'ipvlan'
  | 'vlan'
  | 'ifb';

/** Devices that wrap what is sent through them, or hand it to a process that does. */
export const TUNNEL_KINDS: ReadonlySet<DeviceKind> = new Set<DeviceKind>([
  ...(['vxlan', 'geneve', 'tun', 'ipip', 'wireguard'] as const),
]);

/** VLANs that a port names, before it says that there are more. */
const VLANS_NAMED = 3;

/** What a tab says: its device, and what that carries where it is a port for VLANs. Words of the field in all languages. */
export function tabText({ name, vlans }: Pick<DeviceElement, 'name' | 'vlans'>): string {
  if (vlans === null) return name;
  const { untagged, tagged } = vlans;
  if (tagged.length === 0) return `${name} ${untagged === null ? 'no VLAN' : `VLAN ${untagged}`}`;
  const named = [...tagged.slice(0, VLANS_NAMED), ...(tagged.length > VLANS_NAMED ? ['…'] : [])].join(',');
  return `${name} trunk ${named}${untagged === null ? '' : ` native ${untagged}`}`;
}

/** What the API server knows of a node. */
export interface NodeFacts {
  readonly podCIDR: string | null;
  /** Its condition Ready is true. */
  readonly ready: boolean;
  /** As the column STATUS of `kubectl get nodes` has it: `Ready`, `NotReady`, `Ready,SchedulingDisabled`. */
  readonly status: string;
}
export interface ContainerFacts {
  readonly name: string;
  readonly image: string;
  readonly state: 'waiting' | 'running' | 'terminated';
}
/** What the API server knows of a pod. */
export interface PodFacts {
  readonly namespace: string;
  readonly name: string;
  /** As the column STATUS of `kubectl get pods` has it: `Running`, `ContainerCreating`, `Terminating`. */
  readonly status: string;
  readonly ip: string | null;
  readonly node: string | null;
  readonly containers: readonly ContainerFacts[];
  /** The pause container runs: the process that keeps the netns alive. */
  readonly pause: boolean;
}
export interface MachineElement {
  readonly id: string;
  readonly kind: 'machine';
  readonly name: string;
  readonly role: 'node' | 'host' | 'router' | 'switch';
  /** Addresses of its network cards. */
  readonly addresses: readonly string[];
  /** Null for a machine that is no node of a cluster (yet). */
  readonly node: NodeFacts | null;
  /** Control loops that run on it: `kubelet`, `flanneld`. */
  readonly agents: readonly string[];
  /** Those of them whose process is stopped. */
  readonly stopped: readonly string[];
  /** Of a card that stands for several machines: everything that is not drawn because of it. */
  readonly holds: readonly string[];
}
export interface NetnsElement {
  readonly id: string;
  readonly kind: 'netns';
  readonly name: string;
  readonly machine: string;
  /** The machine's own netns, drawn as the area that holds bridge, tunnel and routing. */
  readonly root: boolean;
  readonly addresses: readonly string[];
  /** The pod it is the sandbox of; null where there is no Kubernetes, or no such pod any more. */
  readonly pod: PodFacts | null;
}
export interface VlansFact {
  /** VLAN of frames without a tag, null for none. */
  readonly untagged: number | null;
  readonly tagged: readonly number[];
}
export interface DeviceElement {
  readonly id: string;
  readonly kind: 'device';
  readonly name: string;
  readonly netns: string;
  readonly device: DeviceKind;
  readonly addresses: readonly string[];
  readonly mac: string;
  readonly mtu: number;
  readonly up: boolean;
  /** Name of the bridge it is a port of. */
  readonly master: string | null;
  readonly vni: number | null;
  /** What a port of a bridge that minds VLANs carries; null for others. */
  readonly vlans: VlansFact | null;
  /** UDP port of a vxlan, geneve or wireguard device. */
  readonly dstPort: number | null;
}
/** The routing core of a netns that forwards or has more than one way out. */
export interface RoutingElement {
  readonly id: string;
  readonly kind: 'routing';
  readonly netns: string;
  /** Routes of the main table, as the small table beside the core shows them. */
  readonly routes: readonly { readonly dst: string; readonly via: string | null; readonly dev: string }[];
  readonly forwarding: boolean;
}
/** The API server, above the nodes; only in labs with a cluster. Nothing is wired to it. */
export interface ApiServerElement {
  readonly id: string;
  readonly kind: 'apiserver';
  /** Control loops of the control plane. */
  readonly loops: readonly string[];
}
/** Pods of a machine that are drawn as one. */
export interface FoldElement {
  readonly id: string;
  readonly kind: 'fold';
  readonly machine: string;
  /** Names of the netns in it. */
  readonly netnses: readonly string[];
  /** Elements that are not drawn because of it: those namespaces, their devices, and their other ends. */
  readonly holds: readonly string[];
}
export type GraphElement =
  MachineElement | NetnsElement | DeviceElement | RoutingElement | ApiServerElement | FoldElement;

/**
 * - veth: the two ends of a pair; cable: two network cards
 * - port: a bridge and its port; stack: a device and the routing core of its netns
 * - lower: a tunnel device and the card its outer packets leave by; tunnel: two tunnel devices that name one another
 */
export type WireKind = 'veth' | 'cable' | 'port' | 'stack' | 'lower' | 'tunnel';
export interface Wire {
  readonly id: string;
  readonly kind: WireKind;
  readonly from: string;
  readonly to: string;
  /** A cable that is pulled out: nothing goes through it. */
  readonly out?: true;
}
export interface LabGraph {
  readonly elements: readonly GraphElement[];
  readonly wires: readonly Wire[];
  /** Some machine speaks BGP: there may be sessions to be drawn. */
  readonly bgp: boolean;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export interface Point {
  readonly x: number;
  readonly y: number;
}
/** Positions of a graph, in drawing units (1 unit = 1 CSS pixel at zoom 1). Boxes by element id, paths by wire id. */
export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  readonly boxes: Readonly<Record<string, Box>>;
  /** Orthogonal polylines from edge to edge of the boxes they join. */
  readonly paths: Readonly<Record<string, readonly Point[]>>;
  /**
   * Which of three forms: `wide` has room for tables beside the routing cores, `compact` is for 1280 pixels, `narrow` is
   * for more machines or pods there.
   */
  readonly form: 'wide' | 'compact' | 'narrow';
  /** Height at the top that holds nothing but the API server in its middle: buttons may stand beside it. 0 without. */
  readonly headroom: number;
}
export interface GraphView {
  readonly graph: LabGraph;
  readonly layouts: Readonly<Record<GraphLayout['form'], GraphLayout>>;
}

/** What a step of configuration did to the drawing. */
export type MarkKind =
  'netns' | 'link' | 'address' | 'route' | 'neigh' | 'fdb' | 'peer' | 'rules' | 'object' | 'changed' | 'gone';
export interface Mark {
  readonly element: string;
  readonly what: MarkKind;
  /** Protocol text: `10.244.2.0/24 dev flannel.1`. */
  readonly text: string;
}
/** Who acted in a step of configuration, and who hears of it. Empty for a step of a packet. */
export interface StepMarks {
  readonly marks: readonly Mark[];
  readonly actor: {
    /** The machine it runs on, or the API server for the control plane. */
    readonly element: string;
    /** `kubelet`, `kube-scheduler`, `kubectl` */
    readonly name: string;
    /** What it has called: `bridge`; null when it acts itself. */
    readonly tool: string | null;
  } | null;
  /** The API server keeps a change, or refuses one. */
  readonly api: boolean;
  /** Control loops that this change wakes. */
  readonly watchers: readonly { readonly element: string; readonly name: string }[];
}

/** Ids of graph elements. */
export const elementId = {
  machine: (name: string) => `machine:${name}`,
  netns: (netns: string) => `netns:${netns}`,
  device: (netns: string, dev: string) => `dev:${netns}/${dev}`,
  routing: (netns: string) => `routing:${netns}`,
  apiserver: () => 'apiserver:',
  fold: (machine: string) => `fold:${machine}`,
} as const;
