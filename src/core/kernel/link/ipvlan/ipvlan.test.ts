import { describe, expect, it } from 'vitest';
import { net, type Net } from '../../../testing/net';

/**
 * Goal: who gets what upon a card with ipvlan devices, in each mode. Method: a node with two pods upon its card, a host beside
 * it. What the golden case 25-ipvlan-l2 shows on Linux 6.1 is not repeated here; the rest follows drivers/net/ipvlan.
 */
function lab(words: string): Net {
  const made = net()
    .machines('node', 'host')
    .veth('node.eth0', 'host.eth0')
    .type('node', 'ip addr add 192.168.56.11/24 dev eth0\nsysctl -w net.ipv4.ip_forward=1')
    .type('host', 'ip addr add 192.168.56.100/24 dev eth0');
  const l3 = !words.startsWith('l2');
  for (const i of [1, 2]) {
    const addr = l3 ? `10.9.${i}.2/24` : `192.168.56.20${i}/24`;
    made
      .type(
        'node',
        `ip netns add p${i}\nip link add link eth0 name ipv${i} netns p${i} type ipvlan mode ${words}`,
      )
      .type(`p${i}`, `ip link set lo up\nip addr add ${addr} dev ipv${i}\nip link set ipv${i} up`);
    if (l3) made.type(`p${i}`, `ip route add default dev ipv${i}`);
  }
  if (l3) made.type('host', 'ip route add 10.9.0.0/16 via 192.168.56.11');
  return made.wait(1);
}

const told = (made: Net): readonly string[] => made.records('ipvlan.forward').map(({ verdict }) => verdict);

describe('mode l2', () => {
  it('all bear the address of the card, and follow it; none has one of its own', () => {
    const made = lab('l2');
    expect(made.mac('p1.ipv1')).toBe(made.mac('node.eth0'));
    made.type('node', 'ip link set eth0 address 02:00:00:00:00:77');
    expect(made.mac('p2.ipv2')).toBe('02:00:00:00:00:77');
    expect(made.ask('p1', 'ip link set ipv1 address 02:00:00:00:00:78').stderr).toEqual([
      'RTNETLINK answers: Operation not supported',
    ]);
  });

  it('siblings talk without the wire', () => {
    const made = lab('l2');
    expect(made.answers('p1', '-c1 192.168.56.202')).toBe(1);
    expect(made.frames('host.eth0').some(({ icmp }) => icmp !== undefined)).toBe(false);
    expect(told(made)).toContain('sibling');
  });

  it('private ones do not', () => {
    const made = lab('l2 private');
    expect(made.answers('p1', '-c1 -W1 192.168.56.202')).toBe(0);
    expect(made.drops('p2')).toContain('PW_IPVLAN_PRIVATE');
    expect(made.answers('p1', '-c1 192.168.56.100')).toBe(1);
  });
});

describe('mode l3', () => {
  it('the netns of the card routes what they send, with its rules; nobody asks by ARP', () => {
    const made = lab('l3').type('node', 'iptables -A OUTPUT -s 10.9.1.2\niptables -A INPUT -d 10.9.1.2');
    expect(made.answers('p1', '-c1 192.168.56.100')).toBe(1);
    expect(told(made)).toContain('route');
    expect(made.frames('p1.ipv1').some(({ arp }) => arp !== undefined)).toBe(false);
    const [, , output] = made.printed('node', 'iptables -nvL OUTPUT');
    const [, , input] = made.printed('node', 'iptables -nvL INPUT');
    expect(output).toMatch(/^ +1 /);
    expect(input).toMatch(/^ +0 /);
  });

  it('siblings of different subnets talk, broadcast ends here', () => {
    const made = lab('l3');
    expect(made.answers('p1', '-c1 10.9.2.2')).toBe(1);
    expect(told(made)).toContain('sibling');
  });

  it('is for all upon the card', () => {
    const made = lab('l2').type('p1', 'ip link set ipv1 type ipvlan mode l3');
    expect(made.printed('p2', 'ip -d link show ipv2').join('\n')).toContain('ipvlan  mode l3 bridge ');
    expect(made.printed('p2', 'ip link show ipv2')[0]).toContain('<BROADCAST,MULTICAST,NOARP,UP,LOWER_UP>');
  });
});

it('mode l3s: what is received passes PREROUTING and INPUT of the netns of the card', () => {
  const made = lab('l3s').type(
    'node',
    'iptables -A INPUT -d 10.9.1.2\niptables -t raw -A PREROUTING -d 10.9.1.2',
  );
  expect(made.answers('host', '-c1 10.9.1.2')).toBe(1);
  expect(made.printed('node', 'iptables -nvL INPUT')[2]).toMatch(/^ +1 /);
  expect(made.printed('node', 'iptables -t raw -nvL PREROUTING')[2]).toMatch(/^ +1 /);
  made.type('node', 'iptables -A INPUT -d 10.9.1.2 -j DROP');
  expect(made.answers('host', '-c1 -W1 10.9.1.2')).toBe(0);
});

describe('is refused', () => {
  it.each([
    ['p2', 'ip addr add 192.168.56.201/24 dev ipv2', 'Error: Address already assigned to an ipvlan device.'],
    ['node', 'ip link add link eth0 name m type macvlan', 'RTNETLINK answers: Device or resource busy'],
    ['node', 'ip link add link lo name i type ipvlan', 'RTNETLINK answers: Invalid argument'],
    ['node', 'ip link add name i type ipvlan', 'RTNETLINK answers: Invalid argument'],
    // what ip of iproute2 6.1 said
    [
      'node',
      'ip link add link eth0 name i type ipvlan mode l4',
      'Error: argument of "mode" must be either "l2", "l3" or "l3s"',
    ],
    ['node', 'ip link add link eth0 name i type ipvlan bridge private', 'ipvlan: unknown option "private"?'],
  ])('%s: %s', (netns, command, line) => {
    expect(lab('l2').ask(netns, command).stderr[0]).toBe(line);
  });
});

it('goes with its card', () => {
  const made = lab('l2').type('node', 'ip link add d0 type dummy\nip link set d0 up');
  made.type('node', 'ip link add link d0 name i0 type ipvlan mode l2\nip link set i0 up');
  made.type('node', 'ip link del d0');
  expect(made.ask('node', 'ip link show i0').stderr).toEqual(['Device "i0" does not exist.']);
});
