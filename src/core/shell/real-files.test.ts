/** Goal: nothing that every Linux has is denied in the name of a tool. */
import { describe, expect, test } from 'vitest';
import { recordedShell } from '../testing/shell-host';
import { netnsNamed } from './netns';
import { isRealFile, isRealSetting } from './real-files';

describe('a refusal in the name of the lab', () => {
  test.each([
    ['cat /proc/meminfo', 'cat: /proc/meminfo: packetwalk: this file is not in this lab yet'],
    ['cat /proc/self/status', 'cat: /proc/self/status: packetwalk: this file is not in this lab yet'],
    ['cat /etc/passwd', 'cat: /etc/passwd: packetwalk: this file is not in this lab yet'],
    ['ls /opt/cni/bin', "ls: cannot access '/opt/cni/bin': packetwalk: this file is not in this lab yet"],
    ['cat < /proc/cpuinfo', 'bash: /proc/cpuinfo: packetwalk: this file is not in this lab yet'],
    [
      'echo 1 > /proc/sys/vm/swappiness',
      'bash: /proc/sys/vm/swappiness: packetwalk: this file is not in this lab yet',
    ],
    ['sysctl net.core.somaxconn', "packetwalk: 'sysctl net.core.somaxconn' is not in this lab yet"],
    ['sysctl -w vm.swappiness=10', "packetwalk: 'sysctl -w vm.swappiness' is not in this lab yet"],
    ['sysctl -w kernel.hostname=x', "packetwalk: 'sysctl -w kernel.hostname' is not in this lab yet"],
    ['lsns', "packetwalk: 'lsns' is not in this lab yet"],
    ['pgrep kubelet', "packetwalk: 'pgrep' is not in this lab yet"],
    ['kill %1', "packetwalk: 'kill %JOB' is not in this lab yet"],
  ])('%s', (command, said) => {
    expect(recordedShell().run(command).stderr).toEqual([said]);
  });
});

test.each([
  ['cat /proc/nosuch', 'cat: /proc/nosuch: No such file or directory'],
  ['cat /etc/nosuch', 'cat: /etc/nosuch: No such file or directory'],
  ['sysctl net.ipv4.nosuch', 'sysctl: cannot stat /proc/sys/net/ipv4/nosuch: No such file or directory'],
  ['sysctl -p', 'sysctl: cannot open "/etc/sysctl.conf": No such file or directory'],
])('%s is not there in life either', (command, said) => {
  expect(recordedShell().run(command).stderr).toEqual([said]);
});

test('settings by device', () => {
  const { host } = recordedShell();
  const ns = netnsNamed(host.world, 'node-1');
  expect(isRealSetting(ns, 'net/ipv4/conf/eth0/igmpv2_unsolicited_report_interval')).toBe(true);
  expect(isRealSetting(ns, 'net/ipv4/conf/eth9/igmpv2_unsolicited_report_interval')).toBe(false);
  expect(isRealSetting(ns, 'net/ipv4/conf/eth0/nosuch')).toBe(false);
  expect(isRealFile(ns, '/proc/17/status')).toBe(true);
  expect(isRealFile(ns, '/proc/1x')).toBe(false);
});

test('what the kernel says of itself is what uname says', () => {
  const { run } = recordedShell();
  expect(run('sysctl kernel.hostname kernel.osrelease').stdout).toEqual([
    'kernel.hostname = node-1',
    `kernel.osrelease = ${run('uname -r').stdout[0] ?? ''}`,
  ]);
  expect(run('cat /proc/sys/kernel/ostype').stdout).toEqual(['Linux']);
});

test('the names of namespaces are files, also by the old path', () => {
  const { run } = recordedShell('ip netns add b\nip netns add a');
  expect(run('ls -1 /var/run/netns').stdout).toEqual(['a', 'b']);
  expect(run('test -e /run/netns/a && echo yes').stdout).toEqual(['yes']);
  expect(run('ls /run/netns/c').stderr).toEqual([
    "ls: cannot access '/run/netns/c': No such file or directory",
  ]);
});

test('sysfs tells the other end of a device, its kind and counters', () => {
  const { run } = recordedShell('ip link add v0 type veth peer name v1');
  const index = run('cat /sys/class/net/v1/ifindex').stdout[0];
  expect(run('cat /sys/class/net/v0/iflink').stdout).toEqual([index]);
  expect(run('cat /sys/class/net/lo/type /sys/class/net/v0/type').stdout).toEqual(['772', '1']);
  expect(run('cat /sys/class/net/v0/statistics/rx_errors').stdout).toEqual(['0']);
});

test('nft says that it leaves out what iptables wrote', () => {
  const { run } = recordedShell();
  expect(run('nft list ruleset')).toMatchObject({ exitCode: 0, stderr: [] });
  run('iptables -A FORWARD -j ACCEPT');
  expect(run('nft list ruleset')).toMatchObject({
    exitCode: 69,
    stderr: [
      "packetwalk: 'nft list of what iptables wrote (ip filter; see iptables-save)' is not in this lab yet",
    ],
  });
});

test("bash's own variables", () => {
  expect(recordedShell().run('echo $UID $EUID $SHELL $OSTYPE').stdout).toEqual(['0 0 /bin/bash linux-gnu']);
});
