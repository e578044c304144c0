import { expect, test } from 'vitest';
import { recordedShell } from '../../../testing/shell-host';

// What iptables v1.8.9 (nf_tables) shows after the same commands.
test('chains of users stand by name, whoever was made first', () => {
  const { run } = recordedShell('iptables -N zz\niptables -N aa\niptables -N mm\niptables -A zz -j mm');
  const own = ['-N aa', '-N mm', '-N zz', '-A zz -j mm'];
  expect(run('iptables -S').stdout).toEqual([
    '-P INPUT ACCEPT',
    '-P FORWARD ACCEPT',
    '-P OUTPUT ACCEPT',
    ...own,
  ]);
  expect(run('iptables -L').stdout.filter((line) => line.startsWith('Chain'))).toEqual([
    'Chain INPUT (policy ACCEPT)',
    'Chain FORWARD (policy ACCEPT)',
    'Chain OUTPUT (policy ACCEPT)',
    'Chain aa (0 references)',
    'Chain mm (1 references)',
    'Chain zz (0 references)',
  ]);
  expect(run('iptables-save').stdout.filter((line) => line.startsWith(':'))).toEqual([
    ':INPUT ACCEPT [0:0]',
    ':FORWARD ACCEPT [0:0]',
    ':OUTPUT ACCEPT [0:0]',
    ':aa - [0:0]',
    ':mm - [0:0]',
    ':zz - [0:0]',
  ]);
});

test('built-in chains that a restored text does not name are shown, and made when they are needed', () => {
  const { run } = recordedShell(
    "printf '*mangle\\n:OUTPUT ACCEPT\\n-A OUTPUT -j MARK --set-mark 1\\nCOMMIT\\n' | iptables-restore",
  );
  const chains = (): readonly string[] => run('iptables-save').stdout.filter((line) => /^(:|-A)/.test(line));
  const named = ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'].map(
    (name) => `:${name} ACCEPT [0:0]`,
  );
  const rule = '-A OUTPUT -j MARK --set-xmark 0x1/0xffffffff';
  expect(chains()).toEqual([...named, rule]);
  expect(run('iptables -t mangle -A PREROUTING -j ACCEPT').exitCode).toBe(0);
  expect(chains()).toEqual([...named, '-A PREROUTING -j ACCEPT', rule]);
});
