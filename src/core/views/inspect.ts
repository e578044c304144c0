/**
 * Two frames → the layers of the later one with what is new, what changed and what was taken away.
 *
 * Layers are matched from the inside out, because a packet keeps its inside: encapsulation shows as layers added
 * outside, a new link as an Ethernet header whose addresses changed.
 */
import type { DissectedField, DissectedLayer } from '../wire/dissect';
import type { WireNote } from '../wire/codec';
import type { FieldView, LayerView, PacketView } from './contract';
import { layerOf, layerSummary, tagOf, type Frame } from './frame-layers';
import type { Message } from './message';
import type { PlainKey } from './message-keys';
import { plain } from './say';

type Inspection = Pick<PacketView, 'lenBytes' | 'wasLenBytes' | 'layers' | 'removed' | 'bytes' | 'changed'>;

/** `before` null: nothing to compare with, all layers are as they were. */
export function inspectFrames(now: Frame, before: Frame | null): Inspection {
  const partners = matchLayers(now.layers, before?.layers ?? now.layers);
  const kept = new Set(partners.values());
  const insides = depthsFromInside(now.layers);
  const layers = now.layers.map((layer, i) => layerView(layer, insides[i] ?? 0, partners.get(layer) ?? null));
  const were = before?.layers ?? [];
  const wereInsides = depthsFromInside(were);
  const removed = were.flatMap((layer, i) =>
    kept.has(layer) ? [] : [layerView(layer, wereInsides[i] ?? 0, layer)],
  );
  return {
    lenBytes: now.bytes.length,
    wasLenBytes: before === null || before.bytes.length === now.bytes.length ? null : before.bytes.length,
    layers,
    removed,
    bytes: now.bytes,
    changed: ranges(layers),
  };
}

/** Pairs layers of the same header, beginning with the innermost, for as long as they agree. */
function matchLayers(
  now: readonly DissectedLayer[],
  before: readonly DissectedLayer[],
): Map<DissectedLayer, DissectedLayer> {
  const pairs = new Map<DissectedLayer, DissectedLayer>();
  const inward = (layers: readonly DissectedLayer[]): DissectedLayer[] =>
    layers.filter(({ header }) => header !== 'padding').reverse();
  const [mine, theirs] = [inward(now), inward(before)];
  for (const [i, layer] of mine.entries()) {
    const other = theirs[i];
    if (other === undefined || other.header !== layer.header || other.quoted !== layer.quoted) break;
    pairs.set(layer, other);
  }
  return pairs;
}

/** For each layer how many tunnels are inside it: 0 for the innermost packet. */
function depthsFromInside(layers: readonly DissectedLayer[]): number[] {
  const deepest = Math.max(0, ...layers.map(({ depth }) => depth));
  return layers.map(({ depth }) => deepest - depth);
}

function layerView(layer: DissectedLayer, inside: number, partner: DissectedLayer | null): LayerView {
  const fields = layer.fields.map((field, i) => fieldView(layer, field, i, partner));
  const changed = fields.some(({ was }) => was !== null);
  return {
    id: `${layer.quoted ? 'quoted-' : ''}${layer.header}-${inside}`,
    ...tagOf(layer),
    layer: layerOf(layer),
    status: partner === null ? 'added' : changed ? 'changed' : 'kept',
    summary: layerSummary(layer),
    fields,
    from: layer.from,
    to: layer.to,
    quoted: layer.quoted,
  };
}

function fieldView(
  layer: DissectedLayer,
  field: DissectedField,
  index: number,
  partner: DissectedLayer | null,
): FieldView {
  const other = partner?.fields.find(({ name }) => name === field.name);
  const was = other !== undefined && other.text !== field.text ? other.text : null;
  return {
    name: field.name,
    text: field.text,
    was,
    from: field.bitOffset >> 3,
    to: (field.bitOffset + field.bits + 7) >> 3,
    source: field.source,
    note: noteOf(layer, field, index, was !== null),
  };
}

const NOTES = {
  truncated: 'field.truncated',
  'length-beyond-frame': 'field.lengthBeyondFrame',
  'quote-cut': 'field.quoteCut',
  fragment: 'field.fragment',
  'checksum-bad': 'field.checksumBad',
  'checksum-absent': 'field.checksumAbsent',
  'bad-version': 'field.badVersion',
  'bad-length': 'field.badLength',
  'bad-value': 'field.badValue',
} as const satisfies Record<WireNote, PlainKey>;

/** Notes about a checksum stand at the checksum, others at the header's first field. */
function noteOf(
  layer: DissectedLayer,
  field: DissectedField,
  index: number,
  changed: boolean,
): Message | null {
  const isChecksum = field.changes === 'checksum';
  const aboutChecksum = (note: WireNote): boolean => note === 'checksum-bad' || note === 'checksum-absent';
  const note = layer.notes.find((found) =>
    isChecksum ? aboutChecksum(found) : index === 0 && !aboutChecksum(found),
  );
  if (note !== undefined) return plain(NOTES[note]);
  return isChecksum && changed ? plain('field.checksumFollows') : null;
}

/** Bytes of changed fields, in order; neighbours are joined. */
function ranges(layers: readonly LayerView[]): { readonly from: number; readonly to: number }[] {
  const found = layers
    .flatMap(({ fields }) => fields.filter(({ was }) => was !== null))
    .map(({ from, to }) => ({ from, to }))
    .sort((a, b) => a.from - b.from);
  const joined: { from: number; to: number }[] = [];
  for (const { from, to } of found) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else joined.push({ from, to });
  }
  return joined;
}
