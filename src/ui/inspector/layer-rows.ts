/** The tree of layers as the rows that are seen. */
import type { FieldView, LayerView, PacketView } from '../../core/index';

export type LayerRow =
  | {
      readonly kind: 'layer';
      readonly id: string;
      readonly layer: LayerView;
      readonly removed: boolean;
      readonly open: boolean;
    }
  | {
      readonly kind: 'field';
      readonly id: string;
      readonly layer: LayerView;
      readonly field: FieldView;
      /** Whether the layer is open, so that there is room for notes. */
      readonly open: boolean;
    };

/** An open layer shows all its fields, a closed one those that changed. Layers taken away stand first, without fields. */
export function layerRows(
  view: Pick<PacketView, 'layers' | 'removed'>,
  open: ReadonlySet<string>,
): LayerRow[] {
  const gone = view.removed.map((layer): LayerRow => ({
    kind: 'layer',
    id: `removed ${layer.id}`,
    layer,
    removed: true,
    open: false,
  }));
  const rows = view.layers.flatMap((layer): LayerRow[] => {
    const isOpen = open.has(layer.id);
    const fields = layer.fields.filter((field) => isOpen || (layer.status !== 'added' && field.was !== null));
    return [
      { kind: 'layer', id: layer.id, layer, removed: false, open: isOpen },
      ...fields.map((field): LayerRow => ({
        kind: 'field',
        id: `${layer.id} ${field.name} ${field.from}`,
        layer,
        field,
        open: isOpen,
      })),
    ];
  });
  return [...gone, ...rows];
}

/** Index a key leads to from `at` in a tree of `rows`; null when the key means nothing here. */
export function rowAfterKey(rows: readonly LayerRow[], at: number, key: string): number | null {
  switch (key) {
    case 'ArrowDown':
      return Math.min(rows.length - 1, at + 1);
    case 'ArrowUp':
      return Math.max(0, at - 1);
    case 'Home':
      return 0;
    case 'End':
      return rows.length - 1;
    case 'ArrowLeft': {
      // From a field to its layer.
      const row = rows[at];
      return row?.kind === 'field'
        ? rows.findIndex(({ kind, layer }) => kind === 'layer' && layer === row.layer)
        : null;
    }
    default:
      return null;
  }
}
