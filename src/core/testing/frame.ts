/** Frames as tests speak about them: nested headers with addresses as text, and an assertion over them. */
import { expect } from 'vitest';
import type { DissectedField, DissectedLayer } from '../wire/dissect';
import { dissect } from '../wire/dissect';

type Fields = Readonly<Record<string, string | number | boolean>>;

/** A frame from its outermost header inwards. Addresses are text, flags are booleans, the rest are numbers. */
export interface Frame {
  readonly eth?: Fields;
  readonly vlan?: Fields;
  readonly arp?: Fields;
  readonly ip?: Fields;
  readonly icmp?: Fields;
  readonly udp?: Fields;
  readonly tcp?: Fields;
  readonly vxlan?: Fields;
  readonly geneve?: Fields;
  /** What a tunnel carries. */
  readonly inner?: Frame;
  /** The packet an ICMP error is about. */
  readonly quoted?: Frame;
  readonly payload?: Uint8Array;
  /** What is wrong with it, or odd about it. */
  readonly notes: readonly string[];
}

/** What a test says about a frame: the headers and fields it cares for. */
export interface FrameShape {
  readonly eth?: Fields;
  readonly vlan?: Fields;
  readonly arp?: Fields;
  readonly ip?: Fields;
  readonly icmp?: Fields;
  readonly udp?: Fields;
  readonly tcp?: Fields;
  readonly vxlan?: Fields;
  readonly geneve?: Fields;
  readonly inner?: FrameShape;
  readonly quoted?: FrameShape;
}

const NAMES: Readonly<Record<string, keyof FrameShape>> = {
  ethernet: 'eth',
  vlan: 'vlan',
  arp: 'arp',
  ipv4: 'ip',
  icmp4: 'icmp',
  udp: 'udp',
  tcp: 'tcp',
  vxlan: 'vxlan',
  geneve: 'geneve',
};

/** `l2` false: the bytes begin with an IPv4 header. */
export function readFrame(bytes: Uint8Array, l2 = true): Frame {
  return nest(bytes, dissect(bytes, l2 ? 'ethernet' : 'ipv4').layers);
}

function nest(bytes: Uint8Array, layers: readonly DissectedLayer[]): Frame {
  const frame: Record<string, unknown> & { notes: string[] } = { notes: [] };
  for (const [i, layer] of layers.entries()) {
    const { depth, quoted } = layers[0] ?? layer;
    if (layer.depth > depth) return { ...frame, inner: nest(bytes, layers.slice(i)) };
    if (layer.quoted && !quoted) return { ...frame, quoted: nest(bytes, layers.slice(i)) };
    frame.notes.push(...layer.notes);
    const name = NAMES[layer.header];
    if (name === undefined) frame['payload'] = bytes.slice(layer.from, layer.to);
    else frame[name] = Object.fromEntries(layer.fields.map((field) => [field.name, valueOf(field)]));
  }
  return frame;
}

function valueOf(field: DissectedField): string | number | boolean {
  switch (field.format) {
    case 'mac':
    case 'ipv4':
    case 'bytes':
      return field.text;
    case 'flag':
      return field.value !== 0;
    case 'dec':
      // In bytes, where the header counts in larger units.
      return Number(field.text);
    default:
      return field.value;
  }
}

/** The frame has these headers with these fields, and no byte of it is wrong. */
export function expectFrame(frame: Frame | undefined, shape: FrameShape): void {
  expect(frame).toMatchObject(shape);
  for (let at = frame; at !== undefined; at = at.inner) {
    expect(at.notes.filter((note) => note !== 'fragment')).toEqual([]);
  }
}
