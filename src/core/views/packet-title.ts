/** What a packet is, in a few words, and the colour of its lane. */
import type { DissectedLayer } from '../wire/dissect';
import type { Layer } from './contract';
import {
  fieldNumber,
  fieldText,
  innermost,
  layerOf,
  layerSummary,
  ownHeaders,
  tcpFlagText,
  type Frame,
} from './frame-layers';
import type { Message } from './message';
import { message, plain } from './say';

/** Title of the innermost packet of a frame. */
export function packetTitle(frame: Frame | null): Message {
  const arp = frame && innermost(frame, 'arp');
  if (arp) return arpTitle(arp);
  const ip = frame && innermost(frame, 'ipv4');
  if (!frame || !ip) return plain('packet.unknown');
  if (fieldNumber(ip, 'fragOffset') > 0) {
    return message('packet.fragment', { id: fieldText(ip, 'id'), offset: fieldText(ip, 'fragOffset') });
  }
  const last = ownHeaders(frame).at(-1);
  if (last?.header === 'icmp4') return icmpTitle(last, ip, frame);
  const bgp = ownHeaders(frame).filter(({ header }) => header === 'bgp');
  if (bgp.length > 0) return message('packet.bgp', { messages: bgp.map(layerSummary).join(', ') });
  const sctp = innermost(frame, 'sctp');
  if (sctp && last?.layer === 'l4') return sctpTitle(sctp, frame);
  if (last?.header === 'tcp') return tcpTitle(last, ip);
  if (last?.header === 'dns' && fieldText(last, 'qname') !== '') return dnsTitle(last);
  const udp = last?.header === 'dns' ? innermost(frame, 'udp') : last;
  if (udp?.header === 'udp') {
    return message('packet.udp', {
      srcPort: fieldText(udp, 'srcPort'),
      dstPort: fieldText(udp, 'dstPort'),
    });
  }
  const wireguard = last?.header === 'wireguard' ? WIREGUARD.get(fieldNumber(last, 'type')) : undefined;
  return wireguard ? plain(wireguard) : message('packet.ipv4', { proto: fieldText(ip, 'proto') });
}

/** With how much it carries, unless that is nothing. */
function tcpTitle(tcp: DissectedLayer, ip: DissectedLayer): Message {
  const ports = { srcPort: fieldText(tcp, 'srcPort'), dstPort: fieldText(tcp, 'dstPort') };
  const flags = tcpFlagText(tcp);
  const bytes = fieldNumber(ip, 'totalLen') - (ip.to - ip.from) - (tcp.to - tcp.from);
  return bytes > 0
    ? message('packet.tcpData', { flags, ...ports, bytes })
    : message('packet.tcp', { flags, ...ports });
}

function sctpTitle(sctp: DissectedLayer, frame: Frame): Message {
  const chunks = ownHeaders(frame).filter(({ header }) => header === 'sctpchunk');
  return message('packet.sctp', {
    chunks: chunks.map(layerSummary).join(', '),
    srcPort: fieldText(sctp, 'srcPort'),
    dstPort: fieldText(sctp, 'dstPort'),
  });
}

function dnsTitle(dns: DissectedLayer): Message {
  const word = (name: string): string => fieldText(dns, name).replace(/ \(\d+\)$/, '');
  const asked = { type: word('qtype'), name: fieldText(dns, 'qname') };
  return fieldNumber(dns, 'qr') === 0
    ? message('packet.dnsQuery', asked)
    : message('packet.dnsAnswer', { ...asked, rcode: word('rcode') });
}

/** Messages of WireGuard that carry no packet. */
const WIREGUARD: ReadonlyMap<
  number,
  'packet.wireguardInitiation' | 'packet.wireguardResponse' | 'packet.wireguardKeepalive'
> = new Map([
  [1, 'packet.wireguardInitiation'],
  [2, 'packet.wireguardResponse'],
  [4, 'packet.wireguardKeepalive'],
]);

function arpTitle(arp: DissectedLayer): Message {
  const sender = fieldText(arp, 'spa');
  const target = fieldText(arp, 'tpa');
  if (sender === target) return message('packet.arpAnnounce', { sender });
  if (fieldNumber(arp, 'op') === 1) return message('packet.arpRequest', { target });
  return message('packet.arpReply', { sender, mac: fieldText(arp, 'sha') });
}

/** Errors by type and code (RFC 792, RFC 1812 section 5.2.7.1). */
function icmpTitle(icmp: DissectedLayer, ip: DissectedLayer, frame: Frame): Message {
  const type = fieldNumber(icmp, 'type');
  const code = fieldNumber(icmp, 'code');
  const src = fieldText(ip, 'src');
  const dst = fieldText(ip, 'dst');
  switch (type) {
    case 0:
      return message('packet.echoReply', { seq: fieldText(icmp, 'seq'), src });
    case 8:
      return message('packet.echoRequest', { seq: fieldText(icmp, 'seq'), dst });
    case 3:
      return code === 4
        ? message('packet.fragNeeded', { dst, mtu: fieldText(icmp, 'mtu') })
        : message(UNREACHABLE.get(code) ?? 'packet.prohibited', { dst });
    case 5:
      return redirectTitle(icmp, frame);
    case 11:
      return message(code === 0 ? 'packet.ttlExceeded' : 'packet.reassembly', { dst });
    default:
      return message('packet.icmp', { type, code });
  }
}

/** What is redirected is the way to the destination of the packet it quotes (RFC 792). */
function redirectTitle(icmp: DissectedLayer, { layers }: Frame): Message {
  const gateway = fieldText(icmp, 'gateway');
  const quoted = layers.find((layer) => layer.quoted && layer.header === 'ipv4');
  const dst = quoted === undefined ? '' : fieldText(quoted, 'dst');
  return dst === ''
    ? message('packet.icmp', { type: 5, code: fieldNumber(icmp, 'code') })
    : message('packet.redirect', { dst, gateway });
}

/** Codes of "destination unreachable"; all others are prohibitions. */
const UNREACHABLE: ReadonlyMap<
  number,
  'packet.netUnreachable' | 'packet.hostUnreachable' | 'packet.protUnreachable' | 'packet.portUnreachable'
> = new Map([
  [0, 'packet.netUnreachable'],
  [1, 'packet.hostUnreachable'],
  [2, 'packet.protUnreachable'],
  [3, 'packet.portUnreachable'],
]);

/** Colour of a lane: the layer of the innermost header that is known. */
export function packetLayer(frame: Frame | null): Layer {
  const last = frame && ownHeaders(frame).at(-1);
  return last ? layerOf(last) : 'l3';
}
