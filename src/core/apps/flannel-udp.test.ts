/** Goal: flanneld's udp backend relays as pkg/backend/udp/proxy_amd64.c does, and its packets stay the same packets. */
import { describe, expect, test } from 'vitest';
import { TwoNodes, field, headers } from '../testing/two-nodes';
import { formatCidr4, ipv4, parseCidr4 } from '../wire/addr';
import type { Cidr4 } from '../wire/addr';
import { dissect } from '../wire/dissect';
import type { RelayRoute } from '../model/process';
import { deleteRelayRoute, flannelUdpProcess, setFlannelUdpRoute, setRelayRoute } from './flannel-udp';

function range(text: string): Cidr4 {
  const parsed = parseCidr4(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
}

const subnet = (other: number): Cidr4 => ({ addr: ipv4(`10.244.${other}.0`), len: 24 });
const node = (i: number): ReturnType<typeof ipv4> => ipv4(`192.168.56.1${i}`);

/** Two nodes whose daemons know one another, unless told to know fewer. */
function lab(knows: readonly number[] = [1, 2]): { nodes: TwoNodes; pids: readonly number[] } {
  const nodes = new TwoNodes(
    1472,
    (own) => `
      ip tuntap add dev flannel0 mode tun
      ip link set flannel0 mtu 1472 up
      ip addr add 10.244.${own}.0/16 dev flannel0`,
  );
  const pids = [1, 2].map((own) => {
    const routes = [3 - own]
      .filter((other) => knows.includes(other))
      .map((other) => ({ subnet: subnet(other), remote: node(other), port: 8285 }));
    const options = { tun: 'flannel0', local: node(own), port: 8285, routes };
    return nodes.spawn(`node-${own}`, flannelUdpProcess(options, ['flanneld']));
  });
  nodes.simulation.runUntilQuiet();
  return { nodes, pids };
}

describe('a ping between the nodes', () => {
  const { nodes } = lab();
  const since = nodes.now;
  const printed = nodes.run('pod-a', 'ping -c 1 10.244.2.2');

  test('loses four from its TTL: two by the kernels, two by the daemons', () => {
    expect(printed[1]).toMatch(/^64 bytes from 10.244.2.2: icmp_seq=1 ttl=60/);
    const ttl = nodes.records('ip.ttl', since).slice(0, 4);
    expect(ttl.map(({ detail }) => [detail.app ?? 'kernel', detail.before, detail.after])).toEqual([
      ['kernel', 64, 63],
      ['flannel-udp', 63, 62],
      ['flannel-udp', 62, 61],
      ['kernel', 61, 60],
    ]);
  });

  test('travels in an ordinary datagram of port 8285, with DF', () => {
    const [outer] = nodes.sent('node-1', 'eth0', since).filter((layers) => layers.length > 3);
    expect(headers(outer ?? [])).toBe('ethernet ipv4 udp ipv4 icmp4 payload');
    expect(field(outer ?? [], 'udp', 'srcPort')).toBe('8285');
    expect(field(outer ?? [], 'ipv4', 'df')).toBe('1');
    expect(field(outer ?? [], 'ipv4', 'ttl')).toBe('64');
    expect(field(outer ?? [], 'ipv4', 'ttl', 1)).toBe('62');
  });

  test('is one packet all the way, with the crossings between kernel and process in between', () => {
    const [first] = nodes.records('user.cross', since);
    const packet = first?.packet ?? -1;
    const way: string[] = [];
    for (let seq = since; seq < nodes.now; seq += 1) {
      const record = nodes.store.record(seq);
      if (record.packet !== packet) continue;
      if (record.kind === 'user.cross') way.push(record.verdict);
      if (
        ['tunnel.lookup', 'tunnel.encap', 'sock.send', 'sock.deliver', 'tunnel.decap'].includes(record.kind)
      )
        way.push(record.kind);
    }
    expect(way).toEqual([
      ...['sock.send', 'to-process', 'tunnel.lookup', 'tunnel.encap', 'sock.send'],
      ...['sock.deliver', 'tunnel.decap', 'to-kernel'],
    ]);
    expect(nodes.records('sock.deliver', since)[0]?.detail.relay).toBe(true);
  });
});

describe('a destination no node has', () => {
  test('ends a ping in user space, without a word', () => {
    const { nodes } = lab();
    const printed = nodes.run('pod-a', 'ping -c 1 -W 1 10.244.7.2');
    expect(printed.at(-1)).toMatch(/0 received, 100% packet loss/);
    expect(nodes.drops()).toEqual(['PW_RELAY_NO_ROUTE']);
    expect(nodes.records('icmp.send')).toEqual([]);
  });

  test('is told about UDP, but in the name of the node itself, which its kernel takes for a martian', () => {
    const { nodes } = lab();
    const since = nodes.now;
    nodes.run('pod-a', 'echo hi | ncat -u -w 1 10.244.7.2 53');
    const [error] = nodes.records('icmp.send', since);
    expect(error?.detail).toMatchObject({ type: 3, code: 0, from: ipv4('10.244.1.0') });
    const written = nodes
      .records('link.rx', since)
      .find(({ dev }) => dev === nodes.link('node-1', 'flannel0').ifindex);
    const frame = nodes.store.frameBytes(written?.after ?? -1);
    const layers = frame === null ? [] : dissect(frame.bytes, 'ipv4').layers;
    expect(headers(layers)).toBe('ipv4 icmp4 ipv4 udp');
    expect(field(layers, 'ipv4', 'ttl')).toBe('8');
    expect(nodes.drops(since)).toEqual(['PW_RELAY_NO_ROUTE', 'IP_LOCAL_SOURCE']);
  });
});

test('a TTL that reaches 0 ends the packet in user space, and no error is sent', () => {
  const { nodes } = lab();
  const printed = nodes.run('pod-a', 'ping -c 1 -W 1 -t 2 10.244.2.2');
  expect(nodes.drops()).toEqual(['PW_RELAY_TTL']);
  expect(printed.join()).not.toMatch(/Time to live/);
});

test('the table grows and shrinks with the cluster', () => {
  const { nodes, pids } = lab([1]);
  expect(nodes.run('pod-a', 'ping -c 1 -W 1 10.244.2.2').at(-1)).toMatch(/100% packet loss/);
  const set = (remote: ReturnType<typeof ipv4> | null): void => {
    const { ctx } = nodes.simulation;
    setFlannelUdpRoute(ctx, ctx.own(nodes.netns('node-1').id), pids[0] ?? 0, subnet(2), remote);
  };
  set(node(2));
  expect(nodes.run('pod-a', 'ping -c 1 -W 1 10.244.2.2')[1]).toMatch(/ttl=60/);
  set(null);
  expect(nodes.run('pod-a', 'ping -c 1 -W 1 10.244.2.2').at(-1)).toMatch(/100% packet loss/);
});

test('what was found goes to the head of the list', () => {
  const { nodes, pids } = lab();
  const { ctx } = nodes.simulation;
  const own = (): ReturnType<TwoNodes['netns']> => ctx.own(nodes.netns('node-1').id);
  setFlannelUdpRoute(ctx, own(), pids[0] ?? 0, subnet(9), node(9));
  // A row that is there keeps its place; one that comes back stands at the end.
  setFlannelUdpRoute(ctx, own(), pids[0] ?? 0, subnet(2), null);
  setFlannelUdpRoute(ctx, own(), pids[0] ?? 0, subnet(2), node(2));
  const considered = (): (number | undefined)[] =>
    nodes
      .records('tunnel.lookup')
      .filter(({ netns }) => netns === own().id)
      .map(({ detail }) => ('considered' in detail ? detail.considered : undefined));
  nodes.run('pod-a', 'ping -c 2 -i 0.1 10.244.2.2');
  expect(considered()).toEqual([2, 1]);
});

describe('a daemon that cannot begin', () => {
  test('says so, and ends', () => {
    const nodes = new TwoNodes(1472, () => '');
    const options = { tun: 'flannel0', local: node(1), port: 8285, routes: [] };
    const pid = nodes.spawn('node-1', flannelUdpProcess(options, ['flanneld']));
    nodes.simulation.runUntilQuiet();
    expect(nodes.netns('node-1').processes.entries.get(pid)).toMatchObject({
      exitCode: 1,
      output: ['failed to open TUN interface: flannel0: No such device'],
    });
  });

  test('gives the file back when the port is taken', () => {
    const { nodes } = lab();
    nodes.setUp('node-1', 'ip tuntap add dev flannel1 mode tun');
    const options = { tun: 'flannel1', local: node(1), port: 8285, routes: [] };
    const pid = nodes.spawn('node-1', flannelUdpProcess(options, ['flanneld']));
    nodes.simulation.runUntilQuiet();
    expect(nodes.netns('node-1').processes.entries.get(pid)?.output).toEqual([
      'failed to start listening on UDP socket: Address already in use',
    ]);
    expect(nodes.link('node-1', 'flannel1')).toMatchObject({ reader: 0 });
  });
});

test('rubbish from the network is thrown away', () => {
  const { nodes } = lab();
  nodes.run('node-1', 'echo hi | ncat -u -w 1 192.168.56.12 8285');
  expect(nodes.drops()).toContain('PKT_TOO_SMALL');
});

test('the process’s table: rows are overwritten in place, the last one fills a gap', () => {
  const row = (subnet: string, port = 8285): RelayRoute => ({
    subnet: range(subnet),
    remote: ipv4('192.168.56.12'),
    port,
  });
  const text = (table: readonly RelayRoute[]): string =>
    table.map(({ subnet, port }) => `${formatCidr4(subnet)}:${String(port)}`).join(' ');
  const three = ['10.244.1.0/24', '10.244.2.0/24', '10.244.3.0/24'].reduce<readonly RelayRoute[]>(
    (table, subnet) => setRelayRoute(table, row(subnet)),
    [],
  );
  expect(text(setRelayRoute(three, row('10.244.2.0/24', 9)))).toBe(
    '10.244.1.0/24:8285 10.244.2.0/24:9 10.244.3.0/24:8285',
  );
  expect(text(deleteRelayRoute(three, range('10.244.1.0/24')))).toBe('10.244.3.0/24:8285 10.244.2.0/24:8285');
  expect(text(deleteRelayRoute(three, range('10.244.3.0/24')))).toBe('10.244.1.0/24:8285 10.244.2.0/24:8285');
  expect(deleteRelayRoute(three, range('10.244.9.0/24'))).toBe(three);
  expect(deleteRelayRoute([], range('10.244.9.0/24'))).toEqual([]);
});
