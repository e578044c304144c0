/** Sockets: the doors between the stack and processes. Immutable values, replaced on change. */
import type { Ipv4Addr } from '../wire/addr';
import type { CtEntry } from './conntrack';
import type { Ifindex } from './link';
import type { PacketFilter } from './packet-filter';
import type { PktType, SkbTraceRef } from './skb';
import type { SctpListener, SctpSocket } from './sctp';
import type { TcpListener, TcpSocket } from './tcp';

/** Which packet waits to be read; kept where a process sends on what it reads, so that it stays the same packet. */
export interface PacketOrigin {
  readonly packet: number;
  readonly traceRef: SkbTraceRef;
}

/** What waits to be read. */
export interface Datagram {
  readonly kind: 'data';
  readonly from: Ipv4Addr;
  readonly fromPort: number;
  readonly to: Ipv4Addr;
  readonly ttl: number;
  readonly payload: Uint8Array;
  /** Present on sockets of relays. */
  readonly origin?: PacketOrigin;
}

/** An ICMP error that reached this socket (`IP_RECVERR` or a connected socket's pending error). */
export interface SocketError {
  readonly kind: 'error';
  readonly icmpType: number;
  readonly icmpCode: number;
  /** Router or host that sent the error. */
  readonly from: Ipv4Addr;
  /** Next-hop MTU of a frag-needed error, else 0. */
  readonly mtu: number;
  /** New gateway of a redirect; absent in errors. */
  readonly gateway?: Ipv4Addr;
  /** What the sender's own kernel says: the packet never left (`SO_EE_ORIGIN_LOCAL`). */
  readonly local?: true;
  /** TTL of the packet the error came in. */
  readonly ttl?: number;
  /** Transport header and payload quoted in the error. */
  readonly quoted: Uint8Array;
}

/** A packet handed to the process behind a tun device. */
export interface TunPacket {
  readonly kind: 'packet';
  readonly payload: Uint8Array;
  readonly origin: PacketOrigin;
}

/** A frame that passed a device a packet socket listens to. */
export interface CapturedItem {
  readonly kind: 'frame';
  readonly atNs: number;
  readonly ifindex: Ifindex;
  readonly direction: 'in' | 'out';
  readonly pktType: PktType;
  readonly bytes: Uint8Array;
  /** Whether it begins with an Ethernet header; else it is bare IP. */
  readonly l2: boolean;
}

export type SocketItem = Datagram | SocketError | TunPacket | CapturedItem | FlowItem;

/** A UDP socket; `remotePort` 0 means unconnected. */
export interface UdpSocket {
  readonly kind: 'udp';
  readonly id: number;
  readonly pid: number;
  readonly local: Ipv4Addr;
  readonly port: number;
  readonly remote: Ipv4Addr;
  readonly remotePort: number;
  /** Random flow hash of a connected socket (`sk_txhash`), else 0. */
  readonly txHash: number;
  /** Its process sends on what it reads (a tunnel in user space): packets do not end here. */
  readonly relay?: boolean;
  /** May send to a broadcast address (SO_BROADCAST). */
  readonly broadcast?: boolean;
  readonly queue: readonly SocketItem[];
}

/** The socket of `ping`: receives the echo replies of its identifier and errors about its requests. */
export interface PingSocket {
  readonly kind: 'ping';
  readonly id: number;
  readonly pid: number;
  readonly ident: number;
  readonly local: Ipv4Addr;
  /** The one device it sends and receives through (SO_BINDTODEVICE); absent: all. */
  readonly dev?: Ifindex;
  readonly queue: readonly SocketItem[];
}

/** The kernel's own UDP socket of vxlan devices: one per port, shared by all VNIs (`struct vxlan_sock`). */
export interface VxlanSocket {
  readonly kind: 'vxlan';
  readonly id: number;
  readonly port: number;
  /** ifindex of the device by VNI. */
  readonly devices: ReadonlyMap<number, number>;
}

/** The kernel's own UDP socket of geneve devices: one per port (`struct geneve_sock`). */
export interface GeneveSocket {
  readonly kind: 'geneve';
  readonly id: number;
  readonly port: number;
  /** ifindexes of its devices that are up. */
  readonly devices: readonly Ifindex[];
}

/** The kernel's own UDP socket of a wireguard device. */
export interface WireguardSocket {
  readonly kind: 'wireguard';
  readonly id: number;
  readonly port: number;
  readonly ifindex: number;
}

/** The open file of a tun device (`struct tun_file`). */
export interface TunSocket {
  readonly kind: 'tun';
  readonly id: number;
  readonly pid: number;
  readonly ifindex: number;
  readonly queue: readonly SocketItem[];
}

/** A packet socket (`AF_PACKET`): sees what passes the devices of its netns. */
export interface PacketSocket {
  readonly kind: 'packet';
  readonly id: number;
  readonly pid: number;
  /** 0 for all devices. */
  readonly ifindex: Ifindex;
  /** Always 0: it has none, and is found there in the index by port. */
  readonly port: 0;
  /** Null lets everything through. */
  readonly filter: PacketFilter | null;
  /** Frames that passed the filter. */
  readonly received: number;
  /** Those of them that the queue had no room for. */
  readonly dropped: number;
  readonly queue: readonly SocketItem[];
}

/** What happened to a flow. */
export interface FlowItem {
  readonly kind: 'flow';
  readonly atNs: number;
  readonly event: 'new' | 'update' | 'destroy';
  readonly entry: CtEntry;
  /** Somebody deleted it by hand. */
  readonly byHand: boolean;
}

/** A netlink socket that hears of flows (`NETLINK_NETFILTER`, group conntrack). */
export interface CtnetlinkSocket {
  readonly kind: 'ctnetlink';
  readonly id: number;
  readonly pid: number;
  /** Always 0, as packet sockets have it: that is where it is found. */
  readonly port: 0;
  readonly queue: readonly SocketItem[];
}

/** Sockets without a process. */
export type KernelSocket = VxlanSocket | GeneveSocket | WireguardSocket;
/** Sockets that hold what came piece by piece. */
export type QueueSocket = UdpSocket | PingSocket | TunSocket | PacketSocket | CtnetlinkSocket;
export type ProcessSocket = QueueSocket | TcpListener | TcpSocket | SctpListener | SctpSocket;
export type Socket = ProcessSocket | KernelSocket;

export function isKernelSocket(socket: Socket): socket is KernelSocket {
  return socket.kind === 'vxlan' || socket.kind === 'geneve' || socket.kind === 'wireguard';
}
