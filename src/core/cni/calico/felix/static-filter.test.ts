import { describe, expect, test } from 'vitest';
import { ACCEPT, DROP, REJECT } from './action';
import { chainLines } from './rule';
import { staticConfig, type StaticConfig } from './static-config';
import { forwardAppendRules, staticFilterChains, workloadDevices } from './static-filter';

const config = staticConfig({
  accept: 0x10000,
  pass: 0x20000,
  drop: 0x40000,
  scratch0: 0x80000,
  scratch1: 0x100000,
});
const PLAIN = { snatFullyRandom: false, masqueradeFullyRandom: false };

function lines(name: string, more: Partial<StaticConfig> = {}): readonly string[] {
  const chain = staticFilterChains({ ...config, ...more }).find((each) => each.name === name);
  return chain === undefined ? [] : chainLines(chain, PLAIN);
}

describe('staticFilterChains', () => {
  // The list of reference section 8, which was loaded in a kernel.
  test('cali-FORWARD has the hashes of v3.32', () => {
    expect(lines('cali-FORWARD').map((line) => /cali:([\w-]+)/.exec(line)?.[1])).toEqual([
      'W_vvds1Nw3n9QE2f',
      'ZfgmjuiLaA8Pg0kp',
      'tAzwBLPaV-j53OOZ',
      '4Z0Pf0byo05NFe-P',
      'hQ7Oc16wmUtLuneJ',
      'rnKNH2WxGcRQcIlD',
    ]);
  });

  const about = (name: string, what: string, more: Partial<StaticConfig>): readonly string[] =>
    lines(name, more).filter((line) => line.includes(what));

  test('tunnels of other nodes come in, and only theirs', () => {
    expect(about('cali-INPUT', 'IPIP', {})).toEqual([]);
    const [allow, deny] = about('cali-INPUT', 'IPIP', { ipip: true, denyAction: REJECT });
    expect(allow).toMatch(/-p 4 -m set --match-set cali40all-hosts-net src .*--jump ACCEPT$/);
    expect(deny).toMatch(/"Reject IPIP packets from non-Calico hosts" -p 4 --jump REJECT$/);
    expect(about('cali-INPUT', 'VXLAN', { vxlan: true, family: 6 })[0]).toContain('cali60all-vxlan-net');
    expect(about('cali-INPUT', 'Wireguard', { wireguard: true })).toHaveLength(1);
    expect(about('cali-INPUT', 'IPIP', { ipip: true, family: 6 })).toEqual([]);
  });

  test('no policy of the node cuts its own tunnels', () => {
    const tunnels = { ipip: true, vxlan: true, wireguard: true };
    const comments = lines('cali-OUTPUT', tunnels).flatMap(
      (line) => /--comment "([^"]*hosts|[^"]*packets)"/.exec(line)?.[1] ?? [],
    );
    expect(comments).toEqual([
      'Allow IPIP packets to other Calico hosts',
      'Allow IPv4 VXLAN packets to other allowed hosts',
      'Allow outgoing IPv4 Wireguard packets',
    ]);
  });

  test('what a pod may do with its node is configured; its neighbour discovery is free', () => {
    expect(lines('cali-wl-to-host').at(-1)).toMatch(/--jump DROP$/);
    expect(lines('cali-wl-to-host', { endpointToHostAction: ACCEPT }).at(-1)).toMatch(/--jump ACCEPT$/);
    expect(about('cali-wl-to-host', 'icmpv6-type', { family: 6 })).toHaveLength(6);
  });
});

test('several prefixes', () => {
  expect(workloadDevices({ ...config, workloadPrefixes: ['cali', 'tap'] })).toEqual(['cali+', 'tap+']);
});

test('forwardAppendRules', () => {
  expect(forwardAppendRules({ ...config, filterAllowAction: DROP })[0]?.action).toBe(DROP);
});
