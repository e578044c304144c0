/**
 * Goal: sets take, print and refuse members as the real ones.
 * Source: ipset 7.17 on Linux 6.18; the order of a hash is the kernel's, here that of coming, so lines are compared sorted.
 */
import { describe, expect, test } from 'vitest';
import { recordedShell, type RecordedShell } from '../../testing/shell-host';

function shellAfter(script: string): RecordedShell {
  const shell = recordedShell();
  for (const line of script.split('; ')) shell.run(`ipset ${line}`);
  return shell;
}

describe('saved', () => {
  test.each<[string, string, readonly string[]]>([
    [
      'create t hash:ip timeout 5; add t 1.1.1.1; add t 1.1.1.2 timeout 100; add t 1.1.1.3 timeout 0',
      'hash:ip family inet hashsize 1024 maxelem 65536 timeout 5',
      ['1.1.1.1 timeout 5', '1.1.1.2 timeout 100', '1.1.1.3 timeout 0'],
    ],
    [
      'create t hash:net counters comment skbinfo timeout 0; add t 10.0.0.0/8 packets 5 bytes 100 comment "x y" skbmark 0x1/0xff skbprio 1:2 skbqueue 3; add t 10.1.0.0/16 nomatch',
      'hash:net family inet hashsize 1024 maxelem 65536 timeout 0 counters comment skbinfo',
      [
        '10.0.0.0/8 timeout 0 packets 5 bytes 100 comment "x y" skbmark 0x1/0xff skbprio 1:2 skbqueue 3',
        '10.1.0.0/16 timeout 0 nomatch packets 0 bytes 0',
      ],
    ],
    [
      'create t hash:net; add t 10.1.2.3/8; add t 10.0.0.0-10.0.0.255; add t 10.0.0.1-10.0.0.6',
      'hash:net family inet hashsize 1024 maxelem 65536',
      ['10.0.0.1', '10.0.0.6', '10.0.0.2/31', '10.0.0.0/24', '10.0.0.0/8', '10.0.0.4/31'],
    ],
    [
      'create t hash:ip netmask 24; add t 10.1.2.3',
      'hash:ip family inet hashsize 1024 maxelem 65536 netmask 24',
      ['10.1.2.0'],
    ],
    [
      'create t bitmap:ip range 10.0.0.0/16 netmask 24; add t 10.0.5.9',
      'bitmap:ip range 10.0.0.0-10.0.255.255 netmask 24',
      ['10.0.5.0'],
    ],
    [
      'create t bitmap:port range 100-200; add t 150; add t 160-162',
      'bitmap:port range 100-200',
      ['150', '160', '161', '162'],
    ],
    [
      'create t hash:ip,port,ip; add t 1.1.1.1,80,2.2.2.2',
      'hash:ip,port,ip family inet hashsize 1024 maxelem 65536',
      ['1.1.1.1,tcp:80,2.2.2.2'],
    ],
  ])('%s', (script, header, members) => {
    const [first, ...rest] = shellAfter(script).run('ipset save t').stdout;
    expect(first?.replace(/ bucketsize 12 initval 0x[0-9a-f]{8}$/, '')).toBe(`create t ${header}`);
    expect([...rest].sort()).toEqual(members.map((member) => `add t ${member}`).sort());
  });

  test('lists keep the order they are given', () => {
    const shell = shellAfter('create d hash:ip; create e hash:ip; create f hash:ip; create l list:set');
    for (const line of ['d', 'e before d', 'f after d']) shell.run(`ipset add l ${line}`);
    const saved = ['create l list:set size 8', 'add l e', 'add l d', 'add l f'];
    expect(shell.run('ipset save l').stdout).toEqual(saved);
    expect(shell.run('ipset swap d e').exitCode).toBe(0);
    expect(shell.run('ipset save l').stdout).toEqual(saved);
  });
});

describe('refused', () => {
  const sets =
    'create d hash:ip; add d 1.1.1.1; create h hash:net; create f hash:ip,port; create l list:set; create bm bitmap:port range 100-200; create bi bitmap:ip range 10.0.0.0/24; create e hash:ip maxelem 1; add e 1.1.1.1; add l d';
  test.each([
    ['add d 1.1.1.2 timeout 5', 'Timeout cannot be used: set was created without timeout support'],
    ['add d 1.1.1.2 comment x', 'Comment cannot be used: set was created without comment support'],
    [
      'add d 1.1.1.2 packets 5',
      'Packet/byte counters cannot be used: set was created without counter support',
    ],
    ['add d 1.1.1.1', "Element cannot be added to the set: it's already added"],
    ['del d 9.9.9.9', "Element cannot be deleted from the set: it's not added"],
    ['add d 0.0.0.0', 'Null-valued element, cannot be stored in a hash type of set'],
    ['add d 0.0.0.0/0', 'Null-valued element, cannot be stored in a hash type of set'],
    ['add e 1.1.1.3', 'Hash is full, cannot add more elements'],
    ['add f 1.1.1.1', 'Syntax error: Second element is missing from 1.1.1.1.'],
    ['add h 0.0.0.0/0', 'The value of the CIDR parameter of the IP address is invalid'],
    ['add bm 99', 'Element is out of the range of the set'],
    ['add bi 10.0.1.1', 'Element is out of the range of the set'],
    [
      'create bk bitmap:ip range 10.0.0.0/8',
      'The range you specified exceeds the size limit of the set type',
    ],
    ['add l l', 'Sets with list:set type cannot be added to the set.'],
    ['add l nope', 'Set to be added/deleted/tested as element does not exist.'],
    ['destroy d', 'Set cannot be destroyed: it is in use by a kernel component'],
    ['swap d f', 'The sets cannot be swapped: their type does not match'],
    ['swap d nope', 'Sets cannot be swapped: the second set does not exist'],
    ['rename d dd', 'Set cannot be renamed: it is in use by another system'],
    ['create d hash:ip', 'Set cannot be created: set with the same name already exists'],
    ['create x hash:foo', "Syntax error: typename 'hash:foo' is unknown"],
    ['destroy nope', 'The set with the given name does not exist'],
  ])('ipset %s', (command, words) => {
    expect(shellAfter(sets).run(`ipset ${command}`)).toMatchObject({
      exitCode: 1,
      stderr: [`ipset v7.17: ${words}`],
    });
  });
});
