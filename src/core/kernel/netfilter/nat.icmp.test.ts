/** ICMP errors about translated packets, there and back. */
import { expect, it } from 'vitest';
import { routedNet, type Net } from '../../testing/net';
import { loadRules, ruleCounts } from '../../testing/rules';

/** The first ICMP error h1 hears: who sent it, and the packet it quotes, as source, destination and port. */
function heard(lab: Net): readonly unknown[] {
  const [error] = lab.frames('h1.a0').filter(({ icmp, way }) => way === 'in' && (icmp?.['type'] ?? 0) === 3);
  if (error === undefined) return [];
  const quoted = error.bytes.slice(-(error.bytes.length - 14 - 28));
  const addr = (at: number): string => [...quoted.slice(at, at + 4)].join('.');
  return [error.ip?.['src'], error.ip?.['dst'], addr(12), addr(16), error.notes];
}

it('masqueraded: the sender hears of the packet it sent', () => {
  const lab = loadRules(routedNet(), 'r', 'nat', '-A POSTROUTING -s 10.1.0.0/24 -j MASQUERADE');
  // Nobody listens: h2 answers the router's address, quoting it.
  lab.run('h1', 'echo a | ncat -u -p 4000 -w 1 10.2.0.2 5353');
  expect(heard(lab)).toEqual(['10.2.0.2', '10.1.0.2', '10.1.0.2', '10.2.0.2', []]);
});

it('with a new destination: the error comes from the address that was asked', () => {
  const lab = loadRules(
    routedNet(),
    'r',
    'nat',
    '-A PREROUTING -d 10.96.0.50/32 -j DNAT --to-destination 10.2.0.2',
  );
  lab.run('h1', 'echo a | ncat -u -p 4000 -w 1 10.96.0.50 5353');
  expect(heard(lab)).toEqual(['10.96.0.50', '10.1.0.2', '10.1.0.2', '10.96.0.50', []]);
});

it('an error about a flow is RELATED, one about nothing INVALID', () => {
  const lab = loadRules(
    routedNet(),
    'r',
    'filter',
    '-A FORWARD -p icmp -m conntrack --ctstate RELATED',
    '-A FORWARD -p icmp -m conntrack --ctstate INVALID',
  );
  lab.run('h1', 'echo a | ncat -u -p 4000 -w 1 10.2.0.2 5353');
  expect(ruleCounts(lab, 'r', 'filter', 'FORWARD')).toEqual([1, 0]);
  expect(lab.records('ct.lookup', 'r').map(({ verdict }) => verdict)).toEqual(['new', 'related']);
});
