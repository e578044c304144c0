import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../base/json';
import { BRIDGE_CONF, pluginStage } from '../../testing/plugins';
import type { PluginStage } from '../../testing/plugins';
import { narrate } from '../../views/narrate';

const result = { cniVersion: '1.0.0', ips: [{ address: '10.0.0.2/24' }], dns: {} };
const conf = (more: JsonObject): JsonObject => ({
  cniVersion: '1.0.0',
  name: 'n',
  type: 'bandwidth',
  prevResult: result,
  ...more,
});
const LIMITS = { ingressRate: 8e6, ingressBurst: 1e6, egressRate: 16e6, egressBurst: 2e6 };

function attached(): { readonly stage: PluginStage; readonly prevResult: JsonObject; readonly veth: string } {
  const stage = pluginStage();
  const prevResult = stage.call('bridge', 'ADD', 'pod-a', BRIDGE_CONF) as JsonObject;
  const { interfaces } = prevResult as { interfaces: readonly { readonly name: string }[] };
  return { stage, prevResult, veth: interfaces[1]?.name ?? '' };
}

describe('with limits', () => {
  it('puts a bucket on the cable, and another on a device for what comes from the pod', () => {
    const { stage, prevResult, veth } = attached();
    const made = stage.call('bandwidth', 'ADD', 'pod-a', conf({ prevResult, ...LIMITS })) as JsonObject;
    const { interfaces } = made as { interfaces: readonly { readonly name: string; readonly mac: string }[] };
    const ifb = interfaces[3]?.name ?? '';
    expect(ifb).toMatch(/^bwp[\da-f]{12}$/);
    expect(stage.typed('node-1', `tc qdisc show dev ${veth}`)).toEqual([
      'qdisc tbf 1: root refcnt 3 rate 8Mbit burst 125000b lat 25ms',
      'qdisc ingress ffff: parent ffff:fff1 ----------------',
    ]);
    expect(stage.typed('node-1', `tc qdisc show dev ${ifb}`)).toEqual([
      'qdisc tbf 1: root refcnt 2 rate 16Mbit burst 250000b lat 25ms',
    ]);
    expect(stage.typed('node-1', `ip -o link show ${ifb}`)[0]).toMatch(
      /: <BROADCAST,NOARP,UP,LOWER_UP> mtu 1450 qdisc tbf state UNKNOWN mode DEFAULT group default\\/,
    );
    expect(stage.call('bandwidth', 'CHECK', 'pod-a', conf({ prevResult: made, ...LIMITS }))).toBeNull();
    expect(
      stage.call('bandwidth', 'CHECK', 'pod-a', conf({ prevResult: made, ...LIMITS, ingressRate: 9e6 })),
    ).toBe("Rate doesn't match");
    expect(stage.call('bandwidth', 'DEL', 'pod-a', conf({ ...LIMITS }))).toBeNull();
    expect(stage.typed('node-1', `ip link show ${ifb}`)).toEqual([]);
    // What was redirected there goes nowhere.
    expect(stage.typed('node-1', `tc filter show dev ${veth} ingress`).join('\n')).toContain('to device *)');
    expect(stage.call('bandwidth', 'DEL', 'pod-a', conf({ ...LIMITS }))).toBeNull();
  });

  it('says that no packet feels them', () => {
    const { stage, prevResult } = attached();
    stage.call('bandwidth', 'ADD', 'pod-a', conf({ prevResult, ...LIMITS }));
    const last = stage.trace.record(stage.trace.length - 1);
    const scene = { world: stage.simulation.world, outer: false, before: null };
    expect(narrate(last, scene).key).toBe('narrate.cniCall.withoutEffect');
  });

  it('takes those of the runtime when the configuration has none', () => {
    const { stage, prevResult, veth } = attached();
    const runtimeConfig = { bandwidth: { ingressRate: 1_500_000, ingressBurst: 81_920 } };
    stage.call('bandwidth', 'ADD', 'pod-a', conf({ prevResult, runtimeConfig }));
    expect(stage.typed('node-1', `tc qdisc show dev ${veth}`)).toEqual([
      'qdisc tbf 1: root refcnt 3 rate 1500Kbit burst 10Kb lat 25ms',
    ]);
  });

  it('needs the cable of a bridge or ptp plugin', () => {
    const stage = pluginStage();
    expect(stage.call('bandwidth', 'ADD', 'pod-a', conf(LIMITS))).toBe('no interfaces provided');
    const interfaces = [{ name: 'eth0', sandbox: '/var/run/netns/pod-a' }];
    expect(
      stage.call('bandwidth', 'ADD', 'pod-a', conf({ ...LIMITS, prevResult: { ...result, interfaces } })),
    ).toMatch(/^container interface eth0 has no veth peer/);
  });
});

it('without limits hands the result on', () => {
  const stage = pluginStage();
  expect(stage.call('bandwidth', 'ADD', 'pod-a', conf({}))).toEqual(result);
});

it.each<[JsonObject, string]>([
  [{ ingressRate: 8e6 }, 'if rate is set, burst must also be set'],
  [{ egressBurst: 8e6 }, 'if burst is set, rate must also be set'],
  [{ egressBurst: 2 ** 36, egressRate: 5 }, 'burst cannot be more than 4GB'],
  [{ runtimeConfig: { bandwidth: { egressRate: 5 } } }, 'if rate is set, burst must also be set'],
])('%j is refused', (more, words) => {
  expect(pluginStage().call('bandwidth', 'ADD', 'pod-a', conf(more))).toBe(words);
});

it('must come after another plugin', () => {
  const { prevResult: _previous, ...alone } = conf({});
  expect(pluginStage().call('bandwidth', 'ADD', 'pod-a', alone)).toBe('must be called as chained plugin');
});
