/** Why the kernel discards a packet. */
export const drop = {
  NOT_SPECIFIED: '{{netns}} discards the packet on {{dev}}; the kernel gives no further reason.',
  OTHERHOST: 'The frame is addressed to another MAC than that of {{dev}}: {{netns}} throws it away.',
  IP_CSUM: 'The checksum of the IP header is wrong: the packet was damaged on its way to {{netns}}.',
  IP_INHDR: 'The IP header is not acceptable, or its TTL is used up: {{netns}} discards the packet.',
  PKT_TOO_SMALL: 'The packet is shorter than its headers say: {{netns}} discards it.',
  PKT_TOO_BIG:
    'The packet is longer than the MTU of the next link and must not be cut (DF): {{netns}} discards it.',
  DUP_FRAG: '{{netns}} has these bytes of the datagram already: the piece is discarded.',
  FRAG_REASM_TIMEOUT:
    'The other pieces of the datagram did not come within 30 seconds: {{netns}} discards what it has.',
  IP_INADDRERRORS:
    'The destination is not an address of {{netns}}, and {{netns}} does not forward: the packet is discarded silently.',
  IP_INNOROUTES: '{{netns}} has no route that leads to the destination.',
  IP_OUTNOROUTES: '{{netns}} has no route for the packet it wants to send.',
  IP_LOCALNET:
    'A packet with a 127.x.x.x address came in on {{dev}}: such addresses must never leave a host.',
  IP_LOCAL_SOURCE:
    'The packet claims to come from an address of {{netns}} itself, but it came in on {{dev}}.',
  IP_INVALID_SOURCE: 'The source address cannot be that of a host: {{netns}} discards the packet.',
  IP_INVALID_DEST: 'The destination address cannot be that of a host: {{netns}} discards the packet.',
  IP_RPFILTER:
    'The way back to the source does not lead through {{dev}}: the reverse path filter (rp_filter) of {{netns}} discards the packet.',
  IP_NOPROTO: '{{netns}} has nothing that understands this IP protocol.',
  ICMP_CSUM: 'The ICMP checksum is wrong: the packet was damaged on its way to {{netns}}.',
  UDP_CSUM: 'The UDP checksum is wrong: the packet was damaged on its way to {{netns}}.',
  TCP_CSUM: 'The TCP checksum is wrong: the segment was damaged on its way to {{netns}}.',
  TCP_FLAGS: 'A segment with these flags makes no sense to the socket of {{netns}}.',
  TCP_RESET: 'A reset ends here: {{netns}} answers it with nothing, whatever it did to the connection.',
  TCP_LISTEN_OVERFLOW:
    'The queue of the listening socket is full: the process in {{netns}} accepts connections too slowly.',
  TCP_INVALID_SYN: 'A SYN in the middle of a connection: {{netns}} only says where it stands.',
  TCP_INVALID_SEQUENCE: 'The segment lies beyond the window that {{netns}} has told its sender.',
  TCP_OLD_SEQUENCE: '{{netns}} has all bytes of this segment already, and says so again.',
  TCP_INVALID_ACK_SEQUENCE: 'The segment acknowledges something {{netns}} has not sent on this connection.',
  TCP_ACK_UNSENT_DATA: 'The segment acknowledges bytes that {{netns}} has not sent yet.',
  TCP_RFC7323_PAWS: 'The timestamp is older than the last one {{netns}} saw: a duplicate from long ago.',
  TCP_ABORT_ON_DATA:
    'Data for a connection that its process has closed: nobody in {{netns}} will read it, so it is reset.',
  INVALID_PROTO: '{{netns}} does not act on messages of this kind.',
  NETFILTER_DROP: 'A firewall rule of {{netns}} decides about this packet, and its verdict is DROP.',
  NO_SOCKET: 'No process in {{netns}} waits for this packet: no socket has its port or identifier.',
  SOCKET_RCVBUFF: 'The receive buffer of the socket is full: the process in {{netns}} reads too slowly.',
  NEIGH_FAILED:
    'Nobody on {{dev}} answered the ARP requests: without a MAC address {{netns}} cannot send the packet.',
  NEIGH_QUEUEFULL: 'Too many packets wait at {{dev}} for the same MAC address: the oldest one is dropped.',
  NEIGH_DEAD: 'The neighbour entry was deleted while the packet waited for it at {{dev}}.',
  UNHANDLED_PROTO: '{{netns}} has nothing that understands the protocol in this frame.',
  DEV_READY: '{{dev}} of {{netns}} is not up.',
  NO_TX_TARGET:
    'The FDB of {{dev}} has no entry for the destination MAC and no default: the tunnel does not know where to.',
  BRIDGE_INGRESS_STP_STATE: 'The bridge that {{dev}} is a port of is not up and forwards nothing.',
  MAC_INVALID_SOURCE: 'The source MAC of the frame on {{dev}} cannot be that of a device.',
  VXLAN_VNI_NOT_FOUND: 'The packet reached the VXLAN port of {{netns}}, but no device there has its VNI.',
  VXLAN_INVALID_HDR: 'What arrived at the VXLAN port of {{netns}} has no valid VXLAN header.',
  VXLAN_ENTRY_EXISTS: 'An FDB entry of {{dev}} that was set by hand contradicts where this frame came from.',
  LOCAL_MAC:
    'The frame out of the tunnel bears the MAC address of {{dev}} as its source: it came back to its sender.',
  TUNNEL_TXINFO: 'Nobody told {{dev}} which tunnel end to send to.',
  IP_TUNNEL_ECN:
    'The outer packet met congestion (CE), and what {{dev}} unwrapped does not take part in ECN: it cannot be told.',
  PW_LINK_DOWN: '{{dev}} of {{netns}} is down or has no cable: what is sent there is lost.',
  PW_PEER_REFUSED: 'The other end of {{dev}} is down, or its MTU is too small for this frame.',
  PW_GENEVE_HEADER:
    'What arrived at the Geneve port of {{netns}} is nothing its device understands: another version, no frame inside, or an option that must be understood.',
  PW_GENEVE_NO_DEVICE:
    '{{netns}} has no geneve device with this VNI whose far end is the sender: what comes from anybody else is not received.',
  PW_IPVLAN_GROUP: '{{dev}} of {{netns}} is in mode l3: it sends nothing to groups or to everybody.',
  PW_IPVLAN_NO_ARP:
    '{{dev}} of {{netns}} is in mode l3 and takes no part in ARP: it neither answers nor learns.',
  PW_IPVLAN_PRIVATE:
    'The address belongs to another device upon the same card, and they are private: none sends to another.',
  PW_VLAN_NOT_MEMBER: 'The port does not carry the VLAN of the frame.',
  PW_VLAN_NO_PVID: 'The frame has no tag, and the port has no VLAN for such frames.',
  PW_VLAN_DEVICE_DOWN: 'The device of the VLAN upon {{dev}} of {{netns}} is down.',
  PW_NO_EGRESS_PORT: 'The bridge of {{netns}} has no port by which the frame may leave.',
  PW_TUNNEL_LOOP:
    '{{dev}} would have to send its outer packet through itself: the route of {{netns}} to the tunnel end leads back into the tunnel.',
  PW_SWALLOWED: '{{dev}} is a dummy device: whatever is sent there disappears.',
  FULL_RING: 'The process behind {{dev}} of {{netns}} reads too slowly: its queue is full.',
  PW_NO_TUNNEL: 'IPv4 in IPv4 arrived at {{netns}}, but no tunnel there is for these two outer addresses.',
  PW_RELAY_NO_ROUTE:
    'flanneld in {{netns}} knows no node for this destination: the packet ends in user space.',
  PW_RELAY_TTL:
    'flanneld in {{netns}} lowered the TTL to 0: the packet ends in user space, and no ICMP error is sent.',
  PW_WG_NO_PEER: 'No peer of {{dev}} is allowed this destination: {{netns}} has no key for it (ENOKEY).',
  PW_WG_NO_ENDPOINT: '{{dev}} has a peer for this destination, but nobody has told {{netns}} its address.',
  PW_WG_STRANGER:
    'A handshake message of somebody who is no peer of {{dev}}, or meant for another key: {{netns}} stays silent, as if nobody were there.',
  PW_WG_NO_SESSION:
    'The message belongs to no session {{dev}} knows: its keys are too old, or {{netns}} has been started anew.',
  PW_WG_SOURCE:
    'The packet came from a peer of {{dev}}, but its source address is not among the allowed IPs of that peer.',
  PW_WG_UNANSWERED: 'The packet waited at {{dev}} of {{netns}} for a handshake that never came about.',
  PW_WG_MALFORMED: 'What arrived at the WireGuard port of {{netns}} is no WireGuard message.',
};
