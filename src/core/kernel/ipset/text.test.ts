/** Sets round-trip through the lines of `ipset save`, as ipset 7.17 prints them. */
import { expect, it } from 'vitest';
import { net } from '../../testing/net';
import { headerOf, parseIpsetRestore, printIpset } from './text';

function saved(text: string): readonly string[] {
  const commands = parseIpsetRestore(text);
  if (!commands.ok) throw new Error(`line ${String(commands.error.line)}: ${commands.error.what}`);
  const lab = net().machines('n').apply('n', { kind: 'ipset', commands: commands.value });
  return [...lab.ns('n').ipsets.values()]
    .flatMap((set) => printIpset(set, null))
    .map((line) => line.replace(/initval 0x[0-9a-f]{8}/, 'initval X'));
}

const HASH = 'family inet hashsize 1024 maxelem 65536 bucketsize 12 initval X';

it.each([
  ['hash:net family inet', '10.244.1.3/32', `hash:net ${HASH}`, ['10.244.1.3']],
  ['hash:net', '10.9.8.7/8', `hash:net ${HASH}`, ['10.0.0.0/8']],
  ['hash:ip,port', '10.96.0.50,tcp:80', `hash:ip,port ${HASH}`, ['10.96.0.50,tcp:80']],
  ['hash:ip,port', '10.96.0.50,80', `hash:ip,port ${HASH}`, ['10.96.0.50,tcp:80']],
  ['hash:ip,port,ip', '10.0.0.1,udp:53,10.0.0.1', `hash:ip,port,ip ${HASH}`, ['10.0.0.1,udp:53,10.0.0.1']],
  [
    'hash:ip,port,net',
    '10.0.0.1,tcp:80-81,10.9.0.0/16',
    `hash:ip,port,net ${HASH}`,
    ['10.0.0.1,tcp:80,10.9.0.0/16', '10.0.0.1,tcp:81,10.9.0.0/16'],
  ],
  ['hash:ip', '10.0.0.0/30', `hash:ip ${HASH}`, ['10.0.0.0', '10.0.0.1', '10.0.0.2', '10.0.0.3']],
  ['bitmap:port range 0-65535', '30000-30001', 'bitmap:port range 0-65535', ['30000', '30001']],
  ['hash:net,iface', '10.0.0.0/8,eth0', `hash:net,iface ${HASH}`, ['10.0.0.0/8,eth0']],
  [
    'hash:mac',
    '02:00:00:aa:00:01',
    'hash:mac hashsize 1024 maxelem 65536 bucketsize 12 initval X',
    ['02:00:00:AA:00:01'],
  ],
])('create %s, add %s', (type, member, header, members) => {
  expect(saved(`create s ${type}\nadd s ${member}`)).toEqual([
    `create s ${header}`,
    ...members.map((text) => `add s ${text}`),
  ]);
});

it('keeps nomatch, comments and times', () => {
  const text =
    'create s hash:net timeout 60 comment\nadd s 10.0.0.0/8 comment "a b"\nadd s 10.1.0.0/16 nomatch timeout 5';
  expect(saved(text).slice(1)).toEqual([
    'add s 10.0.0.0/8 timeout 60 comment "a b"',
    'add s 10.1.0.0/16 timeout 5 nomatch',
  ]);
});

it('a list of sets has a size, and holds sets that are there', () => {
  expect(saved('create a hash:ip\ncreate l list:set\nadd l a')).toContain('create l list:set size 8');
  expect(() => saved('create l list:set\nadd l nobody')).toThrow('does not exist');
});

it.each([
  ['create s hash:everything', 1, "Syntax error: typename 'hash:everything' is unknown"],
  ['create s bitmap:port', 1, 'Mandatory option `range` is missing'],
  ['create s hash:ip family inet6', 1, 'Syntax error: family inet6 is not there'],
  ['\n# words\nforget s', 3, 'No command specified: unknown argument forget'],
])('%j is refused', (text, line, what) => {
  expect(parseIpsetRestore(text)).toEqual({ ok: false, error: { line, what } });
});

it('has a header without the first words for `ipset list`', () => {
  const lab = net().machines('n');
  const commands = parseIpsetRestore('create p bitmap:port range 80-90');
  if (commands.ok) lab.apply('n', { kind: 'ipset', commands: commands.value });
  expect([...lab.ns('n').ipsets.values()].map(headerOf)).toEqual(['range 80-90']);
});
