/** Goal: the words of dig 9.18 lead to the question it would ask; the server comes from resolv.conf where none is named. */
import { expect, test } from 'vitest';
import { net } from '../../../testing/net';
import type { DigOptions } from '../../../apps/dig';
import { ipv4 } from '../../../wire/addr';

function asked(words: string, resolv = ''): DigOptions {
  const lab = net().machines('h').type('h', 'ip link set lo up');
  if (resolv !== '') lab.simulation.shell.writeFile?.('h', '/etc/resolv.conf', resolv);
  const { pid, stderr } = lab.ask('h', `dig ${words}`);
  if (pid === null) throw new Error(stderr.join('\n'));
  return lab.ns('h').processes.entries.get(pid)?.state as DigOptions;
}

test.each([
  ['@10.0.0.1 web', { question: { name: 'web.', type: 1 }, server: ipv4('10.0.0.1'), named: true, port: 53 }],
  ['web.cluster.local. AAAA', { question: { name: 'web.cluster.local.', type: 28 }, named: false }],
  ['-t srv _http._tcp.web', { question: { name: '_http._tcp.web.', type: 33 } }],
  ['-x 10.244.1.2', { question: { name: '2.1.244.10.in-addr.arpa.', type: 12 } }],
  ['', { question: { name: '.', type: 2 } }],
  ['a', { question: { name: 'a.', type: 1 }, tries: 3, timeoutMs: 5000, edns: true, recurse: true }],
  [
    'a +noedns +norecurse +tries=2 +time=1 -p 5300',
    { edns: false, recurse: false, tries: 2, timeoutMs: 1000, port: 5300 },
  ],
])('%s', (words, expected) => {
  expect(asked(words)).toMatchObject(expected);
});

test('the first server of resolv.conf, else this host', () => {
  expect(asked('a').server).toBe(ipv4('127.0.0.1'));
  expect(
    asked('a', '# made by kubelet\nsearch x\nnameserver 10.96.0.10\nnameserver 10.96.0.11\n').server,
  ).toBe(ipv4('10.96.0.10'));
});

test.each([
  ['@foo a', "dig: couldn't get address for 'foo': not found"],
  ['-p x a', "dig: Couldn't parse port number"],
  ['-x foo', 'Invalid IP address foo'],
  ['a b', 'several questions'],
  ['a +trace', 'dig +trace'],
])('%s is refused', (words, text) => {
  expect(net().machines('h').ask('h', `dig ${words}`).stderr.join('\n')).toContain(text);
});
