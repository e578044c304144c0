/** Objects as the panel lists them: by kind, pods of a Deployment under it. */
import type { ObjectRow } from '../../core/index';

export interface ObjectGroup {
  readonly kind: string;
  readonly entries: readonly ObjectEntry[];
  /** Objects of this kind, wherever they are listed. */
  readonly count: number;
}

export interface ObjectEntry {
  readonly row: ObjectRow;
  readonly owned: readonly ObjectRow[];
}

/** Groups of the objects in a namespace, null for all of them. Nodes and namespaces are in none and always there. */
export function groupsOf(rows: readonly ObjectRow[], namespace: string | null): readonly ObjectGroup[] {
  const shown = rows.filter(
    (row) => row.namespace === '' || namespace === null || row.namespace === namespace,
  );
  const parents = new Set(shown.filter(({ kind }) => kind === 'Deployment').map(parentKey));
  const owned = new Map<string, ObjectRow[]>();
  const free: ObjectRow[] = [];
  for (const row of shown) {
    const parent = row.kind === 'Pod' && row.owner !== null ? `${row.namespace}/${row.owner}` : '';
    if (!parents.has(parent)) free.push(row);
    else owned.set(parent, [...(owned.get(parent) ?? []), row]);
  }
  const kinds = [...new Set(shown.map(({ kind }) => kind))];
  return kinds.map((kind) => ({
    kind,
    entries: free
      .filter((row) => row.kind === kind)
      .map((row) => ({ row, owned: kind === 'Deployment' ? (owned.get(parentKey(row)) ?? []) : [] })),
    count: shown.filter((row) => row.kind === kind).length,
  }));
}

const parentKey = ({ namespace, name }: ObjectRow): string => `${namespace}/${name}`;
