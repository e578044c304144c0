/**
 * Goal: the files say what those of confd's own tests say for the same objects (calico confd/tests, mesh/ipip-cross-subnet
 * and explicit_peering/route_reflector of v3.31). Method: the statements, without blanks and remarks.
 */
import { describe, expect, test } from 'vitest';
import { birdFiles, type BirdFacts } from './config';
import { DEFAULT_AS_NUMBER } from '../../../cluster/objects/calico';
import { PEER_SETTINGS, type BgpCluster, type BgpNode } from './peers';

const node = (name: string, address: string, more: Partial<BgpNode> = {}): BgpNode => ({
  ...{ name, address, labels: new Map<string, string>(), asNumber: null, routeReflectorClusterId: '' },
  ...more,
});
const [a, b, c] = [node('a', '10.192.0.2'), node('b', '10.192.0.3'), node('c', '10.192.0.6')];
const mesh: BgpCluster = { asNumber: DEFAULT_AS_NUMBER, mesh: true, nodes: [a, b, c], peers: [] };
const base: BirdFacts = {
  own: a,
  cluster: mesh,
  network: '10.192.0.0/16',
  pools: [{ cidr: '192.168.0.0/16', ipipMode: 'CrossSubnet', vxlanMode: 'Never', disableBgpExport: false }],
  blocks: [
    { cidr: '192.168.221.64/26', state: 'confirmed' },
    { cidr: '192.168.4.1/32', state: 'confirmed' },
    { cidr: '192.168.5.0/26', state: 'pending' },
  ],
  ...{ logLevel: '', bindsNodeIp: false, ignoredInterfaces: [] },
};
const bare = (text = ''): string => text.replace(/#.*$/gm, '').replace(/\s+/g, '');
const files = (more: Partial<BirdFacts> = {}): Readonly<Record<string, string>> => {
  const made = birdFiles({ ...base, ...more });
  return Object.fromEntries(Object.entries(made).map(([name, text]) => [name, bare(text)]));
};

describe('a mesh', () => {
  const { 'bird.cfg': main, 'bird_aggr.cfg': aggr, 'bird_ipam.cfg': ipam } = files();

  test('router, kernel, template, one session for each other node', () => {
    expect(main).toContain('routerid10.192.0.2;');
    expect(main).toContain('exportfiltercalico_kernel_programming;');
    expect(main).toContain('interface-"cali*",-"kube-ipvs*","*";');
    expect(main).toContain(bare('connect delay time 2; connect retry time 5; error wait time 5,30;'));
    expect(main).toContain(
      bare(`protocol bgp Mesh_10_192_0_3 from bgp_template { neighbor 10.192.0.3 as 64512;
        source address 10.192.0.2; import all;
        export filter { calico_export_to_bgp_peers(true); reject; }; passive on; }`),
    );
    expect(main).not.toContain('multihop');
    expect(main).not.toContain('listenbgp');
  });

  test('blocks are guarded and told once their affinity is confirmed', () => {
    expect(aggr).toContain(
      bare('protocol static { route 192.168.221.64/26 blackhole; route 192.168.5.0/26 blackhole; }'),
    );
    expect(aggr).toContain(bare('if ( net = 192.168.221.64/26 ) then { accept; }'));
    expect(aggr).toContain(bare('if ( net = 192.168.4.1/32 ) then { accept; }'));
    expect(aggr).not.toContain(bare('if ( net = 192.168.5.0/26 )'));
  });

  test('pools say which way a route takes', () => {
    expect(ipam).toContain(bare('if (net ~ 192.168.0.0/16) then { accept; }'));
    expect(ipam).toContain(bare('filter calico_kernel_programming { if (net ~ 192.168.0.0/16) then {'));
    expect(ipam).toContain('krt_tunnel="tunl0";accept;');
  });
});

test('a route reflector is in no mesh, and has its clients', () => {
  const own = node('rr', '10.192.0.2', { routeReflectorClusterId: '10.0.0.1' });
  const peers = [
    { node: '', nodeSelector: 'all()', peerIp: '', peerSelector: 'all()', asNumber: 0, port: 0 },
    { node: '', nodeSelector: '', peerIp: '172.19.4.87', peerSelector: '', asNumber: 64533, port: 0 },
  ];
  const cluster = { ...mesh, asNumber: 64532, nodes: [own, b], peers };
  const main = files({ own, cluster })['bird.cfg'];
  expect(main).toContain(
    bare(`protocol bgp Node_10_192_0_3 from bgp_template { ttl security off; multihop;
      neighbor 10.192.0.3 as 64532; source address 10.192.0.2; import all;
      export filter { calico_export_to_bgp_peers(true); reject; };
      rr client; rr cluster id 10.0.0.1; }`),
  );
  expect(main).toContain(bare('neighbor 172.19.4.87 as 64533;'));
  expect(main).toContain('calico_export_to_bgp_peers(false)');
});

test('ports, and what a BGPPeer says of its session', () => {
  const settings = {
    ...PEER_SETTINGS,
    ...{ usesNodeIp: false, nextHop: 'self' as const, restartTimeSec: 30, allowLocalAs: 2, ttlSecurity: 1 },
    ...{ localAs: 65009, reachableBy: '10.192.0.1' },
  };
  const peer = {
    node: '',
    nodeSelector: '',
    peerIp: '10.9.9.9',
    peerSelector: '',
    asNumber: 65001,
    port: 1790,
  };
  const cluster = { ...mesh, peers: [{ ...peer, settings }], listenPort: 178, meshRestartTimeSec: 60 };
  const { 'bird.cfg': main, 'bird_aggr.cfg': aggr } = files({
    cluster,
    bindsNodeIp: true,
    logLevel: 'Debug',
  });
  expect(main).toContain(bare('listen bgp address 10.192.0.2 port 178;'));
  expect(main).toContain(bare('neighbor 10.192.0.3 port 178 as 64512;'));
  expect(main).toContain(bare('graceful restart time 60;'));
  expect(main).toContain('debugall;');
  expect(main).toContain(
    bare(`ttl security on; multihop 1; local as 65009; neighbor 10.9.9.9 port 1790 as 65001; import all;
      export filter { calico_export_to_bgp_peers(false); reject; };
      graceful restart time 30; next hop self; allow local as 2; }`),
  );
  expect(aggr).toContain(bare('route 10.9.9.9/32 via 10.192.0.1;'));
});

test('nothing that somebody writes ends a string early', () => {
  expect(files({ ignoredInterfaces: ['eth"; }', 'docker*'] })['bird.cfg']).toContain(
    'interface-"eth;}",-"docker*",-"cali*"',
  );
});
