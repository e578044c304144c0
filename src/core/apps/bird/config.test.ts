/**
 * Goal: configurations are read as BIRD reads them, and refused with its words in its place.
 * Method: faults whose answers a real `bird -p` 1.6.8 gave; a configuration as Calico's confd writes it.
 */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { configErrorText } from '../../model/bird.config';
import { formatIpv4, ipv4 } from '../../wire/addr';
import { parseConfig } from './config';
import { fitsPattern, interfaceFits } from './config.static';

const DEVICE = 'protocol device { }\n';

function said(text: string, files: Readonly<Record<string, string>> = {}): string {
  const read = parseConfig('x.conf', (path) => (path === 'x.conf' ? text : (files[path] ?? null)));
  return read.ok ? '' : configErrorText(read.error);
}

describe('what bird -p says of faults', () => {
  test.each([
    ['router id 1.2.3.4;\nprotocol devise { }\n', '2:10 syntax error'],
    ['protocol device {\n  scan tyme 10;\n}\n', '2:8 syntax error'],
    ['router id 1.2.3.4\nprotocol device { }\n', '2:1 syntax error'],
    [`${DEVICE}protocol kernel {\n  export filter nosuch;\n}\n`, '3:17 No such filter.'],
    [`${DEVICE}protocol bgp x {\n  local as 65000;\n}\n`, '4:1 Neighbor must be configured'],
    [`${DEVICE}protocol bgp x {\n  neighbor 10.0.0.1 as 65001;\n}\n`, '4:1 Local AS number must be set'],
    [
      `${DEVICE}protocol bgp x {\n  local as 65000;\n  neighbor 10.0.0.1 as 65001;\n  rr client;\n}\n`,
      '6:1 Only internal neighbor can be RR client',
    ],
    [`${DEVICE}protocol static {\n  route 10.0.0.1/8 blackhole;\n}\n`, '3:18 Invalid prefix'],
    [`${DEVICE}protocol static {\n  route 10.0.0.0/40 blackhole;\n}\n`, '3:18 Invalid prefix length 40'],
    [`${DEVICE}protocol static a { }\nprotocol static a { }\n`, '3:19 Symbol already defined'],
    [`${DEVICE}protocol bgp x from nosuch { }\n`, '2:21 Template or protocol name expected'],
    [
      `include "/nowhere/x.conf";\n${DEVICE}`,
      '1:1 Unable to open included file /nowhere/x.conf: No such file or directory',
    ],
    [`${DEVICE}protocol static { route 10.0.0.0/8 @ }\n`, '2:36 Unknown character'],
    [`${DEVICE}protocol static {\n  route 10.0.0.0/8 blackhole;\n`, '1:0 syntax error'],
    [`${DEVICE}protocol direct { interface "eth0; }\n`, '2:29 Unterminated string'],
    ['router id 1.2.3.4;\n', '1:0 No protocol is specified in the config file'],
    [`filter f {\n  if net ~ 10.0.0.0/8 then accept\n}\n${DEVICE}`, '3:1 syntax error'],
    [`filter f {\n  g();\n}\n${DEVICE}`, "2:5 You can't call something which is not a function. Really."],
    [`filter f {\n  bgp_foo = 1;\n}\n${DEVICE}`, '2:14 You may set only variables.'],
    [`router id 4294967296;\n${DEVICE}`, '1:11 Number out of range'],
    [`router id 0x1ffffffff;\n${DEVICE}`, '1:11 Number out of range'],
    [
      `${DEVICE}protocol bgp x {\n local as 1;\n neighbor 10.0.0.1 as 4294967296;\n}\n`,
      '4:23 Number out of range',
    ],
    [
      `${DEVICE}protocol bgp x {\n local as 1;\n neighbor 10.0.0.1 port 70000 as 2;\n}\n`,
      '4:25 Invalid port number',
    ],
    [
      `${DEVICE}protocol bgp x {\n local as 1;\n neighbor 10.0.0.1 port 0 as 2;\n}\n`,
      '4:25 Invalid port number',
    ],
    [
      `${DEVICE}protocol kernel {\n merge paths on limit 0;\n}\n`,
      '3:23 Merge paths limit must be in range 1-255',
    ],
    [
      `${DEVICE}protocol kernel {\n merge paths on limit 256;\n}\n`,
      '3:23 Merge paths limit must be in range 1-255',
    ],
    [`${DEVICE}protocol static {\n preference 65536;\n}\n`, '3:13 Invalid preference'],
    [
      `${DEVICE}protocol bgp x {\n local as 1;\n neighbor 10.0.0.1 as 2;\n multihop 256;\n}\n`,
      '5:14 Multihop must be in range 1-255',
    ],
    [
      `filter f {\n if net ~ [ 10.0.0.0/8{40,50} ] then accept;\n}\n${DEVICE}`,
      '2:29 Invalid prefix pattern range: {40, 50}.',
    ],
  ])('%j', (text, error) => expect(said(text)).toBe(`x.conf:${error}`));

  test.each([
    `filter f {\n  if (defined(bgp_next_hop)&&(bgp_next_hop ~ 10.0.0.0/16)) then krt_metric=5; else krt_metric=6;\n accept;\n}\n${DEVICE}`,
    'filter f {\n  if net ~ [ 10.0.0.0/8+, 192.168.0.0/16{24,32} ] then accept;\n  if bgp_path ~ [= * 65001 ? =] then { bgp_path.prepend(65000); bgp_community.add((65000,1)); accept; }\n' +
      `  case net.len { 24: accept; else: reject; }\n}\n${DEVICE}`,
    `${DEVICE}protocol bgp x {\n  local as 65000;\n  hold time 2;\n  neighbor 10.0.0.1 as 65001;\n}\n`,
  ])('%j is accepted', (text) => expect(said(text)).toBe(''));
});

/** As calico-node v3.32's confd puts it together. */
const CONFD = `
include "bird_aggr.cfg";
include "bird_ipam.cfg";
router id 192.168.56.11;
protocol kernel {
  learn;             # Learn all alien routes from the kernel
  persist;           # Don't remove routes on bird shutdown
  scan time 2;       # Scan kernel routing table every 2 seconds
  import all;
  export filter calico_kernel_programming; # Default is export none
  graceful restart;
  merge paths on;    # Allow export multipath routes (ECMP)
}
protocol device {
  debug { states };
  scan time 2;
}
protocol direct {
  debug { states };
  interface -"cali*", -"kube-ipvs*", "*";
}
template bgp bgp_template {
  debug { states };
  description "Connection to BGP peer";
  local as 64512;
  gateway recursive;
  import all;
  export filter calico_export_to_bgp_peers;
  add paths on;
  graceful restart;
  connect delay time 2;
  connect retry time 5;
  error wait time 5,30;
}
# -------- node-to-node mesh --------
protocol bgp Mesh_192_168_56_12 from bgp_template {
  multihop;
  ttl security off;
  source address 192.168.56.11;
  neighbor 192.168.56.12 as 64512;
  passive on;
}
protocol bgp Node_10_0_0_1_port_1790 from bgp_template {
  neighbor 10.0.0.1 port 1790 as 64513;
  rr cluster id 10.0.0.9;
  import filter { krt_metric = 1024; accept; };
  next hop self;
}
`;
const AGGREGATION = `
protocol static {
  route 10.244.166.128/26 blackhole;
}
function calico_aggr ()
{
  if ( net = 10.244.166.128/26 ) then { accept; }
  if ( net ~ 10.244.166.128/26 ) then { reject; }
}
`;
const POOLS = `
filter calico_export_to_bgp_peers {
  calico_aggr();
  if ( net ~ 10.244.0.0/16 ) then { accept; }
  reject;
}
filter calico_kernel_programming {
  if ( net ~ 10.244.0.0/16 ) then { krt_tunnel="tunl0"; accept; }
  accept;
}
`;

test('what confd writes, in three files', () => {
  const files: Record<string, string> = {
    '/c/bird.cfg': CONFD,
    '/c/bird_aggr.cfg': AGGREGATION,
    '/c/bird_ipam.cfg': POOLS,
  };
  const read = parseConfig('/c/bird.cfg', (path) => files[path] ?? null);
  if (!read.ok) throw new Error(configErrorText(read.error));
  const { protocols, routerId } = read.value;
  expect(formatIpv4(routerId)).toBe('192.168.56.11');
  expect(protocols.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
    ...['static1 static', 'kernel1 kernel', 'device1 device', 'direct1 direct'],
    ...['Mesh_192_168_56_12 bgp', 'Node_10_0_0_1_port_1790 bgp'],
  ]);
  expect(protocols[1]).toMatchObject({ learn: true, persist: true, scanTime: 2, mergePaths: 16 });
  expect(protocols[4]).toMatchObject({
    ...{
      localAs: 64512,
      remoteAs: 64512,
      passive: true,
      multihop: 64,
      gatewayRecursive: true,
      addPaths: true,
    },
    ...{ gracefulRestart: 'on', connectDelayTime: 2, connectRetryTime: 5, errorWaitMin: 5, errorWaitMax: 30 },
    ...{ sourceAddress: ipv4('192.168.56.11'), exportFilter: { name: 'calico_export_to_bgp_peers' } },
  });
  expect(protocols[5]).toMatchObject({
    ...{ port: 1790, remoteAs: 64513, multihop: 0, nextHopSelf: true, rrClusterId: ipv4('10.0.0.9') },
    importFilter: { kind: 'code', name: '(unnamed)' },
  });
});

test('whatever is written there is read or refused, and nothing else happens', () => {
  const words = [
    'protocol',
    'bgp',
    'x',
    '{',
    '}',
    ';',
    'filter',
    'if',
    'then',
    '(',
    ')',
    '1',
    '10.0.0.0/8',
    '"a"',
    '~',
    '[',
  ];
  const text = fc.oneof(
    fc.array(fc.constantFrom(...words), { maxLength: 40 }).map((each) => each.join(' ')),
    fc.string(),
    fc.nat(200).map((n) => `filter f { if ${'('.repeat(n)}true${')'.repeat(n)} then accept; }`),
    fc.nat(200).map((n) => `filter f { ${'{'.repeat(n)}${'}'.repeat(n)} }`),
  );
  fc.assert(fc.property(text, (each) => typeof said(each) === 'string'));
  expect(said('include "x.conf";')).toBe('x.conf:1:1 Max include depth reached');
  expect(said('protocol bgp constructor { }')).toContain('Local AS');
});

const MANY = 10_000;

test.each([
  ['operators', `if ${Array.from({ length: MANY }, () => 'net.len = 1').join(' || ')} then accept;`],
  ['members', `if net${'.ip'.repeat(MANY)} = 1.1.1.1 then accept;`],
  ['arms', `case net.len { ${Array.from({ length: MANY }, (_, i) => `${String(i)}: accept;`).join(' ')} }`],
])('an expression of more %s than a tree may have levels is refused', (_, body) => {
  expect(said(`filter f { ${body} }\n${DEVICE}`)).toContain('Too long an expression for this lab');
});

test('as many statements as one likes, each with as many operators as it may have', () => {
  const condition = Array.from({ length: 60 }, () => 'net.len = 1').join(' || ');
  const body = Array.from({ length: 100 }, () => `if ${condition} then accept;`).join('\n');
  expect(said(`filter f { ${body} }\n${DEVICE}`)).toBe('');
});

test('a file of any length can be included', () => {
  const long = `function f() {}\n${';\n'.repeat(300_000)}`;
  expect(said(`include "/long.conf";\n${DEVICE}`, { '/long.conf': long })).toBe('');
});

test('a file that is included over and over does not eat the memory', () => {
  const files = Object.fromEntries(
    Array.from({ length: 8 }, (_, i) => [
      `/${String(i)}.conf`,
      `include "/${String(i + 1)}.conf";\n`.repeat(100),
    ]),
  );
  expect(said('include "/1.conf";\n', { ...files, '/8.conf': ';' })).toContain('Too much text for this lab');
});

test('a port is what sixteen bits leave of it', () => {
  const port = (number: number) => {
    const text = `listen bgp port ${String(number)};\n${DEVICE}`;
    const read = parseConfig('x', () => text);
    return read.ok ? read.value.listenPort : null;
  };
  expect([179, 70_000, 0].map(port)).toEqual([179, 4464, 179]);
});

test('patterns of interfaces: the first that fits decides', () => {
  const calico = [
    { pattern: 'cali*', negative: true },
    { pattern: '*', negative: false },
  ];
  expect(['cali1', 'eth0'].map((name) => interfaceFits(calico, name))).toEqual([false, true]);
  expect(interfaceFits([], 'any')).toBe(true);
  expect(interfaceFits([{ pattern: 'lan?', negative: false }], 'lan')).toBe(false);
  expect(fitsPattern('*a*b', 'xaxxbxb')).toBe(true);
});
