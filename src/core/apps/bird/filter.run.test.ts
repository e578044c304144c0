/** Goal: filters say of a route what BIRD's would. Method: filters as Calico's confd and administrators write them, on single routes. */
import { expect, test } from 'vitest';
import { configErrorText } from '../../model/bird.config';
import { ANY_IPV4, ipv4, parseCidr4 } from '../../wire/addr';
import type { BgpAttributes } from '../../wire/bgp.types';
import { parseConfig } from './config';
import type { Filtered } from './filter.attributes';
import { runFilter, type FilterResult } from './filter.run';

function filtered(
  body: string,
  prefix: string,
  attributes: BgpAttributes | null = null,
  functions = '',
): FilterResult {
  const text = `${functions}\nfilter f {\n${body}\n}\nprotocol kernel { export filter f; }`;
  const read = parseConfig('x', (path) => (path === 'x' ? text : null));
  if (!read.ok) throw new Error(configErrorText(read.error));
  const net = parseCidr4(prefix);
  const filter = read.value.protocols[0]?.exportFilter;
  if (!net.ok || filter === undefined) throw new Error(prefix);
  const route: Filtered = {
    ...{
      ...net.value,
      kind: attributes === null ? 'static' : 'bgp',
      dest: 'via',
      gateway: ipv4('192.168.56.12'),
    },
    ...{ preference: 100, attributes, kernel: null, peer: ANY_IPV4 },
  };
  return runFilter(filter, route, { proto: 'p1', ifname: 'eth0' }, read.value.functions);
}
const passes = (body: string, prefix: string, attributes: BgpAttributes | null = null): boolean =>
  filtered(body, prefix, attributes).accepted;

test('aggregation: the block is told, what lies in it is not, other blocks of the pool are', () => {
  const aggregate =
    'function aggr() { if ( net = 10.244.1.0/26 ) then { accept; } if ( net ~ 10.244.1.0/26 ) then { reject; } }';
  const body = 'aggr(); if ( net ~ 10.244.0.0/16 ) then accept; reject;';
  const verdicts = ['10.244.1.0/26', '10.244.1.5/32', '10.244.9.0/26', '192.168.0.0/16'].map(
    (net) => filtered(body, net, null, aggregate).accepted,
  );
  expect(verdicts).toEqual([true, false, true, false]);
});

test('the tunnel is chosen by the next hop', () => {
  const body =
    'if (net ~ 10.244.0.0/16) then { if (defined(bgp_next_hop)&&(bgp_next_hop ~ 192.168.56.0/24)) then krt_tunnel=""; else krt_tunnel="tunl0"; accept; }';
  const tunnel = (nextHop: string) =>
    filtered(body, '10.244.1.0/26', { nextHop: ipv4(nextHop) }).route.kernel?.tunnel;
  expect(tunnel('192.168.56.12')).toBe('');
  expect(tunnel('192.168.57.13')).toBe('tunl0');
  expect(filtered(body, '10.244.1.0/26').route.kernel?.tunnel).toBe('tunl0');
});

test.each([
  ['if net ~ [ 10.0.0.0/8{16,24} ] then accept;', '10.1.0.0/16', true],
  ['if net ~ [ 10.0.0.0/8{16,24} ] then accept;', '10.0.0.0/8', false],
  ['if net ~ [ 10.0.0.0/8+ ] then accept;', '10.1.1.1/32', true],
  ['if net ~ [ 10.1.0.0/16- ] then accept;', '10.0.0.0/8', true],
  ['if net.len > 24 then accept;', '10.0.0.0/26', true],
  ['if proto = "p1" && source = RTS_STATIC && ifname = "eth0" then accept;', '10.0.0.0/8', true],
  // Names of devices as calico's reject_tunnel_routes has them.
  ['if ifname ~ "*th0" then accept;', '10.0.0.0/8', true],
  ['if ifname ~ "e?h*" then accept;', '10.0.0.0/8', true],
  ['if ifname ~ "*.cali" then accept;', '10.0.0.0/8', false],
  ['if ifname !~ "eth?" then accept;', '10.0.0.0/8', false],
  ['case net.len { 8, 9: accept; else: reject; }', '10.0.0.0/8', true],
  ['case net.len { 9..12: accept; else: reject; }', '10.0.0.0/8', false],
  ['if krt_metric < 1024 then accept; reject;', '10.0.0.0/8', false],
  ['if 1 then accept; accept;', '10.0.0.0/8', false],
  ['if ! (net ~ 10.0.0.0/8) || net = 10.0.0.0/8 then accept;', '10.0.0.0/8', true],
])('%s of %s: %s', (body, net, accepted) => expect(passes(body, net)).toBe(accepted));

test('paths and communities are matched and changed', () => {
  const attributes: BgpAttributes = {
    asPath: [{ kind: 'sequence', numbers: [65002, 65001, 65003] }],
    communities: [65000 * 65536 + 1],
  };
  const accepts = (condition: string) => passes(`if ${condition} then accept;`, '10.0.0.0/8', attributes);
  expect(accepts('bgp_path ~ [= * 65001 ? =]')).toBe(true);
  expect(accepts('bgp_path ~ [= 65001 * =]')).toBe(false);
  expect(accepts('bgp_path.first = 65002 && bgp_path.last = 65003 && bgp_path.len = 3')).toBe(true);
  expect(accepts('(65000,1) ~ bgp_community')).toBe(true);
  expect(accepts('bgp_community ~ [ (65000,2) ]')).toBe(false);
  const body =
    'bgp_path.prepend(64999); bgp_community.delete((65000,1)); bgp_community.add((1,2)); bgp_local_pref = 50; bgp_med = 7; accept;';
  expect(filtered(body, '10.0.0.0/8', attributes).route.attributes).toMatchObject({
    asPath: [{ numbers: [64999, 65002, 65001, 65003] }],
    ...{ communities: [65538], localPref: 50, med: 7 },
  });
});

test('functions that call one another too deep reject', () => {
  const depth = 2000;
  const calls = (length: number) =>
    Array.from({ length }, (_, i) => {
      const inner = i === 0 ? '1' : `f${String(i - 1)}()`;
      return `function f${String(i)}() { return ${inner}; }`;
    }).join('\n');
  const accepts = (length: number) =>
    filtered(`if f${String(length - 1)}() = 1 then accept;`, '10.0.0.0/8', null, calls(length)).accepted;
  expect(accepts(depth)).toBe(false);
  expect(accepts(50)).toBe(true);
});

test('what a function returns early leaves nothing behind', () => {
  const nested = 'function early() { { { { return 1; } } } }';
  const body = `${'early();'.repeat(1000)} accept;`;
  expect(filtered(body, '10.0.0.0/8', null, nested).accepted).toBe(true);
});

test('a filter that takes too long rejects', () => {
  const functions = Array.from({ length: 30 }, (_, i) =>
    i === 0
      ? 'function f0() { return 1; }'
      : `function f${String(i)}() { return f${String(i - 1)}() + f${String(i - 1)}(); }`,
  ).join('\n');
  expect(filtered('if f29() > 0 then accept; accept;', '10.0.0.0/8', null, functions).accepted).toBe(false);
});
