import { describe, expect, it } from 'vitest';
import { compareState } from './compare-state';
import type { JsonObject } from './json';
import type { Spec } from './spec';

const spec: Spec = {
  name: 'two rows',
  namespaces: { n1: { role: 'node', sysctl: { 'net/ipv4/ip_forward': 1 } } },
  devices: [{ type: 'dummy', ns: 'n1', name: 'dm0' }],
  traffic: [],
};

const LINK = { ifname: 'dm0', flags: ['UP'], mtu: 1500, operstate: 'UP', address: '02:00:00:00:00:01' };

function found(want: JsonObject, got: JsonObject): string {
  const difference = compareState(spec, 'after', { n1: want }, { n1: got });
  if (difference === null) return 'equal';
  return `${difference.section} | ${difference.place} | ${difference.expected} | ${difference.got}`;
}

describe('compareState', () => {
  it('compares what the kernel answers of a link, and nothing else', () => {
    const want = { links: [{ ...LINK, linkinfo: { info_kind: 'dummy' }, link_type: 'ether' }] };
    expect(found(want, { links: [{ ...LINK, linkinfo: { info_kind: 'dummy' } }] })).toBe('equal');
    expect(found(want, { links: [{ ...LINK, mtu: 1450, linkinfo: { info_kind: 'dummy' } }] })).toBe(
      'links after | n1 dm0: mtu | 1500 | 1450',
    );
    expect(found(want, { links: [] })).toContain('n1 dm0');
  });

  it('takes a device whose carrier just came up for what it will be', () => {
    const late = { ...LINK, flags: ['NO-CARRIER', 'UP', 'LOWER_UP'], operstate: 'DOWN' };
    const up = { ...LINK, flags: ['UP', 'LOWER_UP'] };
    expect(found({ links: [late] }, { links: [up] })).toBe('equal');
    expect(found({ links: [late] }, { links: [{ ...up, mtu: 9000 }] })).toContain('mtu');
    const down = { ...LINK, flags: ['NO-CARRIER', 'UP'], operstate: 'DOWN' };
    expect(found({ links: [down] }, { links: [up] })).toContain('flags');
  });

  it('leaves out fallback devices that no spec made', () => {
    expect(found({ links: [{ ...LINK, ifname: 'tunl0' }] }, { links: [] })).toBe('equal');
  });

  it('compares routes as a set', () => {
    const a = { dst: '10.0.0.0/24', dev: 'dm0', flags: [] };
    const b = { dst: 'default', gateway: '10.0.0.1', dev: 'dm0', flags: [] };
    expect(found({ routes: [a, b] }, { routes: [b, a] })).toBe('equal');
    expect(found({ routes: [a, b] }, { routes: [a] })).toBe(
      'routes after | n1 | {"dev":"dm0","dst":"default","flags":[],"gateway":"10.0.0.1"} | ' +
        '{"dev":"dm0","dst":"10.0.0.0/24","flags":[]}',
    );
    expect(found({ routes: [a] }, { routes: [a, b] })).toContain('no such row');
  });

  it('tells only the states of a neighbour apart that do not depend on the moment', () => {
    const row = (state: string): JsonObject => ({ neigh: [{ dst: '10.0.0.2', dev: 'dm0', state: [state] }] });
    expect(found(row('DELAY'), row('REACHABLE'))).toBe('equal');
    expect(found(row('FAILED'), row('REACHABLE'))).toContain('FAILED');
    expect(found(row('PERMANENT'), row('STALE'))).toContain('PERMANENT');
    expect(found({ neigh: [] }, row('NOARP'))).toBe('equal');
  });

  it('compares learned and static fdb rows, not the group addresses of a card', () => {
    const learned = { mac: '02:00:00:00:00:02', ifname: 'p1', flags: [], master: 'br0', state: '' };
    const group = { mac: '33:33:00:00:00:01', ifname: 'p1', flags: ['self'], state: 'permanent' };
    expect(found({ fdb: [group, learned] }, { fdb: [learned] })).toBe('equal');
    expect(found({ fdb: [learned] }, { fdb: [{ ...learned, ifname: 'p2' }] })).toContain('"ifname":"p1"');
  });

  it('compares the sysctls the spec sets', () => {
    const want = { sysctl: { 'net/ipv4/ip_forward': '1', 'net/ipv4/ip_default_ttl': '64' } };
    expect(found(want, { sysctl: { 'net/ipv4/ip_forward': '1' } })).toBe('equal');
    expect(found(want, { sysctl: { 'net/ipv4/ip_forward': '0' } })).toContain('net/ipv4/ip_forward | 1 | 0');
  });

  it('takes a counter that is missing as zero', () => {
    expect(found({ counters: {} }, { counters: { IpInAddrErrors: 0 } })).toBe('equal');
    expect(found({ counters: { IpInAddrErrors: 2 } }, { counters: {} })).toBe(
      'counters after | n1: IpInAddrErrors | 2 | 0',
    );
  });

  it('compares answers of ip route get in order', () => {
    const row = (dev: string): JsonObject => ({
      route_get: [{ args: '10.0.0.9', rc: 0, answer: { dst: '10.0.0.9', dev } }],
    });
    expect(found(row('dm0'), row('dm0'))).toBe('equal');
    expect(found(row('dm0'), row('lo'))).toBe('route_get after | n1 10.0.0.9: answer.dev | dm0 | lo');
  });

  it('refuses a section it does not know, so that none is ignored in silence', () => {
    expect(found({ xfrm: [1] }, {})).toContain('a section that is not modelled');
    expect(found({ dev_stats: { lo: 1 } }, {})).toBe('equal');
  });
});
