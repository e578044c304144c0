/** `iptables` and its two companions, as iptables 1.8.11 answers. */
import { describe, expect, it } from 'vitest';
import { recordedShell } from '../../../testing/shell-host';

describe('iptables', () => {
  it('builds a table step by step, and -S shows it', () => {
    const shell = recordedShell(
      [
        'iptables -N WEB',
        'iptables -A INPUT -p tcp --dport 80 -j WEB',
        'iptables -I INPUT -i lo -j ACCEPT',
        'iptables -I INPUT 2 -m conntrack --ctstate ESTABLISHED -j ACCEPT',
        'iptables -A WEB -s 10.0.0.0/8 -j RETURN',
        'iptables -A WEB -m comment --comment "no others" -j REJECT',
        'iptables -P INPUT DROP',
        'iptables -t nat -A POSTROUTING -s 10.244.0.0/16 -j MASQUERADE --random-fully',
      ].join('\n'),
    );
    expect(shell.run('iptables -S').stdout).toEqual([
      '-P INPUT DROP',
      '-P FORWARD ACCEPT',
      '-P OUTPUT ACCEPT',
      '-N WEB',
      '-A INPUT -i lo -j ACCEPT',
      '-A INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT',
      '-A INPUT -p tcp -m tcp --dport 80 -j WEB',
      '-A WEB -s 10.0.0.0/8 -j RETURN',
      '-A WEB -m comment --comment "no others" -j REJECT --reject-with icmp-port-unreachable',
    ]);
    expect(shell.run('iptables -t nat -S POSTROUTING').stdout).toEqual([
      '-P POSTROUTING ACCEPT',
      '-A POSTROUTING -s 10.244.0.0/16 -j MASQUERADE --random-fully',
    ]);
    expect(shell.run('iptables -C INPUT -i lo -j ACCEPT').exitCode).toBe(0);
    expect(shell.run('iptables -D INPUT 1').exitCode).toBe(0);
    expect(shell.run('iptables -C INPUT -i lo -j ACCEPT').stderr).toEqual([
      'iptables: Bad rule (does a matching rule exist in that chain?).',
    ]);
    shell.run('iptables -F; iptables -X');
    expect(shell.run('iptables -S').stdout).toEqual([
      '-P INPUT DROP',
      '-P FORWARD ACCEPT',
      '-P OUTPUT ACCEPT',
    ]);
  });

  // Answers of iptables 1.8.9 (nf_tables) on a real machine, after the same steps.
  it('replaces rules and renames chains, with the rules that call them', () => {
    const { run } = recordedShell(
      [
        'iptables -N A',
        'iptables -A A -s 1.2.3.4 -j ACCEPT',
        'iptables -A FORWARD -j A',
        'iptables -A A -s 5.6.7.8 -j DROP',
      ].join('\n'),
    );
    expect(run('iptables -R A 1 -s 9.9.9.9 -j ACCEPT').exitCode).toBe(0);
    expect(run('iptables -S A').stdout).toEqual([
      '-N A',
      '-A A -s 9.9.9.9/32 -j ACCEPT',
      '-A A -s 5.6.7.8/32 -j DROP',
    ]);
    expect(run('iptables -R A 7 -s 9.9.9.9 -j ACCEPT')).toMatchObject({
      exitCode: 1,
      stderr: ['iptables: Index of replacement too big.'],
    });
    expect(run('iptables -R NIX 1 -j ACCEPT')).toMatchObject({
      exitCode: 1,
      stderr: ['iptables: No chain/target/match by that name.'],
    });
    expect(run('iptables -R A -s 1.1.1.1').stderr[0]).toMatch(/: -R requires a rule number$/);
    expect(run('iptables -R A 0 -j ACCEPT').stderr[0]).toMatch(/: Invalid rule number `0'$/);
    expect(run('iptables -E A B').exitCode).toBe(0);
    expect(run('iptables -S').stdout.slice(3)).toEqual([
      '-N B',
      '-A FORWARD -j B',
      '-A B -s 9.9.9.9/32 -j ACCEPT',
      '-A B -s 5.6.7.8/32 -j DROP',
    ]);
    expect(run('iptables -E NIX C')).toMatchObject({
      exitCode: 1,
      stderr: ['iptables: No chain/target/match by that name.'],
    });
    expect(run('iptables -E B FORWARD')).toMatchObject({ exitCode: 1, stderr: ['iptables: File exists.'] });
    expect(run('iptables -E B').stderr[0]).toMatch(/: -E requires old-chain-name and new-chain-name$/);
  });

  it('lists chains as tables', () => {
    const shell = recordedShell(
      [
        'iptables -N WEB',
        'iptables -A FORWARD -p tcp -m tcp --dport 80:90 -m comment --comment "the web" -g WEB',
        'iptables -A FORWARD ! -s 10.0.0.0/8 -o eth+ -m conntrack --ctstate NEW -j DROP',
        'iptables -A WEB -j MARK --set-xmark 0x4000/0x4000',
      ].join('\n'),
    );
    expect(shell.run('iptables -L FORWARD -n').stdout).toEqual([
      'Chain FORWARD (policy ACCEPT)',
      'target     prot opt source               destination         ',
      'WEB        tcp  --  0.0.0.0/0            0.0.0.0/0            [goto]  tcp dpts:80:90 /* the web */',
      'DROP       all  -- !10.0.0.0/8           0.0.0.0/0            ctstate NEW',
    ]);
    expect(shell.run('iptables -vL WEB --line-numbers').stdout).toEqual([
      'Chain WEB (1 references)',
      'num   pkts bytes target     prot opt in     out     source               destination         ',
      '1        0     0 MARK       all  --  any    any     anywhere             anywhere             MARK or 0x4000',
    ]);
  });

  it.each([
    ['iptables', 2, 'iptables v1.8.11 (nf_tables): no command specified'],
    ['iptables -A INPUT -j TARPIT', 2, "Chain 'TARPIT' does not exist"],
    ['iptables -A INPUT -m u33 -j DROP', 2, "Couldn't load match `u33'"],
    ['iptables -A INPUT -m u32 -j DROP', 69, "packetwalk: 'iptables -m u32' is not in this lab yet"],
    ['iptables -A INPUT -j TEE', 69, "packetwalk: 'iptables -j TEE' is not in this lab yet"],
    ['iptables -A INPUT --dport 80', 2, 'unknown option "--dport"'],
    ['iptables -A INPUT -s nobody', 2, "host/network `nobody' not found"],
    ['iptables -t security -S', 69, "packetwalk: 'iptables -t security' is not in this lab yet"],
    ['iptables -t nosuch -S', 3, "table 'nosuch' does not exist"],
    ['iptables -A NOWHERE -j DROP', 1, 'No chain/target/match by that name.'],
    ['iptables -N INPUT', 1, 'Chain already exists.'],
    ['iptables -X INPUT', 4, 'CHAIN_DEL failed (Device or resource busy): chain INPUT'],
    ['iptables -D INPUT 9', 1, 'No chain/target/match by that name.'],
    ['iptables -I INPUT 9 -j DROP', 1, 'Index of insertion too big.'],
    ['iptables -P INPUT REJECT', 1, 'Bad policy name.'],
    ['iptables -L nowhere', 1, 'No chain/target/match by that name.'],
  ])('%s fails with %i', (command, exitCode, words) => {
    const outcome = recordedShell().run(command);
    expect(outcome.exitCode).toBe(exitCode);
    expect(outcome.stderr.join('\n')).toContain(words);
  });
});

describe('iptables-save and -restore', () => {
  it('give back what was saved', () => {
    const shell = recordedShell(
      'iptables -t nat -A POSTROUTING -s 10.0.0.0/8 -j MASQUERADE\niptables -P FORWARD DROP',
    );
    const saved = shell.run('iptables-save').stdout;
    expect(saved.map((line) => line.replace(/ on \w{3} .*/, ''))).toEqual([
      ...['# Generated by iptables-save v1.8.11 (nf_tables)', '*filter', ':INPUT ACCEPT [0:0]'],
      ...[':FORWARD DROP [0:0]', ':OUTPUT ACCEPT [0:0]', 'COMMIT', '# Completed'],
      ...['# Generated by iptables-save v1.8.11 (nf_tables)', '*nat', ':PREROUTING ACCEPT [0:0]'],
      ...[':INPUT ACCEPT [0:0]', ':OUTPUT ACCEPT [0:0]', ':POSTROUTING ACCEPT [0:0]'],
      ...['-A POSTROUTING -s 10.0.0.0/8 -j MASQUERADE', 'COMMIT', '# Completed'],
    ]);
    expect(shell.run('iptables-save -t nat | iptables-restore').exitCode).toBe(0);
    expect(shell.run('iptables-save').stdout).toEqual(saved);
  });

  it('-n adds to what is there', () => {
    const shell = recordedShell('iptables -A INPUT -j ACCEPT');
    const add = (line: string): number =>
      shell.run(`echo "*filter\n${line}\nCOMMIT" | iptables-restore -n`).exitCode;
    expect(add('-A INPUT -i lo -j DROP')).toBe(0);
    expect(shell.run('iptables -S INPUT').stdout).toHaveLength(3);
  });

  it('a fault is told with its line', () => {
    const outcome = recordedShell().run(
      'echo "*filter\n:INPUT ACCEPT\n-A INPUT -m u32\nCOMMIT" | iptables-restore',
    );
    expect(outcome.exitCode).toBe(2);
    expect(outcome.stderr).toEqual([
      "iptables-restore v1.8.11 (nf_tables): Couldn't load match `u32':No such file or directory",
      'Error occurred at line: 3',
      "Try `iptables-restore -h' or 'iptables-restore --help' for more information.",
    ]);
  });
});
