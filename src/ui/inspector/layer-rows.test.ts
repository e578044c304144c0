import { expect, test } from 'vitest';
import type { FieldView, LayerView } from '../../core/index';
import { layerRows, rowAfterKey } from './layer-rows';

const field = (name: string, was: string | null): FieldView => ({
  name,
  text: 'x',
  was,
  from: 0,
  to: 1,
  source: '',
  note: null,
});

const layer = (id: string, status: LayerView['status'], fields: readonly FieldView[]): LayerView => ({
  id,
  tag: id,
  shortTag: id,
  layer: 'l3',
  status,
  summary: '',
  fields,
  from: 0,
  to: 20,
  quoted: false,
});

const view = {
  removed: [layer('vxlan', 'kept', [field('vni', null)])],
  layers: [
    layer('outer', 'added', [field('ttl', null)]),
    layer('inner', 'changed', [field('ttl', '64'), field('src', null)]),
  ],
};
const names = (open: readonly string[]) => layerRows(view, new Set(open)).map(({ id }) => id);

test('a closed layer shows only what changed; layers taken away stand first', () => {
  expect(names([])).toEqual(['removed vxlan', 'outer', 'inner', 'inner ttl 0']);
});

test('an open layer shows every field', () => {
  expect(names(['outer', 'inner'])).toEqual([
    'removed vxlan',
    'outer',
    'outer ttl 0',
    'inner',
    'inner ttl 0',
    'inner src 0',
  ]);
});

test('arrows walk the rows; left leads from a field to its layer', () => {
  const rows = layerRows(view, new Set());
  expect([
    rowAfterKey(rows, 0, 'ArrowDown'),
    rowAfterKey(rows, 3, 'ArrowDown'),
    rowAfterKey(rows, 3, 'ArrowLeft'),
  ]).toEqual([1, 3, 2]);
  expect([rowAfterKey(rows, 2, 'ArrowLeft'), rowAfterKey(rows, 2, 'x')]).toEqual([null, null]);
});
