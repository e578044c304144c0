/** Answers recorded from iproute2 6.1.0 on Linux 6.18. */
import { describe, expect, test } from 'vitest';
import { recordedShell } from '../../../testing/shell-host';
import { SCOPE_HOST, SCOPE_LINK, TABLE_LOCAL } from '../../../model/route';
import { ipv4 } from '../../../wire/addr';

const SETUP = `
ip link set eth0 up
ip addr add 10.0.0.1/24 dev eth0`;
const dst = { addr: ipv4('10.9.0.0'), len: 16 };
const anywhere = { addr: ipv4('0.0.0.0'), len: 0 };
const via = ipv4('10.0.0.9');
const boot = { protocol: 'boot' };

describe('ip route add', () => {
  test.each<[string, object]>([
    ['10.9.0.0/16 via 10.0.0.9', { dst, via, ...boot }],
    ['10.9.0.0/16 via inet 10.0.0.9', { dst, via, ...boot }],
    ['to 10.9.0.0/16 via 10.0.0.9', { dst, via, ...boot }],
    ['10.9/16 via 10.0.0.9', { dst, via, ...boot }],
    ['default via 10.0.0.9', { dst: anywhere, via, ...boot }],
    ['0.0.0.0/0 via 10.0.0.9', { dst: anywhere, via, ...boot }],
    ['10.9.0.0/16 dev eth0', { dst, dev: 'eth0', scope: SCOPE_LINK, ...boot }],
    ['10.9.0.0/16 via 10.0.0.9 dev eth0 onlink', { dst, via, dev: 'eth0', onlink: true, ...boot }],
    [
      '10.9.0.0/16 dev eth0 src 10.0.0.1',
      { dst, dev: 'eth0', src: ipv4('10.0.0.1'), scope: SCOPE_LINK, ...boot },
    ],
    ['10.9.0.0/16 via 10.0.0.9 metric 5 table 100', { dst, via, metric: 5, table: 100, ...boot }],
    ['10.9.0.0/16 via 10.0.0.9 proto static scope global', { dst, via, protocol: 'static', scope: 0 }],
    ['10.9.0.0/16 via 10.0.0.9 proto 12', { dst, via, protocol: 'bird' }],
    ['10.9.0.0/16 via 10.0.0.9 tos 0x10', { dst, via, tos: 16, ...boot }],
    ['blackhole 10.9.0.0/16', { dst, type: 'blackhole', ...boot }],
    ['unreachable default metric 10', { dst: anywhere, type: 'unreachable', metric: 10, ...boot }],
    [
      'local 10.85.0.1 dev eth0',
      {
        dst: { addr: ipv4('10.85.0.1'), len: 32 },
        type: 'local',
        dev: 'eth0',
        scope: SCOPE_HOST,
        table: TABLE_LOCAL,
        ...boot,
      },
    ],
  ])('%s', (words, route) => {
    const { run, ops } = recordedShell(SETUP);
    const typed = `ip route add ${words}`;
    run(typed);
    expect(ops).toEqual([{ kind: 'route.add', route, netns: 'node-1', typed }]);
  });
});

test.each([
  ['replace', 'route.replace'],
  ['append', 'route.append'],
  ['del', 'route.del'],
])('ip route %s', (verb, kind) => {
  const { run, ops } = recordedShell(SETUP);
  run(`ip route ${verb} 10.9.0.0/16 via 10.0.0.9`);
  expect(ops).toMatchObject([{ kind, route: { dst, via } }]);
});

test('a route to delete is only described as far as it was typed', () => {
  const { run, ops } = recordedShell(SETUP);
  run('ip route del 10.9.0.0/16');
  expect(ops).toEqual([
    { kind: 'route.del', route: { dst }, netns: 'node-1', typed: 'ip route del 10.9.0.0/16' },
  ]);
});

describe('refused', () => {
  test.each<[string, number, string]>([
    ['ip route frob', 255, 'Command "frob" is unknown, try "ip route help".'],
    ['ip route add 10.9.0.0/16 via', 255, 'Command line is not complete. Try option "help"'],
    ['ip route add 10.9.0.0/16 dev nope', 1, 'Cannot find device "nope"'],
    ['ip route add 10.9.0.0/16 via 1.2.3.400', 1, 'Error: inet address is expected rather than "1.2.3.400".'],
    [
      'ip route add 10.9.0.300/16 dev eth0',
      1,
      'Error: any valid prefix is expected rather than "10.9.0.300/16".',
    ],
    ['ip route add 10.9.0.0/16 dev eth0 foo', 255, 'Error: either "to" is duplicate, or "foo" is a garbage.'],
    [
      'ip route add 10.9.0.0/16 10.8.0.0/16 dev eth0',
      255,
      'Error: either "to" is duplicate, or "10.8.0.0/16" is a garbage.',
    ],
    [
      'ip route add 10.9.0.0/16 dev eth0 metric x',
      255,
      'Error: argument "x" is wrong: "metric" value is invalid\n',
    ],
    [
      'ip route add 10.9.0.0/16 dev eth0 table x',
      255,
      'Error: argument "x" is wrong: "table" value is invalid\n',
    ],
    [
      'ip route add 10.9.0.0/16 dev eth0 scope x',
      255,
      'Error: argument "x" is wrong: invalid "scope" value\n',
    ],
    [
      'ip route add 10.9.0.0/16 dev eth0 proto x',
      255,
      'Error: argument "x" is wrong: "protocol" value is invalid\n',
    ],
    [
      'ip route add 10.9.0.0/16 via 10.0.0.9 via 10.0.0.8',
      255,
      'Error: argument "via" is wrong: use nexthop syntax to specify multiple via\n',
    ],
    ['ip route add 10.9.0.0/16 dev eth0 src x', 1, 'Error: inet address is expected rather than "x".'],
    ['ip route add 10.9.0.0/16 via 1.2.3.4', 2, 'Error: Nexthop has invalid gateway.'],
    ['ip route add 10.9.0.0/16', 2, 'RTNETLINK answers: No such device'],
    ['ip route add 10.9.0.1/16 dev eth0', 2, 'Error: Invalid prefix for given prefix length.'],
    ['ip route add 10.0.0.0/24 dev eth0', 2, 'RTNETLINK answers: File exists'],
    ['ip route add 10.86.0.0/16 dev eth0 src 9.9.9.9', 2, 'Error: Invalid prefsrc address.'],
    ['ip route del 10.99.0.0/16', 2, 'RTNETLINK answers: No such process'],
    ['ip route add 10.9.0.0/16 proto bgp dev eth0', 69, "packetwalk: 'proto bgp' is not in this lab yet"],
    [
      'ip route add 10.12.0.0/16 nexthop via 10.0.0.9 onlink',
      2,
      'Error: Nexthop device required for onlink.',
    ],
    ['ip route add 10.12.0.0/16 nexthop', 255, 'Error: unexpected end of line after "nexthop"'],
    ['ip route flush', 1, '"ip route flush" requires arguments.'],
    ['ip route get', 1, 'need at least a destination address'],
  ])('%s', (command, exitCode, answer) => {
    expect(recordedShell(SETUP).run(command)).toEqual({
      exitCode,
      stdout: [],
      stderr: answer.split('\n'),
      pid: null,
    });
  });

  test('without any words it prints how it is used', () => {
    const { exitCode, stderr } = recordedShell(SETUP).run('ip route add');
    expect([exitCode, stderr[0]?.slice(0, 12)]).toEqual([255, 'Usage: ip ro']);
  });
});

test('routes through a device without a carrier are linkdown; an address of the machine stays', () => {
  const setup = 'ip link add v0 type veth peer name v1\nip addr add 10.3.0.1/24 dev v0\nip link set v0 up';
  const { run } = recordedShell(setup);
  expect(run('ip route').stdout).toEqual([
    '10.3.0.0/24 dev v0 proto kernel scope link src 10.3.0.1 linkdown ',
  ]);
  const local = run('ip route show table local').stdout;
  expect(local).toContain('local 10.3.0.1 dev v0 proto kernel scope host src 10.3.0.1 ');
  expect(local).toContain('broadcast 10.3.0.255 dev v0 proto kernel scope link src 10.3.0.1 linkdown ');
});
