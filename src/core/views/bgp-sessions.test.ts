/** Goal: sessions are what the daemons of both ends say. Method: whole labs, and what ends or hinders a session in them. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Session } from '../session';
import { openLab } from '../testing/open-lab';

const opened = (id: string): Session => openLab(readFileSync(`scenarios/${id}/scenario.yaml`, 'utf8'));

const sessionsOf = (session: Session) => session.query('sessions', { seq: session.length - 1 }).sessions;
const bgpOf = (session: Session) => session.query('graph', { seq: session.length - 1 }).graph.bgp;
const pairs = (session: Session) =>
  sessionsOf(session).map(({ from, to }) => [from.machine, to.machine].sort().join(' '));

describe('sessions between machines', () => {
  test('a mesh has one between any two nodes, all up, each once', () => {
    const session = opened('calico-bgp-mesh');
    expect(bgpOf(session)).toBe(true);
    expect(pairs(session).sort()).toEqual(['node-1 node-2', 'node-1 node-3', 'node-2 node-3']);
    expect(sessionsOf(session).every(({ up }) => up)).toBe(true);
  });

  test('reflectors have one to each of the others, who have none among themselves', () => {
    expect(pairs(opened('calico-route-reflectors')).sort()).toEqual(['node-1 rr-1', 'node-2 rr-1']);
  });

  test('leaves speak with the nodes of their rack and with the spines; each knows the number of its system', () => {
    const session = opened('calico-leaf-spine-tor');
    const leaf1 = pairs(session).filter((pair) => pair.includes('leaf-1'));
    expect(leaf1.sort()).toEqual(['leaf-1 node-1', 'leaf-1 node-2', 'leaf-1 spine-1', 'leaf-1 spine-2']);
    const systems = new Map(
      sessionsOf(session).flatMap(({ from, to }) => [from, to].map((end) => [end.machine, end.as])),
    );
    for (const { from, to } of sessionsOf(session)) expect(from.as).not.toBe(to.as);
    expect(systems.get('leaf-1')).not.toBe(systems.get('leaf-2'));
  });

  test('one whose packets are lost is not up any more when its hold time is over, and says why', () => {
    const session = opened('calico-bgp-mesh');
    session.input({
      kind: 'exec',
      netns: 'node-1',
      command: 'iptables -I INPUT -p tcp -s 192.168.56.12 -j DROP',
    });
    session.input({ kind: 'exec', netns: 'node-1', command: 'sleep 300' });
    const down = sessionsOf(session).filter(({ up }) => !up);
    expect(down).toHaveLength(1);
    const [{ from, to } = { from: null, to: null }] = down;
    expect(new Set([from?.machine, to?.machine])).toEqual(new Set(['node-1', 'node-2']));
    expect([from?.state, to?.state]).not.toContain('Established');
    expect([from?.error, to?.error].join()).toContain('Hold timer expired');
  });

  test('what only one side is configured for is there, and not up', () => {
    const session = opened('calico-bgp-mesh');
    session.input({ kind: 'exec', netns: 'node-3', command: 'systemctl stop calico-node; sleep 10' });
    expect(pairs(session).sort()).toEqual(['node-1 node-2', 'node-1 node-3', 'node-2 node-3']);
    for (const { from, to, up } of sessionsOf(session)) {
      const three = [from.machine, to.machine].includes('node-3');
      expect(up).toBe(!three);
      if (three) expect([from.state, to.state]).toContain(null);
    }
  });

  test('where nobody speaks BGP there are none', () => {
    const session = opened('flannel-vxlan');
    expect([bgpOf(session), sessionsOf(session)]).toEqual([false, []]);
  });
});
