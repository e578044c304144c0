/**
 * Why a packet was discarded. The names are the kernel's (include/net/dropreason-core.h, SKB_DROP_REASON_*; vxlan's
 * own from drivers/net/vxlan/drop.h); the few of our own begin with PW_ and say what the kernel leaves unnamed.
 */
export const DROP_REASONS = [
  'NOT_SPECIFIED',
  'OTHERHOST',
  'IP_CSUM',
  'IP_INHDR',
  'PKT_TOO_SMALL',
  'PKT_TOO_BIG',
  'DUP_FRAG',
  'FRAG_REASM_TIMEOUT',
  'IP_INADDRERRORS',
  'IP_INNOROUTES',
  'IP_OUTNOROUTES',
  'IP_LOCALNET',
  'IP_LOCAL_SOURCE',
  'IP_INVALID_SOURCE',
  'IP_INVALID_DEST',
  'IP_RPFILTER',
  'IP_NOPROTO',
  'ICMP_CSUM',
  'UDP_CSUM',
  'TCP_CSUM',
  'TCP_FLAGS',
  'TCP_RESET',
  'TCP_LISTEN_OVERFLOW',
  'TCP_INVALID_SYN',
  'TCP_INVALID_SEQUENCE',
  'TCP_OLD_SEQUENCE',
  'TCP_INVALID_ACK_SEQUENCE',
  'TCP_ACK_UNSENT_DATA',
  'TCP_RFC7323_PAWS',
  'TCP_ABORT_ON_DATA',
  'INVALID_PROTO',
  'NO_SOCKET',
  'SOCKET_RCVBUFF',
  'NETFILTER_DROP',
  'NEIGH_FAILED',
  'NEIGH_QUEUEFULL',
  'NEIGH_DEAD',
  'UNHANDLED_PROTO',
  'DEV_READY',
  'NO_TX_TARGET',
  'BRIDGE_INGRESS_STP_STATE',
  'MAC_INVALID_SOURCE',
  'VXLAN_VNI_NOT_FOUND',
  'VXLAN_INVALID_HDR',
  'VXLAN_ENTRY_EXISTS',
  'LOCAL_MAC',
  'TUNNEL_TXINFO',
  'IP_TUNNEL_ECN',
  'FULL_RING',
  /** The device is administratively down or has no cable. */
  'PW_LINK_DOWN',
  /** The peer of a veth pair is down or longer frames than its MTU arrive there. */
  'PW_PEER_REFUSED',
  'PW_GENEVE_HEADER',
  'PW_GENEVE_NO_DEVICE',
  'PW_IPVLAN_GROUP',
  'PW_IPVLAN_NO_ARP',
  'PW_IPVLAN_PRIVATE',
  /** The tag's VLAN is none of the port's. */
  'PW_VLAN_NOT_MEMBER',
  /** A frame without a tag, and the port has no VLAN for it. */
  'PW_VLAN_NO_PVID',
  /** The device of the frame's VLAN is down. */
  'PW_VLAN_DEVICE_DOWN',
  /** A bridge has no port this frame may leave by. */
  'PW_NO_EGRESS_PORT',
  /** A tunnel would have to send its outer packet through itself. */
  'PW_TUNNEL_LOOP',
  /** A dummy device swallows everything. */
  'PW_SWALLOWED',
  /** IPv4 in IPv4 arrives, and no tunnel is for these addresses. */
  'PW_NO_TUNNEL',
  /** The table of a relaying process has no row for the destination. */
  'PW_RELAY_NO_ROUTE',
  /** A relaying process lowered the TTL to 0. */
  'PW_RELAY_TTL',
  /** No wireguard peer is allowed the destination (ENOKEY). */
  'PW_WG_NO_PEER',
  /** The wireguard peer's address is not known (EDESTADDRREQ). */
  'PW_WG_NO_ENDPOINT',
  /** A handshake message of somebody who is no peer, or one that is meant for somebody else. */
  'PW_WG_STRANGER',
  /** A message for a wireguard session that is not there (any more). */
  'PW_WG_NO_SESSION',
  /** What a wireguard peer sent bears a source the peer is not allowed. */
  'PW_WG_SOURCE',
  /** A packet that waited for a wireguard handshake in vain. */
  'PW_WG_UNANSWERED',
  /** What arrives at a wireguard port is no such message. */
  'PW_WG_MALFORMED',
] as const;

export type DropReason = (typeof DROP_REASONS)[number];
