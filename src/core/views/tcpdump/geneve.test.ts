import { expect, it } from 'vitest';
import { net, type Net } from '../../testing/net';

/** Goal: Geneve as tcpdump 4.99 printed the capture of the golden case 13-geneve. Method: its tunnel; times, ids and ports drawn are cut. */
function tunnel(options: string): readonly string[] {
  const lab: Net = net().machines('n1', 'n2').veth('n1.eth0', 'n2.eth0');
  for (const i of [1, 2]) {
    lab
      .type(`n${i}`, `ip addr add 192.168.56.1${i}/24 dev eth0`)
      .type(
        `n${i}`,
        `ip link add gen0 address 2e:6e:0a:f4:0${i}:00 type geneve id 100 remote 192.168.56.1${3 - i}`,
      )
      .type(`n${i}`, `ip addr add 10.255.0.${i}/30 dev gen0\nip link set gen0 up`);
  }
  lab.wait(1).ping('n1', '-c1 192.168.56.12');
  const dump = lab.start('n1', `tcpdump ${options} -c 2 -i eth0 udp`);
  lab.ping('n1', '-c1 10.255.0.2');
  return lab.process('n1', dump).output.map((line) =>
    line
      .replace(/^[\d:.]+ /, '')
      .replace(/\.\d+ > (\S+)\.6081/, '.P > $1.6081')
      .replace(/ id \d+/, ' id N'),
  );
}

it('in one line', () => {
  expect(tunnel('')).toEqual(
    expect.arrayContaining([
      'IP 192.168.56.11.P > 192.168.56.12.6081: Geneve, Flags [none], vni 0x64: ARP, Request who-has 10.255.0.2 tell 10.255.0.1, length 28',
      'IP 192.168.56.12.P > 192.168.56.11.6081: Geneve, Flags [none], vni 0x64: ARP, Reply 10.255.0.2 is-at 2e:6e:0a:f4:02:00, length 28',
    ]),
  );
});

it('-v', () => {
  expect(tunnel('-v').join('\n')).toContain(
    [
      'IP (tos 0x0, ttl 64, id N, offset 0, flags [none], proto UDP (17), length 78)',
      '    192.168.56.12.P > 192.168.56.11.6081: Geneve, Flags [none], vni 0x64',
      '\tARP, Ethernet (len 6), IPv4 (len 4), Reply 10.255.0.2 is-at 2e:6e:0a:f4:02:00, length 28',
    ].join('\n'),
  );
});

it('-e', () => {
  expect(tunnel('-e').join('\n')).toContain(
    'Geneve, Flags [none], vni 0x64, proto TEB (0x6558): 2e:6e:0a:f4:01:00 > ff:ff:ff:ff:ff:ff, ethertype ARP (0x0806), length 42: Request who-has 10.255.0.2 tell 10.255.0.1, length 28',
  );
});
