import { describe, expect, it } from 'vitest';
import { expectFrame } from '../../../testing/frame';
import { net, type Net } from '../../../testing/net';

/**
 * Goal: the outer packet of a geneve device, and which of them it takes. Method: two nodes with one tunnel, one thing
 * different at a time. What the golden case 13-geneve shows on Linux 6.1 is not repeated here.
 */
function tunnel(more: readonly [string, string] = ['', '']): Net {
  const lab = net().machines('n1', 'n2').veth('n1.eth0', 'n2.eth0');
  for (const i of [1, 2]) {
    const words = `id 100 remote 192.168.50.1${3 - i} ${more[i - 1] ?? ''}`;
    lab
      .type(`n${i}`, `ip addr add 192.168.50.1${i}/24 dev eth0\nip link add gen0 type geneve ${words}`)
      .type(`n${i}`, `ip addr add 10.255.0.${i}/30 dev gen0\nip link set gen0 up`);
  }
  return lab.wait(1);
}

const outer = (lab: Net) =>
  lab.frames('n1.eth0').filter(({ udp, way }) => udp !== undefined && way === 'out');

it('wraps the whole frame, without a checksum of UDP, and leaves room for it', () => {
  const lab = tunnel();
  expect(lab.link('n1.gen0').mtu).toBe(1450);
  expect(lab.answers('n1', '-c1 10.255.0.2')).toBe(1);
  const last = outer(lab).at(-1);
  expectFrame(
    { ...last, notes: [] },
    {
      ip: { src: '192.168.50.11', dst: '192.168.50.12', ttl: 64, df: false, proto: 17, totalLen: 134 },
      udp: { dstPort: 6081, checksum: 0 },
      geneve: { vni: 100, protocol: 0x6558, optionsLen: 0, critical: false },
      inner: { icmp: { type: 8 } },
    },
  );
  expect(lab.records('tunnel.lookup')[0]?.detail).toMatchObject({ tunnel: 'geneve' });
  expect(lab.records('tunnel.encap')[0]?.detail).toMatchObject({
    tunnel: 'geneve',
    vni: 100,
    addedBytes: 36,
  });
});

it('takes over what it is told to', () => {
  const lab = tunnel(['ttl inherit tos inherit df inherit dstport 6082 udpcsum', 'dstport 6082']);
  lab.ping('n1', '-c1 -t 9 10.255.0.2');
  const last = outer(lab).at(-1);
  expectFrame(last, { ip: { ttl: 9, df: true }, udp: { dstPort: 6082 } });
  expect(last?.udp?.['checksum']).not.toBe(0);
  lab.ping('n1', '-c1 -Q 0x10 10.255.0.2');
  expectFrame(outer(lab).at(-1), { ip: { dscp: 4, ecn: 0 } });
  // Congestion that the inner packet has met is no news of the tunnel (RFC 6040): CE goes in as ECT(0).
  lab.ping('n1', '-c1 -Q 3 10.255.0.2');
  expectFrame(outer(lab).at(-1), { ip: { dscp: 0, ecn: 2 } });
});

describe('is dropped, and nobody is told', () => {
  it.each([
    ['another VNI', 'ip link del gen0\nip link add gen0 type geneve id 101 remote 192.168.50.11'],
    ['another far end', 'ip link del gen0\nip link add gen0 type geneve id 100 remote 192.168.50.99'],
  ])('%s', (_, script) => {
    const lab = tunnel().type('n2', `${script}\nip link set gen0 up`);
    expect(lab.answers('n1', '-c1 -W1 10.255.0.2')).toBe(0);
    expect(new Set(lab.drops('n2'))).toEqual(new Set(['PW_GENEVE_NO_DEVICE']));
    expect(lab.records('icmp.send', 'n2')).toEqual([]);
  });

  it('what seems to come from itself', () => {
    const lab = tunnel().type('n1', `ip link set gen0 address ${tunnel().mac('n2.gen0')}`);
    expect(lab.answers('n1', '-c1 -W1 10.255.0.2')).toBe(0);
    expect(lab.drops('n2')).toContain('LOCAL_MAC');
  });
});

it('a device that is down has no port: the other node is told', () => {
  const lab = tunnel().type('n2', 'ip link set gen0 down');
  lab.ping('n1', '-c1 -W1 10.255.0.2');
  expect(lab.drops('n2')).toContain('NO_SOCKET');
  expect(lab.records('icmp.send', 'n2').map(({ verdict }) => verdict)).toEqual(['sent']);
});

describe('ip link set', () => {
  const set = (words: string, dev = 'gen0', lab = tunnel()): readonly string[] => {
    lab.type('n1', 'ip link add vx0 type vxlan id 9 dev eth0 dstport 4789');
    return lab.ask('n1', `ip link set ${dev} type ${words}`).stderr;
  };

  it('gives it another df', () => {
    const lab = tunnel();
    expect(set('geneve id 100 df inherit', 'gen0', lab)).toEqual([]);
    expect(lab.link('n1.gen0')).toMatchObject({ df: 'inherit' });
  });

  // what ip of iproute2 6.1 said of a vxlan device; the driver's own words are those of geneve_nl2info
  it.each([
    ['geneve df set', 'gen0', 'geneve: missing virtual network identifier'],
    ['geneve id 9 df set', 'vx0', 'RTNETLINK answers: Operation not supported'],
    ['geneve id 9', 'vx0', 'RTNETLINK answers: Operation not supported'],
    ['vxlan df set', 'gen0', 'RTNETLINK answers: Operation not supported'],
    ['geneve id 5 bogus', 'gen0', 'geneve: unknown command "bogus"?'],
    ['geneve id 100 ttl 3', 'gen0', "packetwalk: 'ip link set … type geneve ttl' is not in this lab yet"],
  ])('%s of %s', (words, dev, line) => expect(set(words, dev)[0]).toBe(line));

  it('never puts it into another network', () => {
    expect(set('geneve id 101 df set')[0]).toMatch(
      /^Error: Changing VNI, Port, .* attributes are not supported\.$/,
    );
  });
});

describe('what ip says', () => {
  // print_opt of iproute2 6.1's iplink_geneve.c; the values are those of the golden case's `ip -j -d`
  it('-d', () => {
    expect(tunnel().printed('n1', 'ip -d link show gen0')[2]).toContain(
      '    geneve id 100 remote 192.168.50.12 ttl auto dstport 6081 noudpcsum udp6zerocsumrx addrgenmode',
    );
  });

  // what ip of iproute2 6.1 said
  it.each([
    ['id 1', 'geneve: remote link partner not specified'],
    ['remote 10.0.0.1', 'geneve: missing virtual network identifier'],
    ['id 1 remote 10.0.0.1 ttl 300', 'Error: argument "300" is wrong: TTL must be <= 255'],
    ['id 99999999 remote 10.0.0.1', 'Error: argument "99999999" is wrong: invalid id'],
    ['id 1 remote 224.0.0.1', 'Error: argument "224.0.0.1" is wrong: invalid remote address'],
    ['id 1 remote 10.0.0.1 dstport 99999', 'Error: argument "99999" is wrong: dstport'],
    ['id 1 id 2 remote 1.1.1.1', 'Error: either "id" is duplicate, or "2" is a garbage.'],
    ['external id 1', "geneve: both 'external' and vni cannot be specified"],
    ['id 100 remote 192.168.50.12', 'RTNETLINK answers: Device or resource busy'],
  ])('%s', (words, line) => {
    expect(tunnel().ask('n1', `ip link add g0 type geneve ${words}`).stderr[0]).toBe(line);
  });
});
