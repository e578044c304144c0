import { describe, expect, test } from 'vitest';
import { recordedShell } from '../../../testing/shell-host';

describe('abbreviations mean what they mean to iproute2', () => {
  test.each<[string, string]>([
    ['ip a a 10.0.0.1/24 dev eth0', 'addr.add'],
    ['ip ad add 10.0.0.1/24 dev eth0', 'addr.add'],
    ['ip address add 10.0.0.1/24 dev eth0', 'addr.add'],
    ['ip r a blackhole 10.9.0.0/16', 'route.add'],
    ['ip ro rep blackhole 10.9.0.0/16', 'route.replace'],
    ['ip route ap blackhole 10.9.0.0/16', 'route.append'],
    ['ip r d blackhole 10.9.0.0/16', 'route.del'],
    ['ip l s eth0 up', 'link.set'],
    ['ip li se eth0 up', 'link.set'],
    ['ip l a br0 t bridge', 'link.add'],
    ['ip l d eth0', 'link.del'],
    ['ip n a 10.0.0.5 lladdr 02:00:00:00:00:01 dev eth0', 'neigh.add'],
    ['ip neighbor r 10.0.0.5 lladdr 02:00:00:00:00:01 dev eth0', 'neigh.replace'],
    ['ip net a pod', 'netns.add'],
    ['ip r a 10.9.0.0/16 via 10.0.0.1 me 5 ta 100 pr static', 'route.add'],
  ])('%s', (command, kind) => {
    const { run, ops } = recordedShell();
    run(command);
    expect(ops.map((op) => op.kind)).toEqual([kind]);
  });
});

test('ip n is neighbour, ip mr is mroute, which has nothing, ip ru is rule', () => {
  const { run } = recordedShell();
  expect(run('ip n')).toMatchObject({ exitCode: 0, stdout: [] });
  expect(run('ip mr')).toMatchObject({ exitCode: 0, stdout: [] });
  expect(run('ip -d ru').stdout[0]).toBe('0:\tfrom all lookup local proto kernel');
  expect(run('ip ru').stdout[0]).toBe('0:\tfrom all lookup local');
});

describe('options', () => {
  const setup = 'ip netns add pod-a';

  test.each([
    'ip -n pod-a link set lo up',
    'ip -netns pod-a link set lo up',
    'ip -4 -net pod-a link set lo up',
  ])('%s', (command) => {
    const { run, ops } = recordedShell(setup);
    expect(run(command).exitCode).toBe(0);
    expect(ops).toMatchObject([{ netns: 'pod-a' }]);
  });

  test.each<[string, number, string]>([
    ['ip -frob link', 255, 'Option "-frob" is unknown, try "ip -help".'],
    ['ip -n nope link', 255, 'Cannot open network namespace "nope": No such file or directory'],
    ['ip -n', 255, 'Cannot open network namespace "(null)": No such file or directory'],
    ['ip frob', 1, 'Object "frob" is unknown, try "ip help".'],
    ['ip -6 route add default', 69, "packetwalk: 'ip -6' is not in this lab yet"],
    ['ip -6 link', 69, "packetwalk: 'ip -6' is not in this lab yet"],
  ])('%s', (command, exitCode, answer) => {
    expect(recordedShell(setup).run(command)).toEqual({ exitCode, stdout: [], stderr: [answer], pid: null });
  });
});
