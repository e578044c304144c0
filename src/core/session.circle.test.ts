import { describe, expect, it } from 'vitest';
import type { Session } from './session';
import { circleOf } from './session.circle';
import { circleText } from './session.circle-text';
import type { Input, RunReport } from './session.types';
import { openLab } from './testing/open-lab';

/** Goal: a run that does not come to rest says where frames circle, and can be taken back. Method: labs with circles. */
const exec = (netns: string, command: string): Input => ({ kind: 'exec', netns, command });

/** A lab of machines with their set-up, joined by cables. */
function lab(
  machines: Readonly<Record<string, string>>,
  cables: readonly (readonly [string, string])[],
): Session {
  const setUps = Object.entries(machines).map(
    ([name, commands]) =>
      `    - name: ${name}\n      role: host\n      setup: |\n` +
      commands
        .split(';')
        .map((command) => `        ${command.trim()}\n`)
        .join(''),
  );
  const wires = cables.map(([a, b]) => `    - [${a}, ${b}]\n`).join('');
  return openLab(`apiVersion: packetwalk/v1
kind: Lab
metadata:
  name: circles
spec:
  title: { en: Circles, zh-CN: Circles }
  summary: { en: Circles, zh-CN: Circles }
  seed: 1
  machines:
${setUps.join('')}${wires === '' ? '' : `  cables:\n${wires}`}  sends: []
`);
}

/** The devices of the circle, without order. */
function devices({ circle }: RunReport): readonly string[] {
  return [...new Set((circle ?? []).map(({ netns, dev }) => `${netns}/${dev}`))].sort();
}

const TWO_BRIDGES =
  'ip link add br0 type bridge; ip link add br1 type bridge; ip link set br0 up; ip link set br1 up; ' +
  'ip link add a0 type veth peer name b0; ip link set a0 master br0 up; ip link set b0 master br1 up; ' +
  'ip link add a1 type veth peer name b1; ip link set a1 master br0 up; ip link set b1 master br1 up; ' +
  'ip addr add 10.1.0.1/24 dev br0';

describe('a circle', () => {
  it('of two bridges and two wires is named in the order in which frames pass it, and undone by undo', () => {
    const session = lab({ m: TWO_BRIDGES }, []);
    const before = session.hash();
    const report = session.input(exec('m', 'ping -c1 10.1.0.9'));
    expect(report.outcome).toBe('bounded');
    expect(devices(report)).toEqual(['m/a0', 'm/a1', 'm/b0', 'm/b1']);
    const circle = report.circle ?? [];
    expect(circle[0]).toEqual(circle.at(-1));
    // Every wire is crossed from one end to the other.
    expect(circleText(circle)).toMatch(/a0 → m b0|b0 → m a0/);
    expect(circleText(circle)).toMatch(/a1 → m b1|b1 → m a1/);
    session.cut(0);
    expect(session.hash()).toEqual(before);
    expect(session.input(exec('m', 'ip link set a1 down')).outcome).toBe('quiet');
    const mended = session.input(exec('m', 'ping -c1 10.1.0.9'));
    expect(mended).toMatchObject({ outcome: 'quiet', circle: null });
  });

  it('through a tunnel and a wire beside it names both', () => {
    const node = (own: number, other: number): string =>
      `ip addr add 192.168.0.${own}/24 dev eth0; ip link add br0 type bridge; ip link set br0 up; ` +
      `ip link add vx0 type vxlan id 7 dev eth0 local 192.168.0.${own} dstport 4789; ` +
      `bridge fdb append 00:00:00:00:00:00 dev vx0 dst 192.168.0.${other} self permanent; ` +
      `ip link set vx0 master br0 up; ip link set eth1 master br0 up; ip addr add 10.1.0.${own}/24 dev br0`;
    const session = lab({ n1: node(1, 2), n2: node(2, 1) }, [
      ['n1/eth0', 'n2/eth0'],
      ['n1/eth1', 'n2/eth1'],
    ]);
    const report = session.input(exec('n1', 'ping -c1 10.1.0.9'));
    expect(report.outcome).toBe('bounded');
    expect(devices(report)).toEqual(['n1/eth0', 'n1/eth1', 'n1/vx0', 'n2/eth0', 'n2/eth1', 'n2/vx0']);
  });

  it('of routes is ended by the TTL: every router is passed, and the sender is told', () => {
    const session = lab(
      {
        h: 'ip addr add 10.9.0.2/24 dev eth0; ip route add default via 10.9.0.1',
        r1: 'sysctl -w net.ipv4.ip_forward=1; ip addr add 10.9.0.1/24 dev eth1; ip addr add 10.0.0.1/24 dev eth0; ip route add default via 10.0.0.2',
        r2: 'sysctl -w net.ipv4.ip_forward=1; ip addr add 10.0.0.2/24 dev eth0; ip route add default via 10.0.0.1',
      },
      [
        ['h/eth0', 'r1/eth1'],
        ['r1/eth0', 'r2/eth0'],
      ],
    );
    const from = session.length;
    const report = session.input(exec('h', 'ping -c1 -W 1 203.0.113.9'));
    expect(report).toMatchObject({ outcome: 'quiet', circle: null });
    const ttls: string[] = [];
    let echo: number | undefined;
    for (let seq = from; seq < session.length; seq += 1) {
      const record = session.trace.record(seq);
      // The error on its way back is forwarded as well.
      if (record.kind !== 'ip.ttl' || record.packet !== (echo ??= record.packet)) continue;
      ttls.push(record.verdict);
    }
    expect(ttls).toEqual([...Array.from({ length: 63 }, () => 'decremented'), 'expired']);
  });

  it('is not claimed where a frame passes a device twice and goes on elsewhere', () => {
    const session = lab({ m: TWO_BRIDGES }, []);
    const from = session.length;
    session.input(exec('m', 'ip link set a1 down'));
    session.input(exec('m', 'ping -c2 -i 0.1 10.1.0.9'));
    expect(session.length - from).toBeGreaterThan(20);
    expect(circleOf(session.trace, from, session.world)).toBeNull();
  });
});
