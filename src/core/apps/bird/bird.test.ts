/**
 * Goal: three routers that speak BGP end with the tables real ones end with, because UPDATEs came, and lose them in time.
 * Method: the lab bgp-three-routers beside a recording of BIRD 1.6.8 in network namespaces wired alike.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openLab } from '../../testing/open-lab';
import type { Session } from '../../session';
import { formatCidr4 } from '../../wire/addr';
import recorded from './three-routers.recorded.json';
import systems from './two-systems.recorded.json';

const LAB = readFileSync('scenarios/bgp-three-routers/scenario.yaml', 'utf8');

/** What a command prints, without times of day. */
function typed(lab: Session, netns: string, command: string): readonly string[] {
  const from = lab.length;
  lab.input({ kind: 'exec', netns, command });
  const lines: string[] = [];
  for (let seq = from; seq < lab.length; seq += 1) {
    const record = lab.trace.record(seq);
    if (record.kind === 'process') lines.push(...record.detail.lines);
  }
  return lines
    .join('\n')
    .replaceAll(/\d\d:\d\d:\d\d/g, 'TIME')
    .split('\n');
}

type Recorded = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

function expectRecorded(lab: Session, tables: Recorded): void {
  for (const [router, commands] of Object.entries(tables)) {
    for (const [command, lines] of Object.entries(commands)) {
      const line = command.startsWith('show') ? `birdc ${command}` : command;
      expect(typed(lab, router, line), `${router}: ${command}`).toEqual(lines);
    }
  }
}

test('tables, best routes and the kernel’s routes are those of real routers, before and after a cable fails', () => {
  const lab = openLab(LAB);
  expectRecorded(lab, recorded.before);
  expect(typed(lab, 'h1', 'ping -c 1 10.3.0.9').join('\n')).toContain('ttl=62');
  lab.input({ kind: 'exec', netns: 'sw', command: 'ip link set p3 down' });
  typed(lab, 'r1', 'sleep 12');
  expectRecorded(lab, recorded.after);
  expect(typed(lab, 'h1', 'ping -c 1 10.3.0.9').join('\n')).toContain('ttl=61');
});

test('no route without an UPDATE: a router that port 179 does not reach knows nothing', () => {
  const blocked = LAB.replace(
    'sysctl -w net.ipv4.ip_forward=1\n\n    - name: r2',
    'sysctl -w net.ipv4.ip_forward=1\n        iptables -A INPUT -p tcp --dport 179 -j DROP\n        iptables -A OUTPUT -p tcp --dport 179 -j DROP\n\n    - name: r2',
  );
  expect(blocked).not.toBe(LAB);
  const lab = openLab(blocked);
  expect(typed(lab, 'r1', 'birdc show route').slice(1)).toEqual([
    '10.1.0.0/24        dev lan0 [direct1 TIME] * (240)',
  ]);
  expect(typed(lab, 'r1', 'birdc show protocols r3').at(-1)).toMatch(/start {2}TIME {4}Connect/);
  expect(typed(lab, 'r2', 'ip route').filter((line) => line.includes('proto bird'))).toEqual([
    '10.3.0.0/24 via 192.168.23.3 dev eth3 proto bird ',
  ]);
});

test('a session that is disabled takes its routes along, and brings them back', () => {
  const lab = openLab(LAB);
  expect(typed(lab, 'r1', 'birdc disable r3')).toEqual(['BIRD 1.6.8 ready.', 'r3: disabled']);
  expect(typed(lab, 'r1', 'birdc show protocols r3').at(-1)).toBe(
    'r3       BGP      master   down   TIME    ',
  );
  expect(typed(lab, 'r1', 'ip route show 10.3.0.0/24')).toEqual([
    '10.3.0.0/24 via 192.168.12.2 dev eth2 proto bird ',
  ]);
  expect(typed(lab, 'r1', 'birdc enable r3')).toEqual(['BIRD 1.6.8 ready.', 'r3: enabled']);
  typed(lab, 'r1', 'sleep 8');
  expect(typed(lab, 'r1', 'birdc show route primary').slice(1)).toEqual([
    '10.2.0.0/24        via 192.168.12.2 on eth2 [r2 TIME] * (100) [AS65002i]',
    '10.3.0.0/24        via 192.168.13.3 on eth3 [r3 TIME] * (100) [AS65003i]',
    '10.1.0.0/24        dev lan0 [direct1 TIME] * (240)',
  ]);
});

test('what somebody deletes from the kernel is there again after the next scan', () => {
  const lab = openLab(LAB);
  typed(lab, 'r1', 'ip route del 10.2.0.0/24');
  expect(typed(lab, 'r1', 'ip route show 10.2.0.0/24')).toEqual(['']);
  typed(lab, 'r1', 'sleep 21');
  expect(typed(lab, 'r1', 'ip route show 10.2.0.0/24')).toEqual([
    '10.2.0.0/24 via 192.168.12.2 dev eth2 proto bird ',
  ]);
});

/** Types `configure` after the file of a router was written anew. */
function configured(lab: Session, netns: string, text: string): readonly string[] {
  typed(lab, netns, `echo '${text}' > /etc/bird/bird.conf`);
  return typed(lab, netns, 'birdc configure');
}

const conf = (lab: Session, netns: string): string => typed(lab, netns, 'cat /etc/bird/bird.conf').join('\n');

/** Sessions that came or went since a record. */
function sessionsSince(lab: Session, from: number): number {
  let found = 0;
  for (let seq = from; seq < lab.length; seq += 1)
    if (lab.trace.record(seq).kind === 'bgp.session') found += 1;
  return found;
}

function updatesSince(lab: Session, from: number): readonly { readonly endOfRib: boolean }[] {
  const found: { readonly endOfRib: boolean }[] = [];
  for (let seq = from; seq < lab.length; seq += 1) {
    const record = lab.trace.record(seq);
    if (record.kind === 'bgp.update') found.push(record.detail);
  }
  return found;
}

test('a filter that changes ends no session: routes it refuses are withdrawn, routes it lets pass come back', () => {
  const lab = openLab(LAB);
  const text = conf(lab, 'r1');
  const hidden = text.replaceAll(
    'export all;',
    'export filter { if net = 10.1.0.0/24 then reject; accept; };',
  );
  expect(hidden).not.toBe(text);
  const from = lab.length;
  const told = () =>
    typed(lab, 'r2', 'birdc show route 10.1.0.0/24 protocol r1').some((line) => line.includes('[r1 '));
  expect(told()).toBe(true);
  configured(lab, 'r1', hidden);
  typed(lab, 'r1', 'sleep 1');
  expect(told()).toBe(false);
  configured(lab, 'r1', text);
  typed(lab, 'r1', 'sleep 1');
  expect(told()).toBe(true);
  expect(sessionsSince(lab, from)).toBe(0);
  expect(typed(lab, 'r1', 'birdc show protocols all r2').join('\n')).toMatch(
    /Routes: +\d+ imported, [1-9]\d* exported/,
  );
});

test('an import filter that changes has the peer asked for its routes', () => {
  const lab = openLab(LAB);
  const text = conf(lab, 'r1');
  const source = (address: string) =>
    text.replaceAll('import all;', `import filter { krt_prefsrc = ${address}; accept; };`);
  const from = lab.length;
  for (const address of ['10.1.0.1', '192.168.12.1']) {
    configured(lab, 'r1', source(address));
    typed(lab, 'r1', 'sleep 1');
    expect(typed(lab, 'r1', 'ip route show 10.2.0.0/24').join('\n')).toContain(`src ${address}`);
  }
  expect(sessionsSince(lab, from)).toBe(0);
  // All has been told long ago: End-of-RIB is for whoever comes up (RFC 4724 section 4.1).
  expect(updatesSince(lab, from).filter(({ endOfRib }) => endOfRib)).toEqual([]);
  expect(updatesSince(lab, from)).not.toEqual([]);
});

test('static routes that stay are not withdrawn when others come and go', () => {
  const lab = openLab(LAB);
  const text = conf(lab, 'r1');
  const having = (...prefixes: readonly string[]) =>
    `${text}\nprotocol static { ${prefixes.map((each) => `route ${each} blackhole;`).join(' ')} }\n`;
  configured(lab, 'r1', having('10.8.0.0/24', '10.9.0.0/24'));
  typed(lab, 'r1', 'sleep 1');
  const from = lab.length;
  configured(lab, 'r1', having('10.9.0.0/24', '10.10.0.0/24'));
  typed(lab, 'r1', 'sleep 1');
  const withdrawn: string[] = [];
  for (let seq = from; seq < lab.length; seq += 1) {
    const record = lab.trace.record(seq);
    if (record.kind === 'bird.route' && record.verdict === 'withdrawn')
      withdrawn.push(formatCidr4(record.detail));
  }
  expect(new Set(withdrawn)).toEqual(new Set(['10.8.0.0/24']));
  const routes = typed(lab, 'r1', 'birdc show route protocol static1').join('\n');
  expect(routes).toContain('10.10.0.0/24');
  expect(routes).toContain('10.9.0.0/24');
  expect(routes).not.toContain('10.8.0.0/24');
});

test('static routes and those of the links pass the import filter of their protocol', () => {
  const lab = openLab(LAB);
  const text = conf(lab, 'r1');
  const shown = (protocol: string) => typed(lab, 'r1', `birdc show route protocol ${protocol}`).join('\n');
  const having = (filter: string) =>
    `${text.replace('protocol direct {', `protocol direct { import filter { ${filter} };`)}
protocol static { import filter { ${filter} }; route 10.8.0.0/24 blackhole; route 10.9.0.0/24 blackhole; }\n`;
  expect(having('')).toContain('protocol direct { import');
  configured(
    lab,
    'r1',
    having('if net = 10.8.0.0/24 || net = 10.1.0.0/24 then reject; preference = 7; accept;'),
  );
  typed(lab, 'r1', 'sleep 1');
  expect(shown('static1')).toMatch(/^10\.9\.0\.0\/24 .* \(7\)$/m);
  expect(shown('static1')).not.toContain('10.8.0.0/24');
  expect(shown('direct1')).not.toContain('10.1.0.0/24');
  expect(typed(lab, 'r1', 'birdc show protocols all static1').join('\n')).toMatch(
    /Import updates: +2 +0 +1 +0 +1/,
  );
  configured(lab, 'r1', having('accept;'));
  typed(lab, 'r1', 'sleep 1');
  expect(shown('static1')).toContain('10.8.0.0/24');
  expect(shown('direct1')).toContain('10.1.0.0/24');
});

test('a kernel protocol that is restarted goes on counting what it left there', () => {
  const lab = openLab(LAB);
  const text = conf(lab, 'r1').replace(/protocol kernel \{/, 'protocol kernel { persist;');
  configured(lab, 'r1', text);
  typed(lab, 'r1', 'sleep 1');
  typed(lab, 'r1', 'birdc restart kernel1');
  typed(lab, 'r1', 'sleep 1');
  const exported = () =>
    /(-?\d+) exported/.exec(typed(lab, 'r1', 'birdc show protocols all kernel1').join('\n'))?.[1];
  expect(Number(exported())).toBeGreaterThan(0);
  typed(lab, 'r1', 'birdc disable r2');
  typed(lab, 'r1', 'birdc disable r3');
  typed(lab, 'r1', 'sleep 1');
  expect(exported()).toBe('0');
});

const ADDRESSES = {
  a: ['eth0 192.168.56.11/24', 'lan0 10.244.166.1/24'],
  b: ['eth0 192.168.56.12/24', 'eth1 10.0.0.1/30', 'lan0 10.244.104.1/24'],
  c: ['eth0 10.0.0.2/30', 'lan0 10.9.0.1/24'],
} as const;

/** The lab of the recording: its configurations, its addresses. */
function twoSystems(): string {
  const machines = (['a', 'b', 'c'] as const).map((name) => ({
    ...{ name, role: 'router', files: { '/etc/bird/bird.conf': systems.configs[name] } },
    setup: [
      'ip link add lan0 type veth peer name lan0p',
      'ip link set lan0 up',
      'ip link set lan0p up',
      ...ADDRESSES[name].map((each) => {
        const [dev = '', addr = ''] = each.split(' ');
        return `ip addr add ${addr} dev ${dev}`;
      }),
    ].join('\n'),
  }));
  const text = { en: 't', 'zh-CN': 't' };
  return JSON.stringify({
    ...{ apiVersion: 'packetwalk/v1', kind: 'Lab', metadata: { name: 'test' } },
    spec: {
      ...{ title: text, summary: text, machines },
      cables: [
        ['a/eth0', 'b/eth0'],
        ['b/eth1', 'c/eth0'],
      ],
      start: ['a', 'b', 'c'].map((netns) => ({ netns, run: 'bird' })),
    },
  });
}

test('internal sessions with ADD-PATH, as Calico has them, and one to another system', () => {
  expectRecorded(openLab(twoSystems()), systems.tables);
});
