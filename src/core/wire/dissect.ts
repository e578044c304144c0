/**
 * The tolerant level: any bytes become layers of fields with their places in the frame. Malformed, cut, padded or
 * unknown bytes are shown and noted, never refused, and nothing here throws. The stack never decides on this; it
 * parses strictly.
 *
 * The layers tile the frame: each byte belongs to exactly one of them, in order. What no codec knows is a
 * 'payload', what lies beyond the end of a packet is 'padding'.
 */

import { toHex } from '../base/bytes';
import type { Examined, Follow, HeaderKind, Span, WireCodec, WireLayer, WireNote } from './codec';
import { readBits, type Field, type FieldFormat } from './field';
import { fieldText } from './field-text';
import {
  afterEthertype,
  afterIpProto,
  afterTcpPort,
  afterUdpPort,
  afterUdpSrcPort,
  rare,
  wireCodecs,
} from './index';

export interface DissectedField {
  readonly name: string;
  /** the raw number (MAC and IPv4 addresses too), or text: hexadecimal for format 'bytes', a name for 'dnsname' */
  readonly value: number | string;
  /** the value as protocol text */
  readonly text: string;
  /** from the first bit of the frame */
  readonly bitOffset: number;
  readonly bits: number;
  readonly format: FieldFormat;
  /** where the field is defined, such as 'RFC 791 §3.1' */
  readonly source: string;
  readonly changes?: 'checksum';
}

export interface DissectedLayer {
  readonly header: HeaderKind | 'payload' | 'padding';
  readonly layer: WireLayer;
  /** the header's bytes are [from, to) */
  readonly from: number;
  readonly to: number;
  /** 0 for the outermost packet, one more inside each tunnel */
  readonly depth: number;
  /** part of the packet that an ICMP error is about */
  readonly quoted: boolean;
  readonly fields: readonly DissectedField[];
  readonly notes: readonly WireNote[];
}

export interface Dissection {
  readonly layers: readonly DissectedLayer[];
}

export interface DissectOptions {
  /** UDP destination ports that carry VXLAN, instead of the two well-known ones */
  readonly vxlanPorts?: readonly number[];
  /** UDP destination ports that carry Geneve, besides the usual one */
  readonly genevePorts?: readonly number[];
  /** UDP destination ports that carry WireGuard, besides the usual one */
  readonly wireguardPorts?: readonly number[];
}

export function dissect(
  bytes: Uint8Array,
  start: 'ethernet' | 'ipv4',
  options: DissectOptions = {},
): Dissection {
  const layers: DissectedLayer[] = [];
  const padding: DissectedLayer[] = [];
  let codec = wireCodecs.get(start);
  let span: Span = { b: bytes, at: 0, end: bytes.length, whole: true, quoted: false, ip: undefined };
  let depth = 0;
  let outer: Pick<DissectedLayer, 'layer' | 'depth'> = { layer: codec?.layer ?? 'app', depth };

  // Ends because each header takes at least its lenMin bytes off the span.
  while (codec !== undefined) {
    const found = examine(codec, span);
    const layer: DissectedLayer = {
      header: codec.kind,
      layer: codec.layer,
      from: span.at,
      to: found.headerEnd,
      depth,
      quoted: span.quoted,
      fields: dissectFields(found.fields, bytes, span.at, found.headerEnd),
      notes: found.notes,
    };
    layers.push(layer);
    // Slack behind this packet belongs to what carries it: an Ethernet frame pads a short ARP.
    if (found.bodyEnd < span.end) {
      padding.push(
        rawLayer('padding', outer.layer, bytes, found.bodyEnd, span.end, outer.depth, span.quoted),
      );
    }
    outer = layer;
    span = bodyOf(span, found);
    codec = codecAfter(found.follow, span, options);
    if (codec !== undefined && entersTunnel(layer.layer, codec.layer, found.follow)) depth++;
  }
  if (span.at < span.end) {
    layers.push(rawLayer('payload', 'app', bytes, span.at, span.end, depth, span.quoted));
  }
  return { layers: [...layers, ...padding.reverse()] };
}

/** As the codec sees it, or as much as is there of a header that was cut. */
function examine(codec: WireCodec, span: Span): Examined {
  if (span.end - span.at >= codec.lenMin) return codec.examine(span);
  return {
    headerEnd: span.end,
    bodyEnd: span.end,
    fields: codec.fields,
    notes: ['truncated'],
    follow: { by: 'nothing' },
    whole: false,
    ip: undefined,
  };
}

function bodyOf(span: Span, found: Examined): Span {
  return {
    b: span.b,
    at: found.headerEnd,
    end: found.bodyEnd,
    whole: found.whole,
    quoted: span.quoted || (found.follow.by === 'kind' && found.follow.quoted),
    ip: found.ip,
  };
}

function codecAfter(follow: Follow, body: Span, options: DissectOptions): WireCodec | undefined {
  // Nothing left where a fragment or a quote was cut is no header at all, not a truncated one.
  if (body.at === body.end && !body.whole) return undefined;
  const kind = kindAfter(follow, options);
  if (kind === undefined) return undefined;
  const codec = wireCodecs.get(kind);
  return codec?.begins?.(body.b, body.at, body.end) === false ? undefined : codec;
}

function kindAfter(follow: Follow, options: DissectOptions): HeaderKind | undefined {
  switch (follow.by) {
    case 'ethertype':
      return afterEthertype.get(follow.key);
    case 'ipproto':
      return afterIpProto.get(follow.key);
    case 'udpport':
      return kindAfterUdpPort(follow.key, options) ?? afterUdpSrcPort.get(follow.from);
    case 'tcpport':
      return afterTcpPort.get(follow.key) ?? afterTcpPort.get(follow.from);
    case 'kind':
      return follow.kind;
    case 'nothing':
      return undefined;
  }
}

function kindAfterUdpPort(
  port: number,
  { vxlanPorts, genevePorts, wireguardPorts }: DissectOptions,
): HeaderKind | undefined {
  if (vxlanPorts?.includes(port)) return 'vxlan';
  if (genevePorts?.includes(port)) return 'geneve';
  if (wireguardPorts?.includes(port)) return 'wireguard';
  const usual = afterUdpPort.get(port);
  return usual === 'vxlan' && vxlanPorts !== undefined ? undefined : usual;
}

/** A frame inside something that is not a frame, or an IP packet inside anything from IP upwards. */
function entersTunnel(from: WireLayer, to: WireLayer, follow: Follow): boolean {
  if (follow.by === 'kind' && follow.quoted) return false; // quoted, not carried
  return (to === 'l2' && from !== 'l2') || (to === 'l3' && from !== 'l2');
}

/** Fields whose bytes are all there; a field of 0 bits takes what is left of the header. */
function dissectFields(
  fields: readonly Field[],
  b: Uint8Array,
  from: number,
  to: number,
): readonly DissectedField[] {
  const found: DissectedField[] = [];
  for (const field of fields) {
    const bitOffset = from * 8 + field.bitOffset;
    const bits = field.bits === 0 ? to * 8 - bitOffset : field.bits;
    if (bits <= 0 || bitOffset + bits > to * 8) continue;
    const { name, format, source } = field;
    const place = { name, bitOffset, bits, format, source };
    if (format === 'bytes') {
      const value = toHex(b.subarray(bitOffset / 8, (bitOffset + bits) / 8));
      found.push({ ...place, value, text: value });
    } else if (format === 'dnsname') {
      const value = rare.content.readName(b, from, bitOffset / 8, to)?.name ?? '';
      found.push({ ...place, value, text: value });
    } else {
      const value = readBits(b, bitOffset, bits);
      const changes = field.changes && { changes: field.changes };
      found.push({ ...place, value, text: fieldText(field, value), ...changes });
    }
  }
  return found;
}

const DATA_FIELDS: readonly Field[] = [{ name: 'data', bitOffset: 0, bits: 0, format: 'bytes', source: '' }];

function rawLayer(
  header: 'payload' | 'padding',
  layer: WireLayer,
  b: Uint8Array,
  from: number,
  to: number,
  depth: number,
  quoted: boolean,
): DissectedLayer {
  return {
    header,
    layer,
    from,
    to,
    depth,
    quoted,
    fields: dissectFields(DATA_FIELDS, b, from, to),
    notes: [],
  };
}
