/** spec.json of a kernel case: the topology and the traffic. Format: src/golden-cases/README.md. */

export interface Spec {
  readonly name: string;
  readonly namespaces: Readonly<Record<string, SpecNamespace>>;
  readonly devices: readonly SpecDevice[];
  readonly addresses?: readonly SpecAddress[];
  readonly routes?: readonly SpecRoute[];
  readonly rules?: readonly { readonly ns: string; readonly rule: string }[];
  readonly neighbours?: readonly SpecNeighbour[];
  readonly fdb?: readonly SpecFdb[];
  /** `host` for the machine the cases were recorded on; others came from an emulated one. */
  readonly kernel?: string;
  readonly iptables?: Readonly<Record<string, readonly string[]>>;
  readonly ipsets?: Readonly<Record<string, readonly string[]>>;
  readonly ipvs?: Readonly<Record<string, readonly string[]>>;
  readonly wireguard?: readonly SpecWireguard[];
  readonly processes?: readonly SpecProcess[];
  readonly traffic: readonly SpecStep[];
  readonly queries?: readonly SpecQuery[];
  /** The endpoints that chance chose in the recording, by step. */
  readonly accept?: readonly { readonly step: string; readonly dnat_to: string }[];
}

export type SpecRole = 'pod' | 'node' | 'switch' | 'router' | 'host';

export interface SpecNamespace {
  readonly role: SpecRole;
  readonly sysctl: Readonly<Record<string, number>>;
  /** Applied before there are devices. */
  readonly sysctl_early?: Readonly<Record<string, number>>;
}

export interface SpecEnd {
  readonly ns: string;
  readonly name: string;
  readonly mac?: string;
  readonly mtu?: number;
  readonly up?: boolean;
}

export interface SpecDevice extends SpecEnd {
  readonly type: string;
  readonly peer?: SpecEnd;
  readonly master?: string;
  readonly hairpin?: boolean;
  readonly learning?: boolean;
  readonly flood?: boolean;
  readonly promisc?: boolean;
  readonly vni?: number;
  readonly dev?: string;
  readonly local?: string;
  readonly remote?: string;
  readonly dstport?: number;
  readonly ttl?: number;
  /** Of a macvlan or ipvlan device: the card it stands upon. */
  readonly parent_ns?: string;
  readonly parent?: string;
  readonly mode?: string;
}

export interface SpecWireguard {
  readonly ns: string;
  readonly dev: string;
  readonly port: number;
  readonly peers: readonly {
    /** `@node2`: the key of that namespace. */
    readonly public_key: string;
    readonly endpoint: string;
    readonly allowed_ips: readonly string[];
  }[];
}

export interface SpecAddress {
  readonly ns: string;
  readonly dev: string;
  readonly addr: string;
  readonly brd?: string;
  readonly scope?: string;
}

export interface SpecRoute {
  readonly ns: string;
  readonly dst: string;
  readonly type?: string;
  readonly via?: string;
  readonly dev?: string;
  readonly src?: string;
  readonly scope?: string;
  readonly proto?: string;
  readonly metric?: number;
  readonly table?: number;
  readonly mtu?: number;
  readonly onlink?: boolean;
  readonly expect_error?: boolean;
}

export interface SpecNeighbour {
  readonly ns: string;
  readonly dev: string;
  readonly ip: string;
  readonly mac: string;
  readonly state?: string;
}

export interface SpecFdb {
  readonly ns: string;
  readonly dev: string;
  readonly mac: string;
  readonly dst?: string;
}

export interface SpecProcess {
  readonly ns: string;
  readonly kind: string;
  /** How a server names itself. */
  readonly name?: string;
  readonly addr?: string;
  readonly port?: number;
  readonly reply?: boolean;
  /** Of a relay: its tun device, and the node each subnet is on. */
  readonly tun?: string;
  readonly routes?: Readonly<Record<string, string>>;
}

export interface SpecStep {
  readonly id: string;
  readonly ns: string;
  readonly kind: string;
  readonly dst?: string;
  readonly src?: string;
  readonly port?: number;
  readonly src_port?: number;
  readonly payload?: string;
  readonly size?: number;
  readonly count?: number;
  readonly interval?: number;
  readonly ttl?: number;
  readonly df?: boolean;
  /** Seconds. */
  readonly timeout?: number;
  /** Pause after the step, seconds. */
  readonly settle?: number;
  readonly expect_reply?: boolean;
  /** What a TCP client sends. */
  readonly send?: string;
  readonly cmd?: readonly string[];
  /** Of traceroute: most hops, and whether it probes with echo requests. */
  readonly max?: number;
  readonly icmp?: boolean;
}

/** A question for `ip route get`. */
export interface SpecQuery {
  readonly ns: string;
  readonly args: string;
}

const SPEC_KEYS: ReadonlySet<string> = new Set([
  ...[
    'name',
    'title',
    'teaches',
    'namespaces',
    'devices',
    'addresses',
    'routes',
    'rules',
    'neighbours',
    'fdb',
  ],
  ...['iptables', 'ipsets', 'ipvs', 'wireguard', 'processes', 'traffic', 'queries', 'expect', 'accept'],
  ...['endpoints', 'kernel'],
]);

const STEP_KEYS: Readonly<Record<string, readonly string[]>> = {
  ping: ['dst', 'src', 'count', 'size', 'interval', 'timeout', 'ttl', 'df'],
  exec: ['cmd'],
  traceroute: ['dst', 'max', 'icmp'],
  udp: ['dst', 'port', 'src', 'src_port', 'payload', 'size', 'timeout', 'df', 'expect_reply'],
  tcp: ['dst', 'port', 'src', 'src_port', 'timeout', 'send'],
};

/** What the simulator plays of a spec: kinds of devices and of servers, and of steps with their settings. */
const DEVICE_TYPES: ReadonlySet<string> = new Set([
  ...['veth', 'bridge', 'vxlan', 'geneve', 'dummy', 'tun', 'ipip', 'wireguard', 'macvlan', 'ipvlan'],
]);
const PROCESS_KINDS: ReadonlySet<string> = new Set(['udp_echo', 'tcp_server', 'flannel_udp_proxy']);
/** Members every step may have. */
const COMMON_STEP_KEYS = ['id', 'ns', 'kind', 'settle'];

export function readSpec(text: string): Spec {
  return JSON.parse(text) as Spec;
}

/** The first thing in a spec the simulator has no mechanism for, null when it can play everything. */
export function missingMechanism(spec: Spec): string | null {
  for (const key of Object.keys(spec)) if (!SPEC_KEYS.has(key)) return `spec.${key}`;
  for (const { type } of spec.devices) if (!DEVICE_TYPES.has(type)) return `device ${type}`;
  for (const { kind } of spec.processes ?? []) if (!PROCESS_KINDS.has(kind)) return kind;
  for (const step of spec.traffic) {
    const keys = STEP_KEYS[step.kind];
    if (keys === undefined) return step.kind;
    const stranger = Object.keys(step).find((key) => !keys.includes(key) && !COMMON_STEP_KEYS.includes(key));
    if (stranger !== undefined) return `${step.kind} ${stranger}`;
  }
  return null;
}
