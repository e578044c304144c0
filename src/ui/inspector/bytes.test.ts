import { expect, test } from 'vitest';
import type { LayerView } from '../../core/index';
import { byteRows, isMarked, ownerOf } from './bytes';

const layer = (tag: string, kind: LayerView['layer'], from: number, to: number): LayerView => ({
  id: tag,
  tag,
  shortTag: tag,
  layer: kind,
  status: 'kept',
  summary: '',
  fields: [{ name: 'first', text: '', was: null, from, to: from + 2, source: '', note: null }],
  from,
  to,
  quoted: false,
});

const view = {
  bytes: Uint8Array.from({ length: 20 }, (_, index) => index * 13),
  layers: [layer('ETH', 'l2', 0, 14), layer('IPv4', 'l3', 14, 20)],
  changed: [{ from: 15, to: 17 }],
};

test('rows hold sixteen bytes, the last one the rest', () => {
  expect(byteRows(view, 1000).map((row) => row.length)).toEqual([16, 4]);
  expect(byteRows(view, 16).map((row) => row.length)).toEqual([16]);
  expect(byteRows(view, 1000)[1]?.[3]?.hex).toBe('f7');
});

test('a byte has the colour of its layer and knows whether it changed', () => {
  const cells = byteRows(view, 1000).flat();
  expect([13, 14].map((offset) => cells[offset]?.layer)).toEqual(['l2', 'l3']);
  expect([14, 15, 16, 17].map((offset) => cells[offset]?.changed)).toEqual([false, true, true, false]);
});

test('a byte names its field, or its layer where no field is', () => {
  expect([ownerOf(view, 15), ownerOf(view, 19), ownerOf(view, 99)]).toEqual(['IPv4 first', 'IPv4', '']);
});

test('a range ends before its end', () => {
  expect([isMarked(4, { from: 4, to: 6 }), isMarked(6, { from: 4, to: 6 }), isMarked(4, null)]).toEqual([
    true,
    false,
    false,
  ]);
});
