/** What a configuration of BIRD 1.6 says, as plain data. Times in seconds, as BIRD counts them. */
import type { Cidr4, Ipv4Addr } from '../wire/addr';

/** A prefix of a set: lengths from `min` to `max` of what lies inside it (`10.0.0.0/8{16,24}`). */
export interface PrefixPattern extends Cidr4 {
  readonly min: number;
  readonly max: number;
}

/** An item of a path mask: `*`, `?`, or an AS number. */
export type PathMaskItem = '*' | '?' | number;

export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'ip'; readonly value: Ipv4Addr }
  | { readonly kind: 'prefix'; readonly value: Cidr4 }
  | { readonly kind: 'string'; readonly value: string }
  /** Words that name one of several: `RTS_BGP`, `ORIGIN_IGP`. */
  | { readonly kind: 'word'; readonly value: string }
  | { readonly kind: 'pair'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'prefixSet'; readonly items: readonly PrefixPattern[] }
  | { readonly kind: 'set'; readonly items: readonly SetItem[] }
  | { readonly kind: 'pathMask'; readonly items: readonly PathMaskItem[] }
  | { readonly kind: 'attribute'; readonly name: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'member'; readonly of: Expression; readonly name: string }
  | { readonly kind: 'defined'; readonly name: string }
  | { readonly kind: 'not'; readonly of: Expression }
  | {
      readonly kind: 'binary';
      readonly op: '||' | '&&' | '=' | '!=' | '<' | '<=' | '>' | '>=' | '~' | '!~' | '+' | '-' | '*' | '/';
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] };

/** One value of a set or a range of them. */
export interface SetItem {
  readonly from: Expression;
  readonly to: Expression | null;
}

export type Statement =
  | { readonly kind: 'accept' | 'reject' }
  | { readonly kind: 'return'; readonly value: Expression }
  | { readonly kind: 'block'; readonly body: readonly Statement[] }
  | {
      readonly kind: 'if';
      readonly condition: Expression;
      readonly then: Statement;
      readonly otherwise: Statement | null;
    }
  | { readonly kind: 'assign'; readonly name: string; readonly value: Expression }
  /** `bgp_path.prepend(65000);`, `bgp_community.add((65000,1));` */
  | {
      readonly kind: 'change';
      readonly name: 'bgp_path' | 'bgp_community';
      readonly how: 'prepend' | 'add' | 'delete' | 'empty';
      readonly value: Expression | null;
    }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] };

export interface FunctionDefinition {
  readonly name: string;
  readonly params: readonly string[];
  readonly body: readonly Statement[];
}

/** `name` is what `show protocols all` prints: ACCEPT, REJECT, a filter's name, or (unnamed). */
export type Filter =
  | { readonly kind: 'all' | 'none'; readonly name: string }
  | { readonly kind: 'code'; readonly name: string; readonly body: readonly Statement[] };

export interface CommonOptions {
  readonly name: string;
  readonly description: string | null;
  readonly preference: number;
  readonly importFilter: Filter;
  readonly exportFilter: Filter;
  readonly disabled: boolean;
}

export interface StaticRoute extends Cidr4 {
  /** A neighbour, a device, or what is done with packets. */
  readonly via: Ipv4Addr | null;
  readonly dev: string | null;
  readonly type: 'unicast' | 'blackhole' | 'unreachable' | 'prohibit';
}

/** `interface -"cali*", "*"`: the first pattern that fits decides. */
export interface InterfacePattern {
  readonly pattern: string;
  readonly negative: boolean;
}

export type GracefulRestart = 'on' | 'off' | 'aware';

export interface BgpOptions {
  readonly localAs: number;
  /** 0 to let the route to the neighbour choose. */
  readonly sourceAddress: Ipv4Addr;
  readonly neighbor: Ipv4Addr;
  readonly port: number;
  readonly remoteAs: number;
  /** Routers on the way, 0 for a neighbour on the link: what is sent has this TTL, or 1. */
  readonly multihop: number;
  readonly ttlSecurity: boolean;
  readonly passive: boolean;
  readonly rrClient: boolean;
  /** 0 for the router id. */
  readonly rrClusterId: Ipv4Addr;
  readonly rsClient: boolean;
  readonly nextHopSelf: boolean;
  readonly nextHopKeep: boolean;
  /** A next hop is looked up in the table, instead of being a neighbour itself. */
  readonly gatewayRecursive: boolean;
  readonly addPaths: boolean;
  readonly gracefulRestart: GracefulRestart;
  readonly gracefulRestartTime: number;
  readonly capabilities: boolean;
  readonly as4: boolean;
  readonly holdTime: number;
  /** 0 for a third of the hold time. */
  readonly keepaliveTime: number;
  readonly startupHoldTime: number;
  /** Between the start and the first call, and between calls. */
  readonly connectDelayTime: number;
  readonly connectRetryTime: number;
  readonly errorWaitMin: number;
  readonly errorWaitMax: number;
  readonly errorForgetTime: number;
  readonly defaultLocalPref: number;
  readonly defaultMed: number;
  readonly medMetric: boolean;
  readonly allowLocalAs: number;
  readonly preferOlder: boolean;
  readonly comparePathLengths: boolean;
  /** The session of a neighbour on the link ends with its carrier. */
  readonly checkLink: boolean;
}

export type ProtocolConfig = CommonOptions &
  (
    | { readonly kind: 'device'; readonly scanTime: number }
    | { readonly kind: 'direct'; readonly interfaces: readonly InterfacePattern[] }
    | { readonly kind: 'static'; readonly routes: readonly StaticRoute[] }
    | {
        readonly kind: 'kernel';
        readonly scanTime: number;
        readonly learn: boolean;
        readonly persist: boolean;
        readonly mergePaths: number;
        /** Of the routes it writes; what a filter says with `krt_metric` counts more. */
        readonly metric: number;
      }
    | ({ readonly kind: 'bgp' } & BgpOptions)
  );

export type BgpProtocol = Extract<ProtocolConfig, { readonly kind: 'bgp' }>;
export type KernelProtocol = Extract<ProtocolConfig, { readonly kind: 'kernel' }>;
export type ProtocolKind = ProtocolConfig['kind'];

export interface BirdConfig {
  /** 0 for the smallest address of the machine, as BIRD chooses it. */
  readonly routerId: Ipv4Addr;
  readonly listenPort: number;
  readonly protocols: readonly ProtocolConfig[];
  readonly functions: Readonly<Record<string, FunctionDefinition>>;
}

/** Where a configuration is wrong, in BIRD's words. */
export interface ConfigError {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

/** `bird.conf:6:14 syntax error` */
export function configErrorText({ file, line, column, text }: ConfigError): string {
  return `${file}:${String(line)}:${String(column)} ${text}`;
}
