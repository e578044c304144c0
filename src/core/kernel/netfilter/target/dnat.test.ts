import { describe, expect, it } from 'vitest';
import { bridgedNet, routedNet, type Net } from '../../../testing/net';
import { printedRule, refusal } from '../../../testing/rule';
import { loadRules, ruleCounts } from '../../../testing/rules';

const TO = '-A PREROUTING -d 10.96.0.50/32 -p udp -m udp --dport 53 -j DNAT --to-destination';

function served(): Net {
  const lab = routedNet();
  lab.start('h2', 'ncat -u -l -k -e /bin/cat 5353');
  return lab;
}

describe('DNAT', () => {
  it('gives address and port, and the client hears the one it asked', () => {
    const lab = loadRules(served(), 'r', 'nat', `${TO} 10.2.0.2:5353`);
    expect(lab.run('h1', 'echo a | ncat -u -p 4000 -w 1 10.96.0.50 53')).toEqual(['a']);
    const [answer] = lab.frames('h1.a0').filter(({ udp, way }) => udp !== undefined && way === 'in');
    expect([answer?.ip?.['src'], answer?.udp?.['srcPort'], answer?.notes]).toEqual(['10.96.0.50', 53, []]);
    expect(ruleCounts(lab, 'r', 'nat', 'PREROUTING')).toEqual([1]);
  });

  it('without a port leaves it', () => {
    const lab = loadRules(
      routedNet(),
      'r',
      'nat',
      '-A PREROUTING -d 10.96.0.50/32 -j DNAT --to-destination 10.2.0.2',
    );
    lab.start('h2', 'ncat -u -l -k -e /bin/cat 53');
    expect(lab.run('h1', 'echo a | ncat -u -w 1 10.96.0.50 53')).toEqual(['a']);
  });

  // Where Linux 6.18 sent datagrams to these ports.
  it.each([
    [5003, 6103],
    [5015, 6105],
    [4998, 6104],
  ])('with a shifted range leads port %i to %i', (port, to) => {
    const range =
      '-A PREROUTING -p udp -m udp --dport 4990:5020 -j DNAT --to-destination 10.2.0.2:6100-6109/5000';
    const lab = loadRules(routedNet(), 'r', 'nat', range);
    lab.start('h2', `ncat -u -l -k -e /bin/cat ${to}`);
    expect(lab.run('h1', `echo a | ncat -u -w 1 10.1.0.1 ${port}`)).toEqual(['a']);
  });

  it('of what is made here is routed anew', () => {
    const lab = loadRules(
      routedNet(),
      'h1',
      'nat',
      '-A OUTPUT -d 10.1.0.77/32 -j DNAT --to-destination 10.2.0.2',
    );
    expect(lab.answers('h1', '-c1 10.1.0.77')).toBe(1);
    const [asked] = lab.frames('h1.a0').filter(({ icmp, way }) => icmp !== undefined && way === 'out');
    expect(asked?.ip?.['dst']).toBe('10.2.0.2');
    // 10.1.0.77 would be on the link: nobody was asked for it.
    expect(lab.frames('h1.a0').some(({ arp }) => arp?.['tpa'] === '10.1.0.77')).toBe(false);
  });

  it('forwarded, FORWARD sees the new destination', () => {
    const lab = loadRules(served(), 'r', 'nat', `${TO} 10.2.0.2:5353`);
    loadRules(
      lab,
      'r',
      'filter',
      '-A FORWARD -d 10.96.0.50/32',
      '-A FORWARD -d 10.2.0.2/32 -p udp -m udp --dport 5353',
    );
    lab.run('h1', 'echo a | ncat -u -w 1 10.96.0.50 53');
    expect(ruleCounts(lab, 'r', 'filter', 'FORWARD')).toEqual([0, 1]);
  });
});

/** A Service whose backend is behind the same bridge as its client (observed on Linux 6.18). */
describe('bridged DNAT', () => {
  const service = (on: 0 | 1): Net => {
    const lab = bridgedNet(2).type(
      'node',
      `sysctl -w net.ipv4.ip_forward=1\nsysctl -w net.bridge.bridge-nf-call-iptables=${on}`,
    );
    lab.start('p2', 'ncat -u -l -k -e /bin/cat 5353');
    return loadRules(lab, 'node', 'nat', `${TO} 10.1.0.12:5353`);
  };
  const asks = (lab: Net, port: number): readonly string[] =>
    lab.run('p1', `echo a | ncat -u -p ${port} -w 1 10.96.0.50 53`);
  const data = (lab: Net, place: 'node.br0' | 'p2.eth0'): readonly string[] =>
    lab
      .frames(place)
      .flatMap(({ udp, eth, ip, way }) =>
        udp === undefined ? [] : [`${way} ${String(eth?.['src'])} ttl ${String(ip?.['ttl'])}`],
      );

  it('is bridged, not routed: the TTL stays, the sender is the client', () => {
    const lab = service(1);
    expect(asks(lab, 4000)).toEqual(['a']);
    expect(data(lab, 'p2.eth0')[0]).toBe('in 02:00:00:00:00:11 ttl 64');
    // The first packet asks the bridge device for its neighbour and shows there with the bridge's address.
    expect(data(lab, 'node.br0')).toEqual(['out 02:00:00:00:00:01 ttl 64']);
    expect(asks(lab, 4001)).toEqual(['a']);
    expect(data(lab, 'node.br0')).toHaveLength(1);
  });

  it('with bridge-nf-call-iptables=0 is routed, and the answer comes from a stranger', () => {
    const lab = service(0);
    expect(asks(lab, 4000)).toEqual(['Ncat: Connection timed out.']);
    expect(data(lab, 'p2.eth0')[0]).toBe('in 02:00:00:00:00:01 ttl 63');
    expect(data(lab, 'node.br0')).toEqual(['in 02:00:00:00:00:11 ttl 64', 'out 02:00:00:00:00:01 ttl 63']);
  });
});

it.each([
  '-p tcp -m tcp -j DNAT --to-destination 10.244.1.2:8080',
  '-j DNAT --to-destination 10.0.0.1-10.0.0.9 --random --persistent',
  '-p tcp -j DNAT --to-destination :8080',
])('prints %s', (rule) => {
  expect(printedRule(rule, 'nat')).toBe(rule);
});

it('needs a destination', () => {
  expect(refusal('-j DNAT', 'nat')).toBe('missing-option: -j DNAT');
});
