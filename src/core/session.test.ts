import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { hashOf } from './base/canonical';
import type { Netns } from './model/world';
import { parseLab } from './scenario';
import { Session, WAIT_SECONDS_MAX } from './session';
import type { Input } from './session.types';
import { worldHash } from './sim/hash';
import { pendingCount } from './sim/queue';
import { openLab } from './testing/open-lab';
import type { TraceKind } from './trace/kinds';

/** Goal: what a learner does, and undoes. Method: the two labs of the project, and a bridge loop. */
const labs = (name: string): string => readFileSync(`${name}.yaml`, 'utf8');
const FLANNEL = labs('scenarios/flannel-vxlan-by-hand/scenario');
const exec = (netns: string, command: string): Input => ({ kind: 'exec', netns, command });
const PING = exec('pod-a', 'ping -c 2 10.244.2.2');

/** Every record and the frames they speak of. */
function traceHash(session: Session): string {
  const records = Array.from({ length: session.length }, (_, seq) => {
    const record = session.trace.record(seq);
    return { ...record, frames: [session.trace.frame(record.before), session.trace.frame(record.after)] };
  });
  return hashOf(
    JSON.parse(JSON.stringify(records, (_, value: unknown) => (value instanceof Map ? [...value] : value))),
  );
}

const kinds = (session: Session, from: number): readonly TraceKind[] =>
  Array.from({ length: session.length - from }, (_, i) => session.trace.record(from + i).kind);

const netns = (session: Session, name: string): Netns | undefined =>
  session.world.netns.find((ns) => ns?.name === name);

describe('an input', () => {
  it('runs until it is quiet, a second after what was before', () => {
    const session = openLab(FLANNEL);
    const before = session.world.nowNs;
    const report = session.input(PING);
    expect(report.outcome).toBe('quiet');
    expect(report.records).toBe(session.length - session.trace.record(session.length - report.records).seq);
    expect(session.inputs).toEqual([
      { atNs: before + 1e9, input: PING, command: 'ping -c 2 10.244.2.2', netns: 'pod-a' },
    ]);
    const printed = [...(netns(session, 'pod-a')?.processes.entries.values() ?? [])].at(-1)?.output ?? [];
    expect(printed.some((line) => line.startsWith('2 packets transmitted, 2 received'))).toBe(true);
  });

  it('that ends in a fault of the program leaves nothing behind', () => {
    const session = openLab(FLANNEL);
    session.input(PING);
    const before = [worldHash(session.world), session.length, session.inputs.length];
    // What is no text at all stands for what nobody thought of.
    expect(() => session.input(exec('pod-a', null as unknown as string))).toThrow(TypeError);
    expect([worldHash(session.world), session.length, session.inputs.length]).toEqual(before);
    const other = openLab(FLANNEL);
    for (const one of [session, other])
      for (const input of one === other ? [PING, PING] : [PING]) one.input(input);
    expect(worldHash(session.world)).toBe(worldHash(other.world));
  });

  it('that is answered at once does not let time pass', () => {
    const session = openLab(FLANNEL);
    session.input(exec('pod-a', 'ping -c 1 10.244.2.2'));
    // The first ARP requests' timers, a second, and nothing more.
    expect(session.world.nowNs / 1e9).toBeLessThan(2.5);
  });

  it('in a netns that is not there is refused, and said so', () => {
    const session = openLab(FLANNEL);
    const from = session.length;
    const { outcome } = session.input(exec('nix', 'ip link'));
    expect(outcome).toBe('quiet');
    expect(session.trace.record(from)).toMatchObject({
      ...{ kind: 'input', verdict: 'refused' },
      detail: { index: 0, message: 'Cannot open network namespace "nix": No such file or directory' },
    });
    expect(kinds(session, from)).toEqual(['input']);
  });

  it('may be one of the lab’s sends, by name', () => {
    const session = openLab(FLANNEL);
    const [send] = session.info.sends;
    const from = session.length;
    session.input({ kind: 'send', name: send?.name ?? '' });
    expect(session.trace.record(from)).toMatchObject({ kind: 'input', detail: { command: send?.command } });
    session.input({ kind: 'send', name: 'nix' });
    const refused = kinds(session, 0).lastIndexOf('input');
    expect(session.trace.record(refused).verdict).toBe('refused');
  });

  it('that fails leaves what it printed, and its exit code', () => {
    const session = openLab(FLANNEL);
    session.input(exec('pod-a', 'ip link set nix up'));
    expect(session.trace.record(session.length - 1)).toMatchObject({
      ...{ kind: 'process', verdict: 'exit' },
      detail: { lines: ['Cannot find device "nix"'], exitCode: 1 },
    });
  });
});

describe('waiting', () => {
  it('lets housekeeping happen', () => {
    const session = openLab(FLANNEL);
    session.input(PING);
    const known = (): number => {
      const bridge = netns(session, 'node-1')?.links.find((link) => link?.name === 'cni0');
      return bridge?.kind === 'bridge'
        ? [...bridge.fdb.entries.values()].filter((entry) => !entry.local).length
        : -1;
    };
    const states = (): readonly string[] => {
      const eth0 = netns(session, 'pod-a')?.links.find((link) => link?.name === 'eth0');
      return [...(eth0?.neigh.entries.values() ?? [])].map(({ state }) => state);
    };
    expect([known(), states()]).toEqual([1, ['REACHABLE']]);
    session.input({ kind: 'wait', seconds: 50 });
    expect(states()).toEqual(['STALE']);
    session.input({ kind: 'wait', seconds: 301 });
    expect(known()).toBe(0);
  });

  it('takes the time it says, at most an hour, and never goes back', () => {
    const session = openLab(FLANNEL);
    const took = (seconds: number): number => {
      const before = session.world.nowNs;
      session.input({ kind: 'wait', seconds });
      return (session.world.nowNs - before) / 1e9;
    };
    expect(took(30)).toBe(30);
    expect(took(1e9)).toBe(WAIT_SECONDS_MAX);
    expect([took(-5), took(Number.NaN)]).toEqual([0, 0]);
  });
});

describe('cut', () => {
  const inputs = [
    PING,
    exec('node-1', 'ip route del 10.244.2.0/24'),
    { kind: 'wait', seconds: 20 } as const,
    PING,
  ];

  it.each([0, 1, 2, 3])('after %i inputs, and the same again: the same trace, the same World', (count) => {
    const straight = openLab(FLANNEL);
    for (const input of inputs) straight.input(input);
    const session = openLab(FLANNEL);
    for (const input of inputs) session.input(input);
    session.cut(count);
    expect(session.inputs).toHaveLength(count);
    for (const input of inputs.slice(count)) session.input(input);
    expect(worldHash(session.world)).toBe(worldHash(straight.world));
    expect(traceHash(session)).toBe(traceHash(straight));
  });

  it('and something else: another branch', () => {
    const session = openLab(FLANNEL);
    for (const input of inputs) session.input(input);
    session.cut(1);
    const from = session.length;
    session.input(exec('node-2', 'ip link set eth0 down'));
    expect(session.inputs.map(({ command }) => command)).toEqual([
      'ping -c 2 10.244.2.2',
      'ip link set eth0 down',
    ]);
    expect(session.trace.record(from)).toMatchObject({ kind: 'input', detail: { index: 1 } });
  });

  it('of what is not there does nothing', () => {
    const session = openLab(FLANNEL);
    session.input(PING);
    const hash = traceHash(session);
    session.cut(1);
    session.cut(99);
    expect(traceHash(session)).toBe(hash);
  });
});

describe('opening', () => {
  it('with inputs is the same as typing them', () => {
    const typed = openLab(FLANNEL);
    typed.input(PING);
    typed.input(exec('node-1', 'ip route del 10.244.2.0/24'));
    typed.input(PING);
    const lab = parseLab('test', FLANNEL);
    const opened = lab.ok ? Session.open(lab.value, { inputs: typed.inputs }) : null;
    expect(opened?.ok && traceHash(opened.value)).toBe(traceHash(typed));
  });

  it('a lab whose set-up the kernel refuses is a problem with its place', () => {
    const lab = parseLab('test', FLANNEL.replace('ip link set cni0 up', 'ip link set nix up'));
    const opened = lab.ok ? Session.open(lab.value) : null;
    expect(opened?.ok).toBe(false);
    expect(opened?.ok === false && opened.error[0]).toMatchObject({ file: 'test', document: 1 });
  });
});

/** Two bridges joined by `wires` veth pairs. */
function loop(wires: number): Session {
  const commands = [
    ...[
      'ip link add br0 type bridge',
      'ip link add br1 type bridge',
      'ip link set br0 up',
      'ip link set br1 up',
    ],
    'ip addr add 10.1.0.1/24 dev br0',
  ];
  for (let i = 0; i < wires; i += 1) {
    commands.push(`ip link add a${i} type veth peer name b${i}`);
    commands.push(`ip link set a${i} master br0 up`, `ip link set b${i} master br1 up`);
  }
  const head = labs('src/core/testing/labs/same-node').slice(
    0,
    labs('src/core/testing/labs/same-node').indexOf('  machines:'),
  );
  const setup = commands.map((command) => `        ${command}`).join('\n');
  const sends = '  sends: []\n';
  return openLab(`${head}  machines:\n    - name: m\n      role: host\n      setup: |\n${setup}\n${sends}`);
}

describe('a bridge loop', () => {
  it.each([2, 3, 5])('of %i wires is stopped, and can be mended', (wires) => {
    const session = loop(wires);
    const report = session.input(exec('m', 'ping -c1 10.1.0.9'));
    expect(report.outcome).toBe('bounded');
    expect(report.events).toBeLessThanOrEqual(20_000);
    // With more than two wires every frame becomes two: what is under way stays within reason as well.
    expect(pendingCount(session.world)).toBeLessThan(6000);
    const down = Array.from({ length: wires - 1 }, (_, i) => `ip link set a${i} down`).join('; ');
    expect(session.input(exec('m', down)).outcome).toBe('quiet');
    expect(session.input(exec('m', 'ip link')).outcome).toBe('quiet');
  });

  it('goes round on, a bit at a time, while nobody mends it', () => {
    const session = loop(2);
    session.input(exec('m', 'ping -c1 10.1.0.9'));
    for (let i = 0; i < 2; i += 1) {
      const from = session.length;
      expect(session.input(exec('m', 'ip -br link')).outcome).toBe('bounded');
      expect(kinds(session, from)).toContain('input');
    }
  });
});
