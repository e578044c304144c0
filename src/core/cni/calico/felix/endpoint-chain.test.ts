import { describe, expect, test } from 'vitest';
import { ACCEPT, DROP, jump, NOTRACK, REJECT, RETURN, setMark } from './action';
import {
  actionWord,
  hostEndpointChains,
  workloadEndpointChains,
  type EndpointConfig,
  type TierGroups,
} from './endpoint-chain';
import { groupName } from './policy-group';

const config: EndpointConfig = {
  marks: { accept: 0x10000, pass: 0x20000 },
  denyAction: DROP,
  allowAction: ACCEPT,
  disableConntrackInvalid: false,
  vxlanPort: 4789,
  allowVxlanFromWorkloads: false,
  allowIpipFromWorkloads: false,
};
const policy = (name: string, kind = 'GlobalNetworkPolicy') => ({ kind, namespace: '', name });
const tier = (...names: readonly string[]): TierGroups => ({
  name: 'default',
  defaultAction: 'Deny',
  inbound: [{ direction: 'inbound', selector: 'all()', policies: names.map((name) => policy(name)) }],
  outbound: [],
});
const pod = { device: 'cali1', adminUp: true, tiers: [tier('a')], profiles: ['kns.default'] };

describe('workloadEndpointChains', () => {
  // The order of reference section 8.
  test('known connections, nonsense, policies, profiles, nothing more', () => {
    const [to] = workloadEndpointChains(pod, config);
    expect(to?.name).toBe('cali-tw-cali1');
    expect(to?.rules.map(({ action, comments }) => comments[0] ?? action?.kind)).toEqual([
      'accept',
      'drop',
      'clearMark',
      'Start of tier default',
      'jump',
      'Return if policy accepted',
      'End of tier default. Drop if no policies passed packet',
      'jump',
      'Return if profile accepted',
      'Drop if no profiles matched',
    ]);
  });

  test('what comes out of a pod may not look like a tunnel, unless it may', () => {
    const texts = (allowed: boolean): readonly string[] => {
      const [, from] = workloadEndpointChains(pod, {
        ...config,
        allowVxlanFromWorkloads: allowed,
        allowIpipFromWorkloads: allowed,
      });
      return from?.rules.flatMap(({ comments }) => comments) ?? [];
    };
    const drops = [
      'Drop VXLAN encapped packets originating in workloads',
      'Drop IPinIP encapped packets originating in workloads',
    ];
    expect(texts(false)).toEqual(expect.arrayContaining(drops));
    expect(texts(true)).not.toEqual(expect.arrayContaining([drops[0]]));
  });

  test('two policies of a group have a chain of their own', () => {
    const both = tier('a', 'b');
    const [to] = workloadEndpointChains({ ...pod, tiers: [both] }, config);
    const [group] = both.inbound;
    expect(to?.rules.map(({ action }) => action)).toContainEqual(jump(group ? groupName(group) : ''));
  });

  test('staged policies leave the decision to others, and so does a tier that passes', () => {
    const ends = (each: TierGroups): boolean =>
      workloadEndpointChains({ ...pod, tiers: [each] }, config)[0]?.rules.some(({ comments }) =>
        comments[0]?.startsWith('End of tier'),
      ) ?? false;
    const staged = {
      ...tier(),
      inbound: [{ ...tier().inbound[0]!, policies: [policy('s', 'StagedNetworkPolicy')] }],
    };
    expect(ends(tier('a'))).toBe(true);
    expect(ends(staged)).toBe(false);
    expect(ends({ ...tier('a'), defaultAction: 'Pass' })).toBe(false);
  });

  test('an endpoint that is down', () => {
    const chains = workloadEndpointChains({ ...pod, adminUp: false }, config);
    expect(chains.map(({ rules }) => rules)).toEqual([
      [{ match: [], action: DROP, comments: ['Endpoint admin disabled'] }],
      [{ match: [], action: DROP, comments: ['Endpoint admin disabled'] }],
    ]);
  });

  test('whoever returns instead of accepting marks the packet first', () => {
    const [to] = workloadEndpointChains(pod, {
      ...config,
      allowAction: RETURN,
      disableConntrackInvalid: true,
    });
    expect(to?.rules.slice(0, 3).map(({ action }) => action?.kind)).toEqual([
      'setMark',
      'return',
      'clearMark',
    ]);
  });
});

describe('hostEndpointChains', () => {
  const host = { device: 'eth0', tiers: [], profiles: ['p'] };

  test('forwarded packets pass where no policy speaks of them', () => {
    const [to, from] = hostEndpointChains(host, 'forward', config);
    expect([to?.name, from?.name]).toEqual(['cali-thfw-eth0', 'cali-fhfw-eth0']);
    expect(to?.rules.slice(-2)).toEqual([
      { match: [], action: setMark(0x10000), comments: ['Allow forwarded traffic by default'] },
      { match: [], action: RETURN, comments: ['Return for accepted forward traffic'] },
    ]);
  });

  test('failsafe ports come first, profiles last', () => {
    const [to, from] = hostEndpointChains(host, 'normal', config);
    expect(to?.rules.map(({ action }) => action)).toContainEqual(jump('cali-failsafe-out'));
    expect(from?.rules.map(({ action }) => action)).toContainEqual(jump('cali-failsafe-in'));
    expect(to?.rules.at(-1)?.action).toBe(DROP);
  });

  test('untracked policy is asked before connections are known, and takes the packet out of conntrack', () => {
    const outbound = tier('a').inbound.map((group) => ({ ...group, direction: 'outbound' as const }));
    const [to] = hostEndpointChains({ ...host, tiers: [{ ...tier(), outbound }] }, 'untracked', config);
    expect(to?.rules.map(({ action }) => action)).toContainEqual(NOTRACK);
    expect(to?.rules.flatMap(({ match }) => match)).not.toContain('-m conntrack --ctstate INVALID');
    expect(to?.rules.at(-1)?.comments).toEqual(['Return if policy accepted']);
  });

  test('before NAT there is only a way in', () => {
    expect(hostEndpointChains(host, 'preDNAT', config).map(({ name }) => name)).toEqual(['cali-fh-eth0']);
  });
});

test('actionWord', () => expect([DROP, REJECT].map(actionWord)).toEqual(['Drop', 'Reject']));
