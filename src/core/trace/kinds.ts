/** The kinds of trace records: for each its verdicts and its typed detail. One sentence each. */
import type { Ipv4Addr, MacAddr } from '../wire/addr';
import type { BridgeFdbEntry } from '../model/fdb';
import type { Ifindex, LinkRef } from '../model/link';
import type { NeighEntry, NeighState } from '../model/neigh';
import type { FabricOp, NetOp, OpError } from '../model/op';
import type { Route } from '../model/route';
import type { PktType } from '../model/skb';
import type { MachineId } from '../model/world';
import type { BgpTraceKinds } from './kinds.bgp';
import type { ClusterTraceKinds, Kind } from './kinds.cluster';
import type { NetfilterTraceKinds } from './kinds.netfilter';
import type { TcpTraceKinds } from './kinds.tcp';
import type { TunnelTraceKinds } from './kinds.tunnel';
import type { VlanTraceKinds } from './kinds.vlan';
import type { DropReason } from './drop';
import type { Lookup, NexthopChoice, RouteKey, RuleVisit } from './lookup';

export type { NfLeft, NfMisfit, NfMissed } from './misfit';
export type {
  Candidate,
  Lookup,
  LoserReason,
  NexthopChoice,
  RouteKey,
  RuleMisfit,
  RuleVisit,
  TableRef,
} from './lookup';

/** Shape of each kind. Constructors in kernel/ctx.ts are typed by it. */
export interface TraceKinds
  extends
    ClusterTraceKinds,
    TunnelTraceKinds,
    VlanTraceKinds,
    NetfilterTraceKinds,
    TcpTraceKinds,
    BgpTraceKinds {
  /** A frame is handed to a device for sending. */
  'link.tx': Kind<'sent', { readonly pktType: PktType; readonly lenBytes: number }>;
  /** A device hands a frame to the stack. */
  'link.rx': Kind<'received', { readonly pktType: PktType; readonly lenBytes: number }>;
  /** A bridge notes behind which port an address is. */
  'bridge.learn': Kind<
    'learned' | 'moved' | 'refreshed' | 'permanent',
    {
      readonly bridge: Ifindex;
      readonly mac: MacAddr;
      readonly port: Ifindex;
      readonly oldPort: Ifindex | null;
      readonly vid?: number;
    }
  >;
  /** A bridge looks for the port of the destination address. */
  'bridge.forward': Kind<
    'forward' | 'flood' | 'up' | 'drop',
    Lookup<MacAddr, BridgeFdbEntry> & {
      readonly bridge: Ifindex;
      /** VLAN in which it looks, where the bridge minds VLANs. */
      readonly vid?: number;
      /** Ports a copy goes to, in the order of sending. */
      readonly ports: readonly Ifindex[];
      /** Ports that get none, with the reason. */
      readonly refused: readonly {
        readonly port: Ifindex;
        readonly reason: 'same-port' | 'down' | 'isolated' | 'no-flood' | 'vlan' | 'mtu';
      }[];
      /** Whether a copy goes up to the host itself. */
      readonly up: boolean;
    }
  >;
  /**
   * A macvlan device sends, or its card has received: who gets the frame by its destination. `sibling`: another device
   * upon the card; `flood`: copies to them, then the wire; `wire`: the wire alone. `child`: a device upon the card;
   * `copies`: all of them, and the card's own stack; `stack`: that stack alone.
   */
  'macvlan.forward': Kind<
    'sibling' | 'flood' | 'wire' | 'child' | 'copies' | 'stack',
    { readonly mac: MacAddr; readonly lower: LinkRef; readonly to: readonly LinkRef[] }
  >;
  /**
   * An ipvlan device sends, or its card has received: who gets the packet by its IP address. `sibling`: another device upon the
   * card; `refused`: that one, but they are private; `flood`: copies to all of them, then the wire; `card`: the card's own stack,
   * though nobody upon it has the address; `wire`: the wire alone; `route`: the card's netns routes it; `group`: nobody, for it
   * does not route groups. Received: `child`, `copies` and `stack` as with macvlan.
   */
  'ipvlan.forward': Kind<
    'sibling' | 'refused' | 'flood' | 'card' | 'wire' | 'route' | 'group' | 'child' | 'copies' | 'stack',
    /** `addr` null: neither ARP nor IPv4. */
    { readonly addr: Ipv4Addr | null; readonly lower: LinkRef; readonly to: readonly LinkRef[] }
  >;
  /** A bridge or vxlan device forgets an entry that was not used for too long. */
  'fdb.expire': Kind<'expired', { readonly mac: MacAddr; readonly ageSec: number }>;
  /** The stack looks for the link-layer address of the next hop. */
  'neigh.lookup': Kind<
    'resolved' | 'queued' | 'unresolvable',
    Lookup<{ readonly dev: Ifindex; readonly addr: Ipv4Addr }, NeighEntry>
  >;
  /** A neighbour entry changes its state. */
  'neigh.update': Kind<
    NeighState | 'removed',
    {
      readonly dev: Ifindex;
      readonly addr: Ipv4Addr;
      readonly before: NeighEntry | null;
      readonly after: NeighEntry | null;
      readonly why: NeighUpdateReason;
    }
  >;
  /** An ARP request is made. */
  'arp.request': Kind<
    'broadcast' | 'unicast',
    {
      readonly dev: Ifindex;
      readonly target: Ipv4Addr;
      readonly source: Ipv4Addr;
      readonly attempt: number;
      readonly attempts: number;
    }
  >;
  /** An ARP request is heard: answered, or left alone with the reason. */
  'arp.receive': Kind<
    'answer' | 'delay' | 'ignore' | 'learn',
    {
      readonly op: number;
      readonly sender: Ipv4Addr;
      readonly senderMac: MacAddr;
      readonly target: Ipv4Addr;
      readonly why: ArpReason;
    }
  >;
  /** A route look-up, through the policy rules. */
  'route.lookup': Kind<
    'unicast' | 'local' | 'broadcast' | 'unreachable' | 'blackhole' | 'prohibit' | 'none',
    Lookup<RouteKey, Route> & { readonly rules: readonly RuleVisit[]; readonly choice?: NexthopChoice }
  >;
  /** ICMP teaches something about the way to one destination, or what it says is not believed. */
  'route.exception': Kind<
    'mtu' | 'redirect' | 'ignored',
    {
      readonly dst: Ipv4Addr;
      /** The host that says so; 0.0.0.0 for a tunnel's own device. */
      readonly from: Ipv4Addr;
      /** Path MTU that counts from now on, 0 for a redirect. */
      readonly mtu: number;
      readonly locked: boolean;
      /** The new gateway, 0 for a path MTU. */
      readonly gateway: Ipv4Addr;
      readonly why: ExceptionReason | null;
    }
  >;
  /** The source address of a packet made here is chosen. */
  'route.source': Kind<
    'prefsrc' | 'device' | 'other-device' | 'none',
    {
      readonly dst: Ipv4Addr;
      readonly dev: Ifindex;
      readonly chosen: Ipv4Addr;
      readonly candidates: readonly {
        readonly addr: Ipv4Addr;
        readonly dev: Ifindex;
        readonly taken: boolean;
      }[];
    }
  >;
  /** What IP does with a received packet after the route look-up. */
  'ip.input': Kind<
    'local' | 'forward' | 'broadcast' | 'not-forwarding' | 'martian',
    { readonly dst: Ipv4Addr; readonly forwarding: boolean }
  >;
  /** A packet is forwarded: TTL and header checksum are rewritten. */
  'ip.ttl': Kind<
    'decremented' | 'expired',
    {
      readonly before: number;
      readonly after: number;
      /** The process that does it, where it is not the kernel. */
      readonly app?: string;
    }
  >;
  /** IP hands a packet to the link layer. */
  'ip.output': Kind<
    'neighbour' | 'loopback' | 'broadcast' | 'no-address',
    {
      readonly dev: Ifindex;
      readonly nexthop: Ipv4Addr;
      readonly viaGateway: boolean;
      readonly lenBytes: number;
      readonly mtu: number;
    }
  >;
  /** A packet is cut to fit the MTU. */
  'ip.fragment': Kind<
    'cut' | 'too-big',
    { readonly mtu: number; readonly lenBytes: number; readonly pieces: number }
  >;
  /** A fragment waits for the others, or the datagram is whole again. */
  'ip.reassemble': Kind<'waiting' | 'complete' | 'timeout', { readonly id: number; readonly have: number }>;
  /** An ICMP error is sent, or held back. */
  'icmp.send': Kind<
    'sent' | 'suppressed' | 'rate-limited' | 'all-limited',
    {
      readonly type: number;
      readonly code: number;
      readonly to: Ipv4Addr;
      readonly from: Ipv4Addr;
      readonly about: DropReason | null;
    }
  >;
  /** The stack answers an echo request by itself, or was told not to. */
  'icmp.echo': Kind<
    'reply' | 'ignored',
    { readonly from: Ipv4Addr; readonly to: Ipv4Addr; readonly ident: number; readonly seq: number }
  >;
  /** A packet reaches a socket. */
  'sock.deliver': Kind<
    'data' | 'error',
    {
      readonly socket: 'udp' | 'tcp' | 'sctp' | 'ping' | 'vxlan' | 'geneve' | 'wireguard';
      readonly port: number;
      readonly pid: number;
      readonly app: string;
      readonly lenBytes: number;
      /** The process sends on what it reads: the packet does not end here. */
      readonly relay?: boolean;
    }
  >;
  /** A process sends through a socket. */
  'sock.send': Kind<
    'sent' | 'refused',
    {
      readonly socket: 'udp' | 'tcp' | 'sctp' | 'ping';
      readonly to: Ipv4Addr;
      readonly port: number;
      readonly errno: string | null;
      readonly lenBytes: number;
      /** Of a TCP segment: its flags (`SYN, ACK`), of an SCTP packet its chunks, and whether it was sent before. */
      readonly flags?: string;
      readonly again?: boolean;
    }
  >;
  /** A process starts, prints or ends. */
  process: Kind<
    'start' | 'print' | 'exit',
    {
      readonly pid: number;
      readonly app: string;
      readonly argv: readonly string[];
      readonly lines: readonly string[];
      /** They go to a pipe or a file, and are not seen. */
      readonly piped?: boolean;
      readonly exitCode: number | null;
    }
  >;
  /** State settled without a decision worth telling (a socket was read): carries the changes. */
  bookkeeping: Kind<'settled', Record<string, never>>;
  /** A packet ends here. */
  drop: Kind<'drop', { readonly reason: DropReason }>;
  /** Somebody configures the machine. */
  'op.apply': Kind<
    'applied' | 'refused',
    {
      readonly op: NetOp | FabricOp;
      /** Ordinal of the operation on its machine: entries it wrote have it as their `op`. */
      readonly id: number;
      readonly machine: MachineId;
      readonly command: string | null;
      readonly error: OpError | null;
    }
  >;
  /** A learner's action reaches the machine; waiting reaches none. */
  input: Kind<
    'accepted' | 'refused' | 'waited' | 'interrupted',
    { readonly index: number; readonly command: string; readonly message: string | null }
  >;
}

export type NeighUpdateReason =
  | 'first-use'
  | 'reply'
  | 'request-heard'
  | 'confirmed'
  | 'timeout'
  | 'used-while-stale'
  | 'no-answer'
  | 'probe'
  | 'queued'
  | 'sent'
  | 'set-by-hand'
  | 'unused'
  | 'link-down';

/** Why an ICMP message about a path is not believed. */
export type ExceptionReason =
  /** There is no way to the destination any more that could be corrected. */
  | 'no-route'
  /** Packets to the destination go another way by now. */
  | 'not-the-gateway'
  /** `accept_redirects`, or a gateway that cannot be one. */
  | 'not-accepted'
  /** Nobody has answered for the new gateway yet: it is being asked for. */
  | 'unresolved'
  /** The MTU is no smaller than the known one, or locked. */
  | 'no-smaller';

export type ArpReason =
  | 'own-address'
  | 'not-own-address'
  | 'proxy'
  | 'arp-ignore'
  | 'arp-filter'
  | 'accepted'
  | 'answers-request'
  | 'updates-known'
  | 'not-waiting'
  | 'not-for-us'
  | 'locktime';

export type TraceKind = keyof TraceKinds;
export type Verdict<K extends TraceKind> = TraceKinds[K]['verdict'];
export type Detail<K extends TraceKind> = TraceKinds[K]['detail'];
