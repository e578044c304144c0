/** Answers recorded from iproute2 6.1.0 on Linux 6.18. */
import { expect, test } from 'vitest';
import { recordedShell } from '../../../testing/shell-host';

test('ip netns add', () => {
  const { run, ops } = recordedShell();
  expect(run('ip netns add pod-a').exitCode).toBe(0);
  expect(ops).toEqual([{ kind: 'netns.add', name: 'pod-a', netns: 'node-1', typed: 'ip netns add pod-a' }]);
});

test('ip netns lists those of its machine, without the root one', () => {
  const { run } = recordedShell('ip netns add pod-a\nip netns add pod-b');
  run('ip netns add pod-c', 'node-2');
  expect(run('ip netns').stdout).toEqual(['pod-b', 'pod-a']);
  expect(run('ip netns list', 'pod-b').stdout).toEqual(['pod-b', 'pod-a']);
});

// Recorded on Linux 6.18.
test('ip netns has numbers for those a device leads to', () => {
  const { run } = recordedShell('ip netns add a\nip netns add b\nip netns add c');
  run('ip link add v1 type veth peer name e0 netns c');
  run('ip link add v2 type veth peer name e0 netns a');
  expect(run('ip netns').stdout).toEqual(['c (id: 0)', 'b', 'a (id: 1)']);
  expect(run('ip -j netns').stdout).toEqual(['[{"name":"c","id":0},{"name":"b"},{"name":"a","id":1}]']);
  expect(run('ip netns list-id').stdout).toEqual([
    'nsid 0 (iproute2 netns name: c)',
    'nsid 1 (iproute2 netns name: a)',
  ]);
  expect(run('ip -j link show v2').stdout[0]).toContain('"link_netnsid":1}');
});

test.each<[string, number, string]>([
  ['ip netns frob', 255, 'Command "frob" is unknown, try "ip netns help".'],
  ['ip netns add', 1, 'No netns name specified'],
  ['ip netns add a', 1, 'Cannot create namespace file "/run/netns/a": File exists'],
  ['ip netns add /x', 255, 'Invalid netns name "/x"'],
  ['ip netns add ..', 255, 'Invalid netns name ".."'],
  ['ip netns exec', 1, 'No netns name specified'],
  ['ip netns exec a', 1, 'No command specified'],
  ['ip netns exec nope ls', 255, 'Cannot open network namespace "nope": No such file or directory'],
  ['ip netns del', 1, 'No netns name specified'],
  ['ip netns del a', 0, ''],
  ['ip netns del b', 1, 'Cannot remove namespace file "/run/netns/b": No such file or directory'],
  ['ip netns set a 1', 69, "packetwalk: 'ip netns set' is not in this lab yet"],
])('%s', (command, exitCode, answer) => {
  expect(recordedShell('ip netns add a').run(command)).toEqual({
    exitCode,
    stdout: [],
    stderr: answer === '' ? [] : [answer],
    pid: null,
  });
});
