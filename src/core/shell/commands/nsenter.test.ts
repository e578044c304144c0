/** What nsenter of util-linux 2.38.1 and `ip netns` of iproute2 6.1 answered on a real machine. */
import { describe, expect, test } from 'vitest';
import { recordedShell } from '../../testing/shell-host';

const SETUP = 'ip netns add kx-a\nip -n kx-a link set lo up\nip -n kx-a addr add 10.0.0.1/32 dev lo';

test.each<[string, number, string]>([
  ['nsenter -t 99999 -n ip a', 1, 'nsenter: cannot open /proc/99999/ns/net: No such file or directory'],
  ['nsenter --net=/run/netns/nix ip a', 1, 'nsenter: cannot open /run/netns/nix: No such file or directory'],
  ['nsenter -n ip a', 1, 'nsenter: neither filename nor target pid supplied for ns/net'],
  [
    'nsenter --net=/run/netns/kx-a nosuch',
    127,
    'nsenter: failed to execute nosuch: No such file or directory',
  ],
  ['nsenter -t x -n ip a', 1, "nsenter: failed to parse pid: 'x'"],
  ['ip netns identify 99999', 1, 'Cannot open network namespace: No such file or directory'],
  ['ip netns identify x', 1, "Specified string 'x' is not a pid"],
  ['ip netns pids nix', 1, 'Cannot open network namespace: No such file or directory'],
  ['ip netns pids', 1, 'No netns name specified'],
])('%s', (command, exitCode, line) => {
  expect(recordedShell(SETUP).run(command)).toMatchObject({ exitCode, stderr: [line] });
});

describe('a process is found by the id its machine knows it by', () => {
  test('ip netns pids, identify and nsenter agree', () => {
    const { run } = recordedShell(SETUP);
    run('ip netns exec kx-a sleep 100');
    run('sleep 100');
    const [pid = ''] = run('ip netns pids kx-a').stdout;
    expect(run(`ip netns identify ${pid}`).stdout).toEqual(['kx-a']);
    const there = run('ip netns exec kx-a ip -br addr').stdout;
    expect(run(`nsenter -t ${pid} -n ip -br addr`).stdout).toEqual(there);
    expect(run('nsenter --net=/run/netns/kx-a ip -br addr').stdout).toEqual(there);
    expect(run('nsenter -t 1 -n ip -br addr').stdout).not.toEqual(there);
  });
});
