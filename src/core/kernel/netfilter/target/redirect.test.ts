import { expect, it } from 'vitest';
import { routedNet } from '../../../testing/net';
import { printedRule, refusal } from '../../../testing/rule';
import { loadRules } from '../../../testing/rules';

it('leads to the host itself, at the address of the device it came by', () => {
  const lab = loadRules(
    routedNet(),
    'r',
    'nat',
    '-A PREROUTING -p udp -m udp --dport 53 -j REDIRECT --to-ports 5353',
  );
  lab.start('r', 'ncat -u -l -k -e /bin/cat 5353');
  expect(lab.run('h1', 'echo a | ncat -u -w 1 10.2.0.2 53')).toEqual(['a']);
  const [entry] = [...lab.ns('r').conntrack.entries.values()];
  expect([entry?.reply.src, entry?.reply.srcPort]).toEqual([lab.link('r.e0').addrs[0]?.local, 5353]);
});

it('of what is made here leads to 127.0.0.1', () => {
  const lab = loadRules(
    routedNet(),
    'h1',
    'nat',
    '-A OUTPUT -p udp -m udp --dport 53 -j REDIRECT --to-ports 5353',
  );
  lab.type('h1', 'ip link set lo up');
  lab.start('h1', 'ncat -u -l -k -e /bin/cat 5353');
  lab.run('h1', 'echo a | ncat -u -w 1 10.2.0.2 53');
  // A server bound to every address answers from another one, which the client does not hear; the request arrives.
  const [entry] = [...lab.ns('h1').conntrack.entries.values()];
  expect([entry?.reply.src, entry?.reply.srcPort]).toEqual([0x7f00_0001, 5353]);
  expect(lab.records('sock.deliver', 'h1')[0]?.detail.port).toBe(5353);
  expect(lab.frames('h1.a0').filter(({ udp }) => udp !== undefined)).toEqual([]);
});

it.each([
  '-p tcp -j REDIRECT',
  '-p tcp -j REDIRECT --to-ports 80',
  '-p tcp -j REDIRECT --to-ports 80-90 --random',
])('prints %s', (rule) => {
  expect(printedRule(rule, 'nat')).toBe(rule);
});

it('is for nat alone', () => {
  expect(refusal('-j REDIRECT', 'mangle')).toBe('wrong-table: -j REDIRECT');
});
