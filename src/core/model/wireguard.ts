/**
 * WireGuard peers and their sessions. Immutable values, replaced on change.
 * Source: drivers/net/wireguard/peer.h, noise.h.
 */
import type { Cidr4, Ipv4Addr } from '../wire/addr';
import type { Skb } from './skb';

/** Where a peer is reached: set by hand, then wherever its last valid message came from (roaming). */
export interface WireguardEndpoint {
  readonly addr: Ipv4Addr;
  readonly port: number;
  /** Own address the peer wrote to, which is answered from; 0 to let routing choose. */
  readonly local: Ipv4Addr;
}

/** A pair of keys both sides agreed on (`struct noise_keypair`). */
export interface WireguardSession {
  /** Number the peer puts into messages to us. */
  readonly localIndex: number;
  /** Number we put into messages to the peer. */
  readonly remoteIndex: number;
  readonly initiator: boolean;
  readonly bornNs: number;
  /** Messages sent: the next one's counter. */
  readonly sent: number;
}

/** Timers of a peer. An event whose time is not the one noted in the peer is out of date. */
export type WireguardTimer = 'retry' | 'keepalive' | 'silence';

export interface WireguardPeer {
  /** Null while nobody said where it is. */
  readonly endpoint: WireguardEndpoint | null;
  /** Destinations that go to it, and sources that may come from it. */
  readonly allowedIps: readonly Cidr4[];
  /** Used for sending. */
  readonly current: WireguardSession | null;
  /** The one before, for messages still under way. */
  readonly previous: WireguardSession | null;
  /** Agreed on at the peer's wish; used from the peer's first data message on, which confirms it. */
  readonly next: WireguardSession | null;
  /** Number of our initiation that waits for its response, 0 when none does. */
  readonly initiation: number;
  /** Initiations sent since the last one was answered, the first not counted. */
  readonly retries: number;
  /** When the last initiation or response was sent, null for never. */
  readonly lastSentNs: number | null;
  /** When each timer fires, ns; 0 for none. */
  readonly timers: Readonly<Record<WireguardTimer, number>>;
  /** Packets that wait for a session (`staged_packet_queue`). */
  readonly staged: readonly Skb[];
  /** When the last handshake was completed, null for never. */
  readonly handshakeNs: number | null;
  readonly rxBytes: number;
  readonly txBytes: number;
  readonly op: number;
}

/** One row of the table a destination is looked up in (`allowedips`). */
export interface AllowedIp {
  readonly prefix: Cidr4;
  /** Public key of the peer. */
  readonly peer: string;
  readonly op: number;
}
