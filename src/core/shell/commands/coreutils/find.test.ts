/** Goal: files are found as GNU findutils 4.9 finds them, and its words are its own. Reference: the same lines typed there, in the C locale. */
import { expect, test } from 'vitest';
import { net } from '../../../testing/net';
import { runCommand } from '../../run';

const lab = net().machines('a', 'b').veth('a.e', 'b.e');

/** With the shell that keeps files. */
const ask = (line: string) => runCommand(lab.simulation.shell, 'a', line);

ask('echo 1 > /var/x.conf; echo 2 > /var/log/y.conf; echo 3 > /var/.h');

test.each([
  ['find /var -name "*.conf"', ['/var/log/y.conf', '/var/x.conf']],
  ['find /var -type d', ['/var', '/var/lib', '/var/log']],
  ['find /var -maxdepth 1', ['/var', '/var/.h', '/var/lib', '/var/log', '/var/x.conf']],
  ['find /var -mindepth 1 -type f', ['/var/.h', '/var/log/y.conf', '/var/x.conf']],
  ['find /var/ -name "x*"', ['/var/x.conf']],
  ['find /var/ -name var', ['/var/']],
  ['find /var//log', ['/var//log', '/var//log/y.conf']],
  ['find /var ! -name "*.conf"', ['/var', '/var/.h', '/var/lib', '/var/log']],
  ['find /var -name x.conf -o -name y.conf', ['/var/log/y.conf', '/var/x.conf']],
  ['find /var -name "[xy].conf" -a -type f', ['/var/log/y.conf', '/var/x.conf']],
  ["find /var '(' -name x.conf -o -type d ')' -not -name log", ['/var', '/var/lib', '/var/x.conf']],
  ['find /var -path "/var/log/*"', ['/var/log/y.conf']],
  ['find /var -iname "X.*"', ['/var/x.conf']],
  ['find /var -type f,d -maxdepth 0 -print < /dev/null', ['/var']],
  ['find /var/x.conf /var/log', ['/var/x.conf', '/var/log', '/var/log/y.conf']],
  ['find / -maxdepth 0', ['/']],
  ['find / -maxdepth 1 -name etc', ['/etc']],
])('%s', (line, lines) => {
  expect(ask(line)).toMatchObject({ exitCode: 0, stdout: lines, stderr: [] });
});

test('without a path it begins where the shell is', () => {
  expect(ask('cd /var; find -name "*.conf"; cd /').stdout).toEqual(['./log/y.conf', './x.conf']);
});

test('what is found below /proc/sys is what there is to be set', () => {
  expect(ask('find /proc/sys/net/ipv4 -maxdepth 1 -name ip_forward').stdout).toEqual([
    '/proc/sys/net/ipv4/ip_forward',
  ]);
});

test.each([
  ['find /nope', "'/nope': No such file or directory"],
  ["find ''", "'': No such file or directory"],
  ['find /srv -foo', "unknown predicate `-foo'"],
  ['find /srv -name', "missing argument to `-name'"],
  ['find /srv -maxdepth 1x', "Expected a positive decimal integer argument to -maxdepth, but got '1x'"],
  ['find /srv -name x bar', "paths must precede expression: `bar'"],
  ['find /srv -type q', 'Unknown argument to -type: q'],
  ['find /srv -type dd', "Must separate multiple arguments to -type using: ','"],
  ['find /srv -type d,', "Last file type in list argument to -type is missing, i.e., list is ending on: ','"],
  ['find /srv -o', "invalid expression; you have used a binary operator '-o' with nothing before it."],
  ['find /srv !', "expected an expression after '!'"],
  ['find /srv -name x -a', "expected an expression after '-a'"],
  ['find /srv -name x -o', "expected an expression after '-o'"],
  ['find /srv "(" ")"', 'invalid expression; empty parentheses are not allowed.'],
  [
    'find /srv "(" -name x',
    "invalid expression; I was expecting to find a ')' somewhere but did not see one.",
  ],
  ['find /srv -name x ")"', "you have too many ')'"],
])('%s is refused', (line, text) => {
  expect(ask(line)).toMatchObject({ exitCode: 1, stderr: [`find: ${text}`] });
});

test('an option behind a test is warned of; one that is not here is not denied', () => {
  const late = ask('find /var -name x.conf -maxdepth 1');
  expect(late.stdout).toEqual(['/var/x.conf']);
  expect(late.stderr.join()).toMatch(
    /^find: warning: you have specified the global option -maxdepth after the argument -name, /,
  );
  expect(ask('find /srv -mtime 1').stderr).toEqual(["packetwalk: 'find -mtime' is not in this lab yet"]);
});
