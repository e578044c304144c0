/** Goal: a name leads where it would lead on Debian 12. Reference: bash 5.2 and debianutils 5.7, typed there. */
import { expect, test } from 'vitest';
import { net } from '../../../testing/net';
import { COMMANDS } from '..';

const lab = net().machines('a', 'b').veth('a.e', 'b.e');

test.each([
  ['type if cd ls', ['if is a shell keyword', 'cd is a shell builtin', 'ls is /usr/bin/ls']],
  [
    'type alias trap function',
    ['alias is a shell builtin', 'trap is a shell builtin', 'function is a shell keyword'],
  ],
  ['type -t if cd ls nope', ['keyword', 'builtin', 'file']],
  [
    'type -a echo if',
    ['echo is a shell builtin', 'echo is /usr/bin/echo', 'echo is /bin/echo', 'if is a shell keyword'],
  ],
  ['type -ta echo', ['builtin', 'file', 'file']],
  ['type -pa echo', ['/usr/bin/echo', '/bin/echo']],
  ['type -p cd ls nope', ['/usr/bin/ls']],
  ['type -P cd echo ls', ['/usr/bin/echo', '/usr/bin/ls']],
  ['type -- ls', ['ls is /usr/bin/ls']],
  ['command -v if cd ls nope', ['if', 'cd', '/usr/bin/ls']],
  ['command -vV ls', ['ls is /usr/bin/ls']],
  ['command -Vv ls', ['/usr/bin/ls']],
  ['which -a echo', ['/usr/bin/echo', '/bin/echo']],
  [
    'which tcpdump nsenter dmesg conntrack nft traceroute',
    [
      ...['/usr/bin/tcpdump', '/usr/bin/nsenter', '/usr/bin/dmesg'],
      ...['/usr/sbin/conntrack', '/usr/sbin/nft', '/usr/sbin/traceroute'],
    ],
  ],
  ['which cd source', []],
])('%s', (line, lines) => {
  expect(lab.ask('a', line).stdout).toEqual(lines);
});

test.each([
  ['type nope ls', 1, ['bash: type: nope: not found']],
  ['type -p nope', 1, []],
  ['type -x ls', 2, ['bash: type: -x: invalid option', 'type: usage: type [-afptP] name [name ...]']],
  ['command -V nope', 1, ['bash: command: nope: not found']],
  [
    'command -x',
    2,
    ['bash: command: -x: invalid option', 'command: usage: command [-pVv] command [arg ...]'],
  ],
  ['which -x', 2, ['Illegal option -x']],
  ['which', 1, []],
])('%s is refused', (line, exitCode, stderr) => {
  expect(lab.ask('a', line)).toMatchObject({ exitCode, stderr });
});

test('whatever may be typed is known to type', () => {
  for (const name of COMMANDS.keys())
    expect(lab.ask('a', `type ${name}`), name).toMatchObject({ exitCode: 0 });
});
