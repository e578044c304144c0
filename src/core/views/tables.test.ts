import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openLab } from '../testing/open-lab';
import type { Session } from '../session';
import type { TableName, TableRow } from './contract';

const FLANNEL = readFileSync('scenarios/flannel-vxlan-by-hand/scenario.yaml', 'utf8');

function rows(
  session: Session,
  netns: string,
  name: TableName,
  compareSeq: number | null,
): readonly TableRow[] {
  const view = session.query('tables', { seq: session.length - 1, netns, compareSeq });
  return view.tables.find((table) => table.name === name)?.rows ?? [];
}

describe('what is counted and what is in sets', () => {
  test('is shown once there is something, very long tables in part', () => {
    const session = openLab(FLANNEL, [
      ['node-1', 'ipset create s hash:net'],
      ['node-1', 'ipset add s 10.9.0.0/24'],
      ['node-1', 'iptables -A INPUT -m set --match-set s src -j DROP'],
    ]);
    expect(rows(session, 'node-1', 'ipsets', null).map(({ cells }) => cells[1])).toEqual([
      expect.stringMatching(/^hash:net family inet hashsize 1024 maxelem 65536/),
      '10.9.0.0/24',
    ]);
    expect(rows(session, 'node-2', 'ipsets', null)).toEqual([]);
    const before = session.length - 1;
    session.input({ kind: 'exec', netns: 'node-1', command: 'ping -c2 127.0.0.1' });
    const counted = rows(session, 'node-1', 'counters', before);
    expect(counted.find(({ cells }) => cells[0] === 'filter INPUT policy')).toMatchObject({
      status: 'new',
      cells: ['filter INPUT policy', 'packets 4 bytes 336'],
    });
    session.input({
      kind: 'exec',
      netns: 'node-1',
      command: 'ipset restore',
      stdin: Array.from({ length: 2000 }, (_, i) => `add s 11.0.${i >> 8}.${i & 255}`).join('\n'),
    });
    const view = session.query('tables', { seq: session.length - 1, netns: 'node-1', compareSeq: null });
    const sets = view.tables.find(({ name }) => name === 'ipsets');
    expect(sets?.rows).toHaveLength(500);
    expect(sets?.hidden).toBe(1502);
  });
});

describe('the tables of a node', () => {
  const session = openLab(FLANNEL, [['pod-a', 'ping -c 2 10.244.2.2']]);
  const { start } = session.query('timeline', {});

  test('list its devices as ip link does', () => {
    expect(rows(session, 'node-1', 'links', null).map(({ cells }) => cells.join(' '))).toEqual(
      expect.arrayContaining([
        'flannel.1 vxlan 2e:f1:0a:f4:01:00 1450 UP ',
        'veth3cafbbcc veth ae:4d:a5:82:69:da 1450 UP cni0',
      ]),
    );
  });

  test('list its main routes as ip route does, by destination', () => {
    const main = rows(session, 'node-1', 'routes', null).filter(({ cells }) => cells.at(-1) === 'main');
    expect(main.map(({ cells }) => cells.slice(0, 3))).toEqual([
      ['10.244.1.0/24', '', 'cni0'],
      ['10.244.2.0/24', '10.244.2.0', 'flannel.1'],
      ['192.168.56.0/24', '', 'eth0'],
    ]);
  });

  test('list the three policy rules every netns begins with', () => {
    expect(rows(session, 'pod-a', 'rules', null).map(({ cells }) => cells)).toEqual([
      ['0', 'from all', 'local'],
      ['32766', 'from all', 'main'],
      ['32767', 'from all', 'default'],
    ]);
  });

  test('mark what the ping taught: neighbours by ARP, addresses by the bridge', () => {
    const fresh = (name: TableName): string[] =>
      rows(session, 'node-1', name, start)
        .filter(({ status }) => status === 'new')
        .map(({ cells }) => cells[0] ?? '');
    expect(fresh('neigh').sort()).toEqual(['10.244.1.2', '192.168.56.12']);
    expect(fresh('fdb')).toEqual(['0a:58:0a:f4:01:02']);
    expect(fresh('routes')).toEqual([]);
  });

  test('mark nothing when there is nothing to compare with', () => {
    for (const { rows: all } of session.query('tables', { seq: start, netns: 'node-1', compareSeq: null })
      .tables) {
      expect(all.every(({ status, was }) => status === 'same' && was === null)).toBe(true);
    }
  });

  test('are empty for a netns that does not exist', () => {
    const { tables } = session.query('tables', { seq: start, netns: 'nowhere', compareSeq: start });
    expect(tables.map(({ name }) => name)).toEqual(['links', 'addresses', 'routes', 'neigh', 'fdb', 'rules']);
    expect(tables.flatMap(({ rows: all }) => all)).toEqual([]);
  });

  test('have as many cells as columns', () => {
    for (const netns of ['node-1', 'pod-a', 'switch']) {
      for (const { columns, rows: all } of session.query('tables', { seq: start, netns, compareSeq: null })
        .tables) {
        for (const { cells } of all) expect(cells.length).toBe(columns.length);
      }
    }
  });
});

describe('a change by hand', () => {
  test('shows as gone, as changed with the former cells, as new', () => {
    const session = openLab(FLANNEL, [
      ['node-1', 'ip route del 10.244.2.0/24'],
      ['node-1', 'ip link set cni0 mtu 1400'],
      ['node-1', 'ip route add 10.9.0.0/16 via 192.168.56.12'],
    ]);
    const { start } = session.query('timeline', {});
    const marked = (name: TableName): [string, string][] =>
      rows(session, 'node-1', name, start)
        .filter(({ status }) => status !== 'same')
        .map(({ status, cells }) => [status, cells[0] ?? '']);
    expect(marked('routes')).toEqual([
      ['new', '10.9.0.0/16'],
      ['gone', '10.244.2.0/24'],
    ]);
    expect(marked('links')).toEqual([['changed', 'cni0']]);
    const cni0 = rows(session, 'node-1', 'links', start).find(({ cells }) => cells[0] === 'cni0');
    expect([cni0?.was?.[3], cni0?.cells[3]]).toEqual(['1450', '1400']);
  });

  test('is told at the command, in the words of ip and bridge', () => {
    const session = openLab(FLANNEL, [
      ['node-1', 'ip route del 10.244.2.0/24'],
      ['node-1', 'bridge fdb del 2e:f1:0a:f4:02:00 dev flannel.1 dst 192.168.56.12'],
      ['node-1', 'ip link set cni0 mtu 1400'],
    ]);
    const { jumps } = session.query('timeline', {});
    const changes = jumps.config.map((seq) => session.query('instant', { seq, grain: 'decision' }).changes);
    expect(changes[0]).toEqual([
      {
        netns: 'node-1',
        table: 'route main',
        before: '10.244.2.0/24 via 10.244.2.0 dev flannel.1 onlink',
        after: null,
      },
    ]);
    expect(changes[1]).toEqual([
      {
        netns: 'node-1',
        table: 'fdb flannel.1',
        before: '2e:f1:0a:f4:02:00 dev flannel.1 dst 192.168.56.12 self permanent',
        after: null,
      },
    ]);
    const link = changes[2]?.find(({ table }) => table === 'link');
    expect(link?.before).toContain('mtu 1450');
    expect(link?.after).toContain('mtu 1400');
  });
});
