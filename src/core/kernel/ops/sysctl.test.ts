import { describe, expect, it } from 'vitest';
import { net, routedNet, type Net } from '../../testing/net';
import { readSysctl } from './sysctl';

const set = (lab: Net, text: string): Net => lab.type('r', `sysctl -w ${text}`);
const value = (lab: Net, key: string): number | null => readSysctl(lab.ns('r'), key);

describe('ip_forward', () => {
  it('is one switch for all, default and every device, and for those to come', () => {
    const lab = set(routedNet(), 'net.ipv4.ip_forward=0');
    expect(
      ['all', 'default', 'e0', 'e1'].map((dev) => value(lab, `net/ipv4/conf/${dev}/forwarding`)),
    ).toEqual([0, 0, 0, 0]);
    set(lab, 'net.ipv4.conf.all.forwarding=1').type('r', 'ip link add d0 type dummy');
    expect(value(lab, 'net/ipv4/conf/d0/forwarding')).toBe(1);
    expect(value(lab, 'net/ipv4/ip_forward')).toBe(1);
  });

  it('of one device leaves the others', () => {
    const lab = set(routedNet(), 'net.ipv4.conf.e0.forwarding=0');
    expect(['all', 'e0', 'e1'].map((dev) => value(lab, `net/ipv4/conf/${dev}/forwarding`))).toEqual([
      1, 0, 1,
    ]);
  });
});

describe('per device', () => {
  it('default is what new devices start with', () => {
    const lab = set(net().machines('r'), 'net.ipv4.conf.default.rp_filter=2').type(
      'r',
      'ip link add d0 type dummy',
    );
    expect(value(lab, 'net/ipv4/conf/d0/rp_filter')).toBe(2);
    expect(value(lab, 'net/ipv4/conf/lo/rp_filter')).toBe(0);
    set(lab, 'net.ipv4.neigh.default.mcast_solicit=7').type('r', 'ip link add d1 type dummy');
    expect([
      value(lab, 'net/ipv4/neigh/d0/mcast_solicit'),
      value(lab, 'net/ipv4/neigh/d1/mcast_solicit'),
    ]).toEqual([3, 7]);
  });
});

// observed on Linux 6.18, a fresh netns
it.each([
  ['net/ipv4/ip_default_ttl', 64],
  ['net/ipv4/ip_forward', 0],
  ['net/ipv4/conf/lo/accept_local', 0],
  ['net/ipv4/conf/lo/accept_redirects', 1],
  ['net/ipv4/conf/lo/send_redirects', 1],
  ['net/ipv4/conf/all/arp_ignore', 0],
  ['net/ipv4/conf/all/rp_filter', 0],
  ['net/ipv4/neigh/lo/base_reachable_time_ms', 30_000],
  ['net/ipv4/neigh/lo/delay_first_probe_time', 5],
  ['net/ipv4/neigh/lo/gc_stale_time', 60],
  ['net/ipv4/neigh/lo/mcast_solicit', 3],
  ['net/ipv4/neigh/lo/retrans_time_ms', 1000],
  ['net/ipv4/neigh/lo/ucast_solicit', 3],
  ['net/ipv4/neigh/lo/unres_qlen_bytes', 212_992],
  ['net/bridge/bridge-nf-call-iptables', 1],
])('%s is %i', (key, expected) => expect(value(net().machines('r'), key)).toBe(expected));

it.each([
  'net.ipv4.nix',
  'net.ipv4.conf.nix.rp_filter',
  'net.ipv4.conf.e0.nix',
  'net.ipv4.neigh.all.mcast_solicit',
])('%s is not there', (key) => {
  const { exitCode, stderr } = routedNet().ask('r', `sysctl -w ${key}=1`);
  expect(exitCode).not.toBe(0);
  expect(stderr.join()).toContain('No such file or directory');
  expect(value(routedNet(), key.replaceAll('.', '/'))).toBeNull();
});

it('only what differs from the default is kept', () => {
  const lab = set(routedNet(), 'net.ipv4.ip_default_ttl=9');
  expect(lab.ns('r').sysctl.entries.size).toBe(1);
  set(lab, 'net.ipv4.ip_default_ttl=64');
  expect(lab.ns('r').sysctl.entries.size).toBe(0);
});
