/**
 * The one write path: whatever configures a network namespace is one of these, shaped like netlink messages. The
 * terminal's `ip route add`, a scenario's set-up and an agent all send the same operations to `applyOp`.
 */
import type { Cidr4, Ipv4Addr, MacAddr } from '../wire/addr';
import type { IpSetCommand } from './ipset';
import type { IpvlanFlag, IpvlanMode, MacvlanMode, VlanProtocol, VxlanDf } from './link';
import type { NfRule, NfTableName } from './netfilter';
import type { NftCommand } from './nftables';
import type { MirredAction, TbfQdisc } from './qdisc';
import type { MachineRole } from './world';
import type { IpRule, RouteProtocol, RouteType } from './route';

/** The `op` of what nobody configured: the kernel's own entries, and machines and cables. */
export const NO_OP = 0;
/** Where each machine begins to count its operations. */
export const FIRST_OP = 1;

/** Creation of a link, by kind. Names refer to links of the same netns unless a netns is given. */
export type LinkSpec =
  | {
      readonly kind: 'veth';
      readonly peer: {
        readonly netns: string;
        readonly name: string;
        readonly mac?: MacAddr;
        readonly mtu?: number;
      };
    }
  | {
      readonly kind: 'bridge';
      readonly ageingSec?: number;
      readonly vlanFiltering?: boolean;
      readonly vlanDefaultPvid?: number;
    }
  | {
      readonly kind: 'vxlan';
      readonly vni: number;
      readonly dev?: string;
      readonly local?: Ipv4Addr;
      readonly dstPort?: number;
      readonly learning?: boolean;
      readonly df?: VxlanDf;
      readonly ageingSec?: number;
    }
  | {
      readonly kind: 'geneve';
      readonly vni: number;
      readonly remote: Ipv4Addr;
      readonly dstPort?: number;
      /** 0 for the default. */
      readonly ttl?: number | 'inherit';
      readonly tos?: number | 'inherit';
      readonly df?: VxlanDf;
      readonly udpCsum?: boolean;
    }
  | { readonly kind: 'dummy' }
  | { readonly kind: 'ifb' }
  | { readonly kind: 'tun' }
  | {
      readonly kind: 'ipip';
      readonly local?: Ipv4Addr;
      readonly remote?: Ipv4Addr;
      readonly dev?: string;
      /** 0 copies the inner TTL. */
      readonly ttl?: number;
      readonly pmtudisc?: boolean;
    }
  | { readonly kind: 'wireguard' }
  | {
      readonly kind: 'macvlan';
      /** The card it stands upon. */
      readonly link: { readonly netns: string; readonly dev: string };
      readonly mode: MacvlanMode;
    }
  | {
      readonly kind: 'ipvlan';
      /** The card it stands upon. */
      readonly link: { readonly netns: string; readonly dev: string };
      readonly mode: IpvlanMode;
      readonly flag?: IpvlanFlag;
    }
  | {
      readonly kind: 'vlan';
      /** The card it stands upon. */
      readonly link: { readonly netns: string; readonly dev: string };
      readonly vid: number;
      readonly protocol: VlanProtocol;
    }
  | { readonly kind: 'physical'; readonly delayNs?: number };

/** What `wg set` says about one peer; absent fields stay as they are. */
export interface WireguardPeerSpec {
  readonly publicKey: string;
  readonly remove?: boolean;
  readonly endpoint?: { readonly addr: Ipv4Addr; readonly port: number };
  /** Replaces the peer's allowed IPs. */
  readonly allowedIps?: readonly Cidr4[];
}

/** Attributes `ip link set` and `bridge link set` can change. */
export interface LinkSettings {
  readonly up?: boolean;
  readonly mtu?: number;
  readonly mac?: MacAddr;
  readonly name?: string;
  readonly txQueueLen?: number;
  readonly promisc?: boolean;
  /** Free text, '' for none. */
  readonly alias?: string;
  /** Bridge to attach to; null detaches. */
  readonly master?: string | null;
  /** Move to another netns. */
  readonly netns?: string;
  readonly hairpin?: boolean;
  readonly learning?: boolean;
  readonly flood?: boolean;
  readonly isolated?: boolean;
  /** Of a bridge. */
  readonly vlanFiltering?: boolean;
  /** 0 for none. */
  readonly vlanDefaultPvid?: number;
  readonly macvlanMode?: MacvlanMode;
  /** Of all ipvlan devices upon the same card. */
  readonly ipvlanMode?: IpvlanMode;
  readonly ipvlanFlag?: IpvlanFlag;
  /** Of a device of this kind alone; a geneve device must be called by its network. */
  readonly tunnel?: { readonly kind: 'vxlan' } | { readonly kind: 'geneve'; readonly vni: number };
  readonly df?: VxlanDf;
}

/** Selector and attributes of a route as typed; absent fields take the kernel's defaults. */
export interface RouteSpec {
  readonly dst: Cidr4;
  readonly type?: RouteType;
  readonly via?: Ipv4Addr;
  readonly dev?: string;
  readonly src?: Ipv4Addr;
  readonly metric?: number;
  readonly tos?: number;
  readonly table?: number;
  readonly scope?: number;
  readonly protocol?: RouteProtocol;
  readonly onlink?: boolean;
  readonly mtu?: number;
  readonly mtuLocked?: boolean;
  readonly advmss?: number;
  /** Several ways instead of `via` and `dev`. */
  readonly nexthops?: readonly NexthopSpec[];
}

export interface NexthopSpec {
  readonly via?: Ipv4Addr;
  readonly dev?: string;
  /** 1 to 256, 1 when absent. */
  readonly weight?: number;
  readonly onlink?: boolean;
}

/** A policy rule as typed; without a preference the kernel finds one. */
export type RuleSpec = Partial<Omit<IpRule, 'op'>>;

export type NeighSpecState = 'permanent' | 'reachable' | 'stale' | 'noarp';

export type NetOp =
  | { readonly kind: 'netns.add'; readonly name: string }
  | { readonly kind: 'netns.del'; readonly name: string }
  | {
      readonly kind: 'link.add';
      readonly name: string;
      readonly spec: LinkSpec;
      readonly mac?: MacAddr;
      readonly mtu?: number;
      readonly txQueueLen?: number;
    }
  | { readonly kind: 'link.set'; readonly name: string; readonly set: LinkSettings }
  | { readonly kind: 'link.del'; readonly name: string }
  | {
      readonly kind: 'addr.add';
      readonly dev: string;
      readonly addr: Cidr4;
      readonly broadcast?: Ipv4Addr | 'auto';
      readonly scope?: number;
    }
  | { readonly kind: 'addr.del'; readonly dev: string; readonly addr: Cidr4 }
  | { readonly kind: 'route.add' | 'route.replace' | 'route.append' | 'route.del'; readonly route: RouteSpec }
  | {
      /** `neigh.change`: of an entry that is there. */
      readonly kind: 'neigh.add' | 'neigh.replace' | 'neigh.change';
      readonly dev: string;
      readonly dst: Ipv4Addr;
      readonly mac: MacAddr;
      readonly state: NeighSpecState;
    }
  | { readonly kind: 'rule.add' | 'rule.del'; readonly rule: RuleSpec }
  /** Answers ARP requests for `dst` in its place (`ip neigh add proxy`). */
  | { readonly kind: 'neigh.proxy.add' | 'neigh.proxy.del'; readonly dev: string; readonly dst: Ipv4Addr }
  /** `mac` is what the message may name; the kernel does not look at it. */
  | { readonly kind: 'neigh.del'; readonly dev: string; readonly dst: Ipv4Addr; readonly mac?: MacAddr }
  | {
      readonly kind: 'fdb.add' | 'fdb.append' | 'fdb.replace';
      readonly dev: string;
      readonly mac: MacAddr;
      readonly dst?: Ipv4Addr;
      readonly port?: number;
      readonly vni?: number;
      /** Device the outer packets leave by. */
      readonly via?: string;
      /** `self` writes the device's own table, `master` the table of its bridge. */
      readonly where: 'self' | 'master';
      readonly permanent: boolean;
      /** Of a bridge's table: one VLAN instead of all of the port's. */
      readonly vlan?: number;
      /** In a bridge: frames for the address go up to the host (NUD_PERMANENT), where a static entry leads out by the port. */
      readonly local?: boolean;
    }
  | {
      readonly kind: 'fdb.del';
      readonly dev: string;
      readonly mac: MacAddr;
      readonly vlan?: number;
      readonly dst?: Ipv4Addr;
      readonly where: 'self' | 'master';
    }
  /** Puts a port into VLANs, or the bridge itself (`self`). */
  | {
      readonly kind: 'vlan.add';
      readonly dev: string;
      readonly from: number;
      readonly to: number;
      readonly pvid: boolean;
      readonly untagged: boolean;
      readonly where: 'self' | 'master';
    }
  | {
      readonly kind: 'vlan.del';
      readonly dev: string;
      readonly from: number;
      readonly to: number;
      readonly where: 'self' | 'master';
    }
  | {
      readonly kind: 'wg.set';
      readonly dev: string;
      /** Name of the key pair that is now the device's own. */
      readonly publicKey?: string;
      readonly listenPort?: number;
      /** Of outer packets, 0 for none. */
      readonly fwmark?: number;
      /** Peers that are not named here are removed. */
      readonly replacePeers?: boolean;
      readonly peers?: readonly WireguardPeerSpec[];
    }
  /** Replaces whole tables, as iptables-restore does. */
  | { readonly kind: 'nf.replace'; readonly tables: readonly NfTableSpec[] }
  /** One step on one table, as a call of iptables makes it; the rest stays as it is, counters included. */
  | { readonly kind: 'nf.edit'; readonly table: NfTableName; readonly edit: NfEdit }
  /** Several steps on one table, all of them or none, as iptables-restore --noflush takes them. */
  | { readonly kind: 'nf.restore'; readonly table: NfTableName; readonly steps: readonly NfStep[] }
  | {
      readonly kind: 'qdisc.add';
      readonly dev: string;
      readonly qdisc:
        | { readonly kind: 'ingress' }
        /** `handle` null: the next one of the kernel's. */
        | (Omit<TbfQdisc, 'handle'> & { readonly handle: number | null });
    }
  | { readonly kind: 'qdisc.del'; readonly dev: string; readonly where: 'root' | 'ingress' }
  /** A filter of the ingress qdisc: all that is received goes to other devices. `pref` null: the kernel's choice. */
  | {
      readonly kind: 'filter.add';
      readonly dev: string;
      readonly pref: number | null;
      readonly flowid: string;
      readonly actions: readonly { readonly to: string; readonly control: MirredAction['control'] }[];
    }
  /** A transaction of nftables. */
  | { readonly kind: 'nft'; readonly commands: readonly NftCommand[] }
  /** What `ipset` does, one or many. */
  | { readonly kind: 'ipset'; readonly commands: readonly IpSetCommand[] }
  /** Takes flows out of the conntrack table (`conntrack -D`, `-F`). */
  | { readonly kind: 'ct.delete'; readonly ids: readonly number[] }
  | { readonly kind: 'sysctl.set'; readonly key: string; readonly value: number };

export type NfEdit =
  | { readonly do: 'new-chain' | 'delete-chain'; readonly chain: string }
  | { readonly do: 'flush'; readonly chain: string }
  | {
      readonly do: 'append' | 'insert' | 'delete';
      readonly chain: string;
      readonly rule: Omit<NfRule, 'id'>;
      /** Where to insert, from 1; at the head when absent. */
      readonly at?: number;
    }
  /** A chain of the user's own gets another name; the rules that call it follow. */
  | { readonly do: 'rename-chain'; readonly chain: string; readonly to: string }
  /** By its number, from 1. */
  | { readonly do: 'delete-number'; readonly chain: string; readonly number: number }
  | { readonly do: 'policy'; readonly chain: string; readonly policy: 'ACCEPT' | 'DROP' }
  /** Counters of a chain back to zero. */
  | { readonly do: 'zero'; readonly chain: string };

/** What may be part of a restore. */
export type NfStep = Extract<
  NfEdit,
  { do: 'new-chain' | 'flush' | 'delete-chain' | 'append' | 'insert' | 'delete' | 'delete-number' }
>;

/** A table as loaded: rules without the counters' keys, which the kernel hands out. */
export interface NfTableSpec {
  readonly name: NfTableName;
  readonly chains: readonly {
    readonly name: string;
    readonly policy: 'ACCEPT' | 'DROP' | null;
    readonly rules: readonly Omit<NfRule, 'id'>[];
  }[];
}

/** Operations that have no netns yet: the machines and the cables between them. */
export type FabricOp =
  | { readonly kind: 'machine.add'; readonly name: string; readonly role: MachineRole }
  | {
      readonly kind: 'cable.add';
      readonly ends: readonly [CableEnd, CableEnd];
      readonly delayNs?: number;
    }
  /** Pulls the cable out of a card, or plugs it in again; the other end loses its carrier, and finds it, as well. */
  | { readonly kind: 'cable.set'; readonly end: CableEnd; readonly plugged: boolean };

export interface CableEnd {
  /** Name of the machine's root netns. */
  readonly netns: string;
  readonly dev: string;
}

/** The kernel's answer to an operation it refuses. `message` is the text iproute2 prints for it. */
export interface OpError {
  readonly errno: Errno;
  readonly message: string;
  /** Of a transaction: the number of the command, from 0. */
  readonly index?: number;
}

export type Errno =
  | 'EEXIST'
  | 'ENOENT'
  | 'ENODEV'
  | 'EINVAL'
  | 'ESRCH'
  | 'ENETUNREACH'
  | 'EHOSTUNREACH'
  | 'ENETDOWN'
  | 'EADDRNOTAVAIL'
  | 'EADDRINUSE'
  | 'EBUSY'
  | 'EACCES'
  | 'EPERM'
  | 'EOPNOTSUPP'
  | 'ELOOP'
  | 'EMLINK'
  | 'ERANGE'
  | 'ENOTCONN'
  | 'EMSGSIZE'
  | 'ENOBUFS'
  | 'EIO'
  | 'ENOKEY'
  | 'ENOSPC'
  | 'EDESTADDRREQ'
  | 'ECONNREFUSED'
  | 'ECONNRESET'
  | 'ETIMEDOUT'
  | 'EPIPE'
  | 'ENOPROTOOPT'
  | 'EHOSTDOWN'
  | 'ENONET';
