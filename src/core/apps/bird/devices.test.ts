/**
 * Goal: BIRD hears of devices as the kernel tells of them, and nobody waits for peers that do not answer.
 * Method: what BIRD 1.6.8 said in network namespaces wired alike: a route to a new device has its name; where the other end
 * goes down or the cable is out, a session stands until its hold time is over; what was learned goes with the next scan.
 */
import { expect, test } from 'vitest';
import { openLab } from '../../testing/open-lab';
import type { Session } from '../../session';

const COMMON = `protocol device { scan time 10; }
protocol direct { }
protocol kernel { learn; persist; scan time 20; import all; export all; }
`;
const TEXT = { en: 't', 'zh-CN': 't' };

function config(own: string, peers: readonly string[]): string {
  const sessions = peers.map(
    (peer, i) =>
      `protocol bgp p${String(i)} { local ${own} as 65000; neighbor ${peer} as 65000; connect delay time 1; connect retry time 5; error wait time 5,30; hold time 9; import all; export all; }`,
  );
  return `router id ${own};\n${COMMON}${sessions.join('\n')}`;
}

function lab(configs: Readonly<Record<'a' | 'b', string | null>>): Session {
  return openLab(
    JSON.stringify({
      ...{ apiVersion: 'packetwalk/v1', kind: 'Lab', metadata: { name: 'test' } },
      spec: {
        ...{ title: TEXT, summary: TEXT },
        machines: (['a', 'b'] as const).map((name, i) => ({
          ...{ name, role: 'router', setup: `ip addr add 10.0.0.${String(i + 1)}/24 dev eth0` },
          files: configs[name] === null ? {} : { '/etc/bird/bird.conf': configs[name] },
        })),
        cables: [['a/eth0', 'b/eth0']],
        start: (['a', 'b'] as const)
          .filter((name) => configs[name] !== null)
          .map((netns) => ({ netns, run: 'bird' })),
      },
    }),
  );
}

function typed(session: Session, netns: string, command: string): string {
  const from = session.length;
  session.input({ kind: 'exec', netns, command });
  const lines: string[] = [];
  for (let seq = from; seq < session.length; seq += 1) {
    const record = session.trace.record(seq);
    if (record.kind === 'process') lines.push(...record.detail.lines);
  }
  return lines.join('\n').replaceAll(/\d\d:\d\d:\d\d/g, 'TIME');
}

const PEERS = { a: config('10.0.0.1', ['10.0.0.2']), b: config('10.0.0.2', ['10.0.0.1']) };
const ESTABLISHED = /^p0 .*Established/m;

test('with `check link` a session ends with the carrier, waits for it, and begins again after its error wait', () => {
  const checked = (text: string): string => text.replace('hold time 9;', 'direct; check link on;');
  const session = lab({ a: checked(PEERS.a), b: PEERS.b });
  typed(session, 'a', 'sleep 5');
  expect(typed(session, 'a', 'birdc show protocols p0')).toMatch(ESTABLISHED);
  session.input({ kind: 'cable', netns: 'b', dev: 'eth0', plugged: false });
  expect(typed(session, 'a', 'birdc show protocols all p0')).toMatch(
    / {2}start {2}TIME {4}Idle {10}Error: Link down\n[^]* {2}BGP state: {10}Idle\n {4}Neighbor address: 10\.0\.0\.2\n {4}Neighbor AS: {6}65000\n {4}Last error: {7}Error: Link down$/m,
  );
  // Without it nobody minds before the hold time is over.
  expect(typed(session, 'b', 'birdc show protocols p0')).toMatch(ESTABLISHED);
  typed(session, 'a', 'sleep 10');
  expect(typed(session, 'a', 'birdc show protocols all p0')).toMatch(/BGP state: {10}Idle$/m);
  session.input({ kind: 'cable', netns: 'b', dev: 'eth0', plugged: true });
  expect(typed(session, 'a', 'birdc show protocols all p0')).toMatch(/^ {4}Error wait: {7}\d\/5$/m);
  typed(session, 'a', 'sleep 30');
  expect(typed(session, 'a', 'birdc show protocols p0')).toMatch(ESTABLISHED);
  expect(typed(session, 'b', 'birdc show protocols p0')).toMatch(ESTABLISHED);
});

test('peers that are dead hold nobody up: only the first call of each is waited for', () => {
  const session = lab({ a: config('10.0.0.1', ['10.0.0.8', '10.0.0.9']), b: null });
  typed(session, 'a', 'sleep 10');
  for (let i = 0; i < 10; i += 1) {
    const { nowNs } = session.world;
    const report = session.input({ kind: 'exec', netns: 'a', command: 'sleep 1' });
    expect(report.outcome).toBe('quiet');
    // An input comes a second after all was quiet.
    expect((session.world.nowNs - nowNs) / 1e9).toBeLessThan(2.1);
  }
  expect(typed(session, 'a', 'birdc show protocols')).toMatch(/^p1 .*Socket: No route to host/m);
});

test('a route to a device that came just now has its name, which stays until a scan finds it gone', () => {
  const session = lab(PEERS);
  typed(session, 'a', 'ip netns add pod');
  for (const command of [
    'ip link add cali1 type veth peer name eth0 netns pod',
    'ip -n pod link set eth0 up',
    'ip link set cali1 up',
    'ip route add 10.9.0.5/32 dev cali1 scope link',
  ]) {
    expect(typed(session, 'a', command)).toBe('');
  }
  const ROUTE = '10.9.0.5/32        dev cali1 [kernel1 TIME] * (10)';
  expect(typed(session, 'a', 'birdc show route')).toContain(ROUTE);
  typed(session, 'a', 'ip -n pod link del eth0');
  expect(typed(session, 'a', 'ip route show 10.9.0.5')).toBe('');
  expect(typed(session, 'a', 'birdc show route')).toContain(ROUTE);
  expect(typed(session, 'a', 'birdc show interfaces')).not.toContain('cali1');
  typed(session, 'a', 'sleep 21');
  expect(typed(session, 'a', 'birdc show route')).not.toContain('10.9.0.5');
});

test.each([
  ['the other end is down', { kind: 'exec', netns: 'b', command: 'ip link set eth0 down' }],
  ['the cable is out', { kind: 'cable', netns: 'b', dev: 'eth0', plugged: false }],
] as const)('%s: BIRD sees it at once, and its session stands until the hold time is over', (_, input) => {
  const session = lab(PEERS);
  typed(session, 'a', 'sleep 3');
  session.input(input);
  expect(typed(session, 'a', 'birdc show interfaces')).toMatch(/eth0 up .*\n\t.* AdminUp LinkDown /);
  expect(typed(session, 'a', 'birdc show protocols')).toMatch(ESTABLISHED);
  typed(session, 'a', 'sleep 12');
  expect(typed(session, 'a', 'birdc show protocols')).not.toMatch(ESTABLISHED);
});

test('a static route that stands twice is the last one, whatever happens to devices', () => {
  const session = lab({
    a: `${PEERS.a}\nprotocol static { route 10.8.0.0/24 blackhole; route 10.8.0.0/24 via 10.0.0.2; }`,
    b: null,
  });
  const shown = (): string => typed(session, 'a', 'birdc show route 10.8.0.0/24').split('\n').slice(1).join();
  const before = shown();
  expect(before).toContain('via 10.0.0.2 on eth0 [static1 TIME] * (200)');
  typed(session, 'a', 'ip link add d0 type dummy');
  typed(session, 'a', 'ip link set d0 up');
  typed(session, 'a', 'sleep 1');
  expect(shown()).toBe(before);
});
