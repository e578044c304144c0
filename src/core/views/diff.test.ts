import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { clusterLab, podText } from '../testing/cluster-lab';
import { openLab } from '../testing/open-lab';
import type { Session } from '../session';
import type { Snapshot, TableDiff } from './diff';
import { diffOf, snapshotOf } from './diff';

const FLANNEL = readFileSync('scenarios/flannel-vxlan/scenario.yaml', 'utf8');

/** Rows by place, table and key, as text. */
function flat(snapshot: Snapshot): Map<string, string> {
  const rows = new Map<string, string>();
  for (const [place, tables] of snapshot) {
    for (const [table, list] of tables) {
      for (const { key, cells } of list) rows.set(`${place}|${table}|${key}`, cells.join('|'));
    }
  }
  return rows;
}

/** A snapshot's rows after the changes of a difference. */
function applied(rows: ReadonlyMap<string, string>, differences: readonly TableDiff[]): Map<string, string> {
  const after = new Map(rows);
  for (const { place, table, rows: changed } of differences) {
    for (const { key, cells, status } of changed) {
      if (status === 'gone') after.delete(`${place}|${table}|${key}`);
      else after.set(`${place}|${table}|${key}`, cells.join('|'));
    }
  }
  return after;
}

const LABS: readonly (readonly [string, () => Session])[] = [
  ['machines set up by hand', () => openLab(FLANNEL, [['pod-a', 'ping -c 1 10.244.2.2']])],
  [
    'a cluster',
    () =>
      openLab(clusterLab({ nodes: 2, manifests: [podText('web', 'node-2')] }), [
        ['node-1', 'kubectl delete pod web'],
        ['node-1', 'iptables -A FORWARD -s 10.0.0.0/8 -j DROP'],
      ]),
  ],
];

describe.each(LABS)('in %s', (_name, open) => {
  const session = open();
  const last = session.length - 1;
  const instants = [0, Math.floor(last / 4), Math.floor(last / 2), Math.floor((last * 7) / 8), last];

  test('a difference applied to the first instant gives the second, whichever is earlier', () => {
    for (const a of instants) {
      for (const b of instants) {
        const [was, is] = [snapshotOf(session.worldAt(a)), snapshotOf(session.worldAt(b))];
        expect(applied(flat(was), diffOf(was, is))).toEqual(flat(is));
      }
    }
  });

  test('places that are the very same in both need not be looked at', () => {
    for (const b of instants) {
      const [was, is] = [session.worldAt(instants[2] ?? 0), session.worldAt(b)];
      expect(diffOf(snapshotOf(was, is), snapshotOf(is, was))).toEqual(
        diffOf(snapshotOf(was), snapshotOf(is)),
      );
    }
  });

  test('between an instant and itself nothing differs', () => {
    expect(session.query('diff', { from: last, to: last })).toMatchObject({ parts: [], count: 0, hidden: 0 });
  });

  test('each row that differs was written by a step between the two', () => {
    const [from, to] = [instants[1] ?? 0, last];
    const { parts } = session.query('diff', { from, to });
    const rows = parts.flatMap(({ tables }) => tables.flatMap((table) => table.rows));
    expect(rows.length).toBeGreaterThan(3);
    for (const row of rows) {
      expect(row.by?.seq).toBeGreaterThan(from);
      expect(row.by?.seq).toBeLessThanOrEqual(to);
    }
  });
});

test('the deleted route is gone, by the command that deleted it', () => {
  const session = openLab(FLANNEL, [['node-1', 'ip route del 10.244.2.0/24']]);
  const { start } = session.query('timeline', {});
  const { parts } = session.query('diff', { from: start, to: session.length - 1 });
  expect(parts.map(({ netns, tables }) => [netns, tables.map(({ name }) => name)])).toEqual([
    ['node-1', ['routes']],
  ]);
  const [row] = parts[0]?.tables[0]?.rows ?? [];
  expect(row).toMatchObject({ status: 'gone', by: { actor: 'node-1' } });
  expect(row?.by?.message.params).toEqual({ command: 'ip route del 10.244.2.0/24' });
});

test('an entry that is only used again was not written by whoever used it', () => {
  const session = openLab(FLANNEL, [['pod-a', 'ping -c 3 10.244.2.2']]);
  const { start } = session.query('timeline', {});
  const { parts } = session.query('diff', { from: start, to: session.length - 1 });
  const rows = parts
    .flatMap(({ tables }) => tables.filter(({ name }) => name === 'fdb'))
    .flatMap(({ rows: of }) => of);
  expect(rows.length).toBeGreaterThan(2);
  expect(new Set(rows.map(({ by }) => by?.message.key))).toEqual(new Set(['narrate.bridgeLearn.learned']));
});
