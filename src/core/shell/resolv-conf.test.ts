/** Goal: /etc/resolv.conf is read as resolv.conf(5) has it. */
import { expect, test } from 'vitest';
import { net } from '../testing/net';
import { ipv4 } from '../wire/addr';
import { resolverConfig } from './resolv-conf';

function read(text: string): ReturnType<typeof resolverConfig> {
  const lab = net().machines('h');
  lab.simulation.shell.writeFile?.('h', '/etc/resolv.conf', text);
  return resolverConfig({ host: lab.simulation.shell, netns: 'h' });
}

test('what kubelet writes for a pod', () => {
  expect(read('search a.b. c\nnameserver 10.96.0.10\noptions ndots:5\n')).toEqual({
    ...{ servers: [ipv4('10.96.0.10')], search: ['a.b', 'c'], ndots: 5, timeoutSec: 5, attempts: 2 },
  });
});

test('three servers at most, limits of the options, the last search list', () => {
  const text =
    '# x\nnameserver 10.0.0.1\nnameserver ::1\nnameserver 10.0.0.2 ; y\nnameserver 10.0.0.3\nnameserver 10.0.0.4\n';
  expect(read(`${text}search a\ndomain b c\noptions timeout:99 attempts:9 ndots:99 rotate\n`)).toEqual({
    servers: ['10.0.0.1', '10.0.0.2', '10.0.0.3'].map(ipv4),
    ...{ search: ['b'], ndots: 15, timeoutSec: 30, attempts: 5 },
  });
});

test('an empty file means this host, none means nobody', () => {
  expect(read('')?.servers).toEqual([ipv4('127.0.0.1')]);
  const lab = net().machines('h');
  expect(resolverConfig({ host: lab.simulation.shell, netns: 'h' })).toBeNull();
});
