/** Rule sets of plugins that use nftables: what a plugin wrote against the commands its upstream test expects. */
import type { PluginHost } from '../../../core/cluster/cni';
import { pluginIo } from '../../../core/cluster/cni/exec';
import { plugins } from '../../../core/cni/plugins';
import { bridge } from '../../../core/cni/plugins/bridge';
import { parseNetwork, type IpNetwork } from '../../../core/cni/plugins/common/address';
import { setUpMasqueradeNft, tearDownMasqueradeNft } from '../../../core/cni/plugins/common/masquerade.nft';
import { runCommand } from '../../../core/shell';
import { createSimulation, type Simulation } from '../../../core/simulator';
import { asDifference, firstDifference } from '../difference';
import type { Json, JsonObject } from '../json';
import { isList, isObject, member, textOf } from '../json';
import type { Played } from '../played';

export function nftRules(golden: JsonObject): Played {
  const input = member(golden, 'input');
  if (input['conf'] !== undefined || textOf(input, 'from').startsWith('portmap')) {
    return { difference: 'no such mechanism: portmap' };
  }
  const written = machine();
  const io = pluginIo(written.at, bridge, ENV);
  for (const { network, ifname, containerId, addresses } of attachmentsOf(input)) {
    const fault = setUpMasqueradeNft(io, addresses, network, ifname, containerId);
    if (fault !== null) return { difference: fault };
  }
  for (const step of deletionsOf(input)) {
    tearDownMasqueradeNft(io, step.network, step.ifname, step.containerId);
  }
  const expected = machine();
  const { nft } = member(golden, 'expected');
  const lines = (isList(nft) ? nft : []).filter((line) => typeof line === 'string');
  // The dump names rules of a chain before those of chains they go to; chains all come first.
  for (const line of lines) {
    const said = runCommand(expected.simulation.shell, 'host', `nft '${line}'`);
    if (said.exitCode !== 0) return { difference: `not understood: ${line}: ${said.stderr.join(' ')}` };
  }
  const found = firstDifference(rulesetOf(expected.simulation), rulesetOf(written.simulation));
  return { difference: found === null ? null : asDifference('nft', '', found) };
}

const ENV = {
  CNI_COMMAND: 'ADD',
  CNI_CONTAINERID: 'id',
  CNI_NETNS: '',
  CNI_IFNAME: 'eth0',
  CNI_ARGS: '',
  CNI_PATH: '/opt/cni/bin',
};

function machine(): { readonly simulation: Simulation; readonly at: PluginHost } {
  const simulation = createSimulation(1);
  simulation.applyFabric({ kind: 'machine.add', name: 'host', role: 'host' });
  return { simulation, at: { ctx: simulation.ctx, plugins, host: 0 } };
}

interface Attachment {
  readonly network: string;
  readonly ifname: string;
  readonly containerId: string;
  readonly addresses: readonly IpNetwork[];
}

/** What `ipmasq-setup` attaches; the case that begins there says nothing of it but its name. */
const SETUP: readonly (readonly [name: string, addresses: string])[] = [
  ['unit-test/eth0/one', '192.168.1.1/24'],
  ['unit-test/eth0/two', '192.168.1.2/24 2001:db8::2/64'],
  ['unit-test/eth0/three', '192.168.99.5/24'],
  [
    'alternate/net1/three',
    '10.0.0.5/24 10.0.0.6/24 10.0.1.7/24 2001:db8::5/64 2001:db8::6/64 2001:db8:1::7/64',
  ],
];

function attachmentsOf(input: JsonObject): readonly Attachment[] {
  const listed = isList(input['attachments']) ? input['attachments'].filter((item) => isObject(item)) : [];
  if (listed.length > 0) {
    return listed.map((item) => ({
      network: textOf(item, 'network'),
      ifname: textOf(item, 'ifname'),
      containerId: textOf(item, 'containerID'),
      addresses: networks((isList(item['addrs']) ? item['addrs'] : []).map(String)),
    }));
  }
  const added = stepsOf(input, 'ADD').map(
    ([name = '', ...addresses]) => [name, addresses.join(' ')] as const,
  );
  return [...SETUP, ...added].map(([name, addresses]) => ({
    ...named(name),
    addresses: networks(addresses.split(' ')),
  }));
}

function deletionsOf(input: JsonObject): readonly Omit<Attachment, 'addresses'>[] {
  return stepsOf(input, 'DEL').map(([name = '']) => named(name));
}

/** `ADD unit-test/eth0/four 192.168.1.1/24`, without its verb. */
function stepsOf(input: JsonObject, verb: string): readonly (readonly string[])[] {
  const steps = isList(input['steps']) ? input['steps'].map(String) : [];
  return steps.map((step) => step.split(' ')).flatMap(([word, ...rest]) => (word === verb ? [rest] : []));
}

function named(name: string): Omit<Attachment, 'addresses'> {
  const [network = '', ifname = '', containerId = ''] = name.split('/');
  return { network, ifname, containerId };
}

function networks(texts: readonly string[]): readonly IpNetwork[] {
  return texts.flatMap((text) => {
    const network = parseNetwork(text);
    return network.ok ? [network.value] : [];
  });
}

function rulesetOf(simulation: Simulation): Json {
  return [...runCommand(simulation.shell, 'host', 'nft list ruleset').stdout];
}
