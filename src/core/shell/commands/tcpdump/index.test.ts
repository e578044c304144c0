/**
 * Goal: the command speaks as tcpdump 4.99.3 does, prints live what passes while others send, and prints the same as the
 * view. Texts as observed on Linux with libpcap 1.10.3.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Process } from '../../../model/process';
import { openLab } from '../../../testing/open-lab';
import { net, routedNet } from '../../../testing/net';
import type { Session } from '../../../session';
import { captures, tcpdumpLine } from '../../../views/tcpdump';

const FLANNEL = readFileSync('scenarios/flannel-vxlan-by-hand/scenario.yaml', 'utf8');
const PLAIN = { ether: false, verbose: false };

function processOf(session: Session, netns: string): Process {
  const ns = session.world.netns.find((one) => one?.name === netns);
  const found = [...(ns?.processes.entries.values() ?? [])].find(({ app }) => app === 'tcpdump');
  if (found === undefined) throw new Error('no tcpdump');
  return found;
}

describe('while others send', () => {
  const session = openLab(FLANNEL, [
    ['node-1', 'tcpdump -ni cni0 icmp or arp'],
    ['pod-a', 'ping -c 1 10.244.2.2'],
    ['pod-a', 'ping -c 1 10.244.1.1'],
  ]);

  test('it prints what the view shows of the device', () => {
    const seen = captures(session, 0, session.length - 1).find(
      ({ netns, dev }) => netns === 'node-1' && dev === 'cni0',
    );
    const lines = (seen?.frames ?? []).map((frame) => tcpdumpLine(frame, PLAIN));
    expect(lines.length).toBeGreaterThan(4);
    const { output, exitCode } = processOf(session, 'node-1');
    expect(output).toEqual([
      'tcpdump: verbose output suppressed, use -v[v]... for full protocol decode',
      'listening on cni0, link-type EN10MB (Ethernet), snapshot length 262144 bytes',
      ...lines,
    ]);
    expect(exitCode).toBeNull();
  });

  test('Ctrl-C ends it with the counts; afterwards it sees nothing', () => {
    session.input({ kind: 'interrupt', of: 0 });
    const { output, exitCode } = processOf(session, 'node-1');
    const count = output.length - 2 - 3;
    expect(output.slice(-3)).toEqual([
      `${count} packets captured`,
      `${count} packets received by filter`,
      '0 packets dropped by kernel',
    ]);
    expect(exitCode).toBe(0);
    session.input({ kind: 'exec', netns: 'pod-a', command: 'ping -c 1 10.244.2.2' });
    expect(processOf(session, 'node-1').output).toEqual(output);
  });

  test('and all of it can be replayed', () => {
    const again = openLab(FLANNEL);
    for (const { input } of session.inputs) again.input(input);
    expect(again.hash()).toEqual(session.hash());
    for (let seq = 0; seq < session.length; seq += 5) {
      const { kind, changes } = session.explain(seq);
      expect({ kind, changes }).toEqual({
        kind: session.trace.record(seq).kind,
        changes: session.trace.record(seq).changes,
      });
    }
  });
});

test('-c ends it by itself, with one packet in the singular', () => {
  const session = openLab(FLANNEL, [
    ['pod-b', 'tcpdump -v -c 1 -i eth0 icmp'],
    ['pod-a', 'ping -c 1 10.244.2.2'],
  ]);
  const { output, exitCode } = processOf(session, 'pod-b');
  expect(output[0]).toBe(
    'tcpdump: listening on eth0, link-type EN10MB (Ethernet), snapshot length 262144 bytes',
  );
  expect(output[1]).toMatch(/^\d\d:\d\d:\d\d\.\d{6} IP \(tos 0x0, ttl 62, .*proto ICMP \(1\), length 84\)$/);
  expect(output[2]).toMatch(
    /^ {4}10\.244\.1\.2 > 10\.244\.2\.2: ICMP echo request, id \d+, seq 1, length 64$/,
  );
  expect(output.slice(3, 4)).toEqual(['1 packet captured']);
  expect(output[4]).toMatch(/^\d packets? received by filter$/);
  expect(exitCode).toBe(0);
});

test('-i any tells device and direction; on lo the kernel counts both ways, and one is shown', () => {
  const lab = routedNet();
  const { pid } = lab.ask('h1', 'tcpdump -i any -n icmp');
  lab.quiet();
  lab.ping('h1', '-c1 127.0.0.1');
  lab.ping('h1', '-c1 10.1.0.1');
  const output = lab.ns('h1').processes.entries.get(pid ?? 0)?.output ?? [];
  expect(output.slice(0, 3)).toEqual([
    'tcpdump: data link type LINUX_SLL2',
    'tcpdump: verbose output suppressed, use -v[v]... for full protocol decode',
    'listening on any, link-type LINUX_SLL2 (Linux cooked v2), snapshot length 262144 bytes',
  ]);
  expect(output.slice(3).map((line) => line.replace(/^\S+ /, '').replace(/ id \d+,/, ''))).toEqual([
    'lo    In  IP 127.0.0.1 > 127.0.0.1: ICMP echo request, seq 1, length 64',
    'lo    In  IP 127.0.0.1 > 127.0.0.1: ICMP echo reply, seq 1, length 64',
    'a0    Out IP 10.1.0.2 > 10.1.0.1: ICMP echo request, seq 1, length 64',
    'a0    In  IP 10.1.0.1 > 10.1.0.2: ICMP echo reply, seq 1, length 64',
  ]);
  const socket = [...lab.ns('h1').sockets.entries.values()].find(({ kind }) => kind === 'packet');
  expect(socket).toMatchObject({ received: 6, dropped: 0 });
});

test('-e -i any: the cooked header', () => {
  const lab = routedNet();
  const { pid } = lab.ask('h1', 'tcpdump -ne -i any icmp');
  lab.quiet();
  lab.ping('h1', '-c1 127.0.0.1');
  expect(lab.ns('h1').processes.entries.get(pid ?? 0)?.output[3]).toMatch(
    /^\S+ lo {4}In {2}ifindex 1 00:00:00:00:00:00 ethertype IPv4 \(0x0800\), length 104: 127\.0\.0\.1 > 127\.0\.0\.1: ICMP echo request, /,
  );
});

describe('what it refuses', () => {
  test.each([
    ['-i nosuch', ['tcpdump: nosuch: No such device exists', '(No such device exists)']],
    ['-i d0', ['tcpdump: d0: That device is not up']],
    ['-c 0', ['tcpdump: invalid packet count 0']],
    ['-c x', ['tcpdump: invalid packet count x']],
    ['-i lo foo', ["tcpdump: can't parse filter expression: syntax error"]],
    [
      '-i any ether host 02:00:00:00:00:01',
      [
        'tcpdump: data link type LINUX_SLL2',
        'tcpdump: ethernet addresses supported only on ethernet/FDDI/token ring/802.11/ATM LANE/Fibre Channel',
      ],
    ],
  ])('%s', (words, stderr) => {
    const lab = net().machines('h').type('h', 'ip link set lo up\nip link add d0 type dummy');
    expect(lab.ask('h', `tcpdump ${words}`)).toMatchObject({ exitCode: 1, stdout: [], stderr });
  });

  test('an option without its value: version and usage follow', () => {
    const { stderr } = net().machines('h').ask('h', 'tcpdump -i');
    expect(stderr.slice(0, 4)).toEqual([
      "tcpdump: option requires an argument -- 'i'",
      'tcpdump version 4.99.3',
      'libpcap version 1.10.3 (with TPACKET_V3)',
      'Usage: tcpdump [-AbdDefhHIJKlLnNOpqStuUvxX#] [ -B size ] [ -c count ] [--count]',
    ]);
  });

  test('-w: there are no files to write to', () => {
    expect(net().machines('h').ask('h', 'tcpdump -w x').stderr.join()).toContain('tcpdump -w');
  });
});

describe('times and bytes', () => {
  const text = (options: string): readonly string[] => {
    const lab = routedNet();
    const { pid } = lab.ask('h1', `tcpdump ${options} -i lo -c 1 icmp`);
    lab.ask('h1', 'ping -c 1 -s 4 127.0.0.1');
    lab.quiet();
    return (
      lab
        .ns('h1')
        .processes.entries.get(pid ?? 0)
        ?.output.slice(2) ?? []
    );
  };

  test('-t, and its repetitions', () => {
    expect(text('-t')[0]).toMatch(/^IP 127\.0\.0\.1 > /);
    expect(text('-tt')[0]).toMatch(/^176722560\d\.\d{6} IP /);
    expect(text('-ttt')[0]).toMatch(/^ 00:00:00\.000000 IP /);
    expect(text('-nn -tttt')[0]).toMatch(/^2026-01-01 00:00:0\d\.\d{6} IP /);
  });

  test('-X without the link-layer header, -XX with it', () => {
    expect(text('-tX')[1]).toMatch(
      /^\t0x0000: {2}4500 0020 [0-9a-f]{4} 4000 4001 [0-9a-f]{4} 7f00 0001 {2}E\.{3}/,
    );
    expect(text('-tXX')[1]).toMatch(/^\t0x0000: {2}0000 0000 0000 0000 0000 0000 0800 4500 {2}\.{14}E\.$/);
  });

  test('-A', () => {
    expect(text('-tA')[1]).toMatch(/^E\.\. /);
  });
});
