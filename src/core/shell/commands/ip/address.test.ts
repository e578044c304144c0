/** Answers recorded from iproute2 6.1.0 on Linux 6.18. */
import { describe, expect, test } from 'vitest';
import { recordedShell } from '../../../testing/shell-host';
import { SCOPE_HOST, SCOPE_LINK } from '../../../model/route';
import { ipv4 } from '../../../wire/addr';

const SETUP = 'ip link add v0 type veth peer name v1';
const addr = { addr: ipv4('10.0.0.1'), len: 24 };

describe('ip address add', () => {
  test.each<[string, object]>([
    ['10.0.0.1/24 dev v0', { addr }],
    ['dev v0 10.0.0.1/24', { addr }],
    ['local 10.0.0.1/24 dev v0', { addr }],
    ['10.0.0.1/24 brd + dev v0', { addr, broadcast: 'auto' }],
    ['10.0.0.1/24 broadcast 10.0.0.255 dev v0', { addr, broadcast: ipv4('10.0.0.255') }],
    ['10.0.0.1/24 scope link dev v0', { addr, scope: SCOPE_LINK }],
    ['10.0.0.1/255.255.255.0 dev v0', { addr }],
    ['10.0.0.1 dev v0', { addr: { addr: ipv4('10.0.0.1'), len: 32 } }],
    ['10.0.0.1/24 dev v1 dev v0', { addr }],
    ['127.0.0.2/8 dev v0', { addr: { addr: ipv4('127.0.0.2'), len: 8 }, scope: SCOPE_HOST }],
  ])('%s', (words, fields) => {
    const { run, ops } = recordedShell(SETUP);
    const typed = `ip addr add ${words}`;
    run(typed);
    expect(ops).toEqual([{ kind: 'addr.add', dev: 'v0', ...fields, netns: 'node-1', typed }]);
  });
});

describe('ip address del', () => {
  const WITH = `${SETUP}\nip addr add 10.0.0.1/24 dev v0`;

  test('names address and length', () => {
    const { run, ops } = recordedShell(WITH);
    expect(run('ip addr del 10.0.0.1/24 dev v0')).toMatchObject({ exitCode: 0, stderr: [] });
    expect(ops).toMatchObject([{ kind: 'addr.del', dev: 'v0', addr }]);
  });

  test('without a length takes the address that is there, and warns', () => {
    const { run, ops } = recordedShell(WITH);
    expect(run('ip addr del 10.0.0.1 dev v0')).toEqual({
      exitCode: 0,
      stdout: [],
      stderr: [
        'Warning: Executing wildcard deletion to stay compatible with old scripts.',
        '         Explicitly specify the prefix length (10.0.0.1/32) to avoid this warning.',
        '         This special behaviour is likely to disappear in further releases,',
        '         fix your scripts!',
      ],
      pid: null,
    });
    expect(ops).toMatchObject([{ addr }]);
  });
});

describe('refused', () => {
  test.each<[string, number, string]>([
    ['ip addr frob', 255, 'Command "frob" is unknown, try "ip address help".'],
    ['ip addr add 10.0.0.1/24', 1, 'Not enough information: "dev" argument is required.'],
    ['ip addr add 10.0.0.1/24 dev nope', 1, 'Cannot find device "nope"'],
    [
      'ip addr add 10.0.0.300/24 dev v0',
      1,
      'Error: any valid prefix is expected rather than "10.0.0.300/24".',
    ],
    ['ip addr add 10.0.0.1/33 dev v0', 1, 'Error: any valid prefix is expected rather than "10.0.0.1/33".'],
    ['ip addr add 10.0.0.1/24 foo dev v0', 255, 'Error: either "local" is duplicate, or "foo" is a garbage.'],
    ['ip addr add 10.0.0.2/24 broadcast x dev v0', 1, 'Error: inet address is expected rather than "x".'],
    [
      'ip addr add 10.0.0.2/24 scope frob dev v0',
      255,
      'Error: argument "frob" is wrong: invalid scope value.',
    ],
    ['ip addr add dev v0', 2, 'RTNETLINK answers: Operation not supported'],
    ['ip addr add 10.0.0.1/24 dev v0', 2, 'Error: ipv4: Address already assigned.'],
    ['ip addr del 10.0.0.77/24 dev v0', 2, 'Error: ipv4: Address not found.'],
    ['ip addr del 10.0.0.1/24 dev nope', 1, 'Cannot find device "nope"'],
    ['ip addr add fd00::1/64 dev v0', 69, "packetwalk: 'IPv6' is not in this lab yet"],
    [
      'ip addr add 10.0.0.2/24 label v0:1 dev v0',
      69,
      "packetwalk: 'ip address … label' is not in this lab yet",
    ],
    ['ip addr flush dev v0 label x', 69, "packetwalk: 'ip address flush … label' is not in this lab yet"],
    ['ip addr flush', 1, 'Flush requires arguments.'],
    ['ip addr flush dev nowhere', 1, 'Device "nowhere" does not exist.'],
  ])('%s', (command, exitCode, answer) => {
    const { run } = recordedShell(`${SETUP}\nip addr add 10.0.0.1/24 dev v0`);
    expect(run(command)).toEqual({ exitCode, stdout: [], stderr: [answer], pid: null });
  });
});

describe('ip address flush and replace', () => {
  const shell = (): ReturnType<typeof recordedShell> =>
    recordedShell(
      `${SETUP}\nip addr add 10.0.0.1/24 dev v0\nip addr add 10.0.0.2/24 dev v0\nip addr add 10.9.0.1/16 scope link dev v0`,
    );
  const deleted = (command: string): readonly unknown[] => {
    const { run, ops } = shell();
    expect(run(command)).toMatchObject({ exitCode: 0, stdout: [], stderr: [] });
    return ops.flatMap((op) => (op.kind === 'addr.del' ? [op.addr] : []));
  };

  test('takes one address after the other, and a secondary with its primary', () => {
    expect(deleted('ip addr flush dev v0')).toEqual([{ addr: ipv4('10.9.0.1'), len: 16 }, addr]);
  });

  test('takes those of a scope or within a prefix', () => {
    expect(deleted('ip addr flush dev v0 scope link')).toEqual([{ addr: ipv4('10.9.0.1'), len: 16 }]);
    expect(deleted('ip addr flush v0 to 10.0.0.0/8 scope global')).toEqual([addr]);
  });

  test('replaces what is there by itself', () => {
    const { run, ops } = shell();
    const before = ops.length;
    expect(run('ip addr replace 10.0.0.1/24 dev v0').exitCode).toBe(0);
    expect(ops).toHaveLength(before);
    run('ip addr replace 10.0.0.7/24 dev v0');
    expect(ops).toHaveLength(before + 1);
  });
});
