/** A simulated machine on which flannel's effects are carried out, for the tests of its backends. */
import type { Effect, FlannelOp, LogLine } from '../cni/flannel/effect';
import type { ExtIface } from '../cni/flannel/ext-iface';
import type { StartFacts } from '../cni/flannel/backend/backend';
import type { Lease } from '../cni/flannel/lease';
import { perform } from '../cni/flannel/perform';
import { commandOf } from '../cni/flannel/op-text';
import type { OpError } from '../model/op';
import type { Netns } from '../model/world';
import { linkByName } from '../kernel/ctx';
import { ipv4, parseCidr4, type Cidr4 } from '../wire/addr';
import { recordedShell } from './shell-host';

/** A network from its text; throws on anything else. */
export function cidr4(text: string): Cidr4 {
  const parsed = parseCidr4(text);
  if (!parsed.ok) throw new Error(`not a network: ${text}`);
  return parsed.value;
}

/** Effects as one reads them: commands, log lines, or their kind. */
export function script(effects: readonly Effect[]): readonly string[] {
  return effects.map((effect) => {
    if (effect.kind === 'net') return commandOf(effect.op);
    return effect.kind === 'log' ? `${effect.line.level}: ${effect.line.text}` : effect.kind;
  });
}

export interface FlannelNode {
  readonly ns: Netns;
  readonly ext: ExtIface;
  readonly facts: StartFacts;
  /** Carries effects out, those of netlink. */
  perform(effects: readonly Effect[]): { readonly done: boolean; readonly log: readonly LogLine[] };
  /** Lines printed by a command on the node. */
  shell(command: string): readonly string[];
}

const NODE_SETUP = `
ip addr add 192.168.56.11/24 dev eth0
ip link set eth0 up
ip route add default via 192.168.56.1`;

/** node1 of reference/flannel.md: 192.168.56.11 on eth0, random bytes 4a 5b 6c 7d 8e 01 and on. */
export function flannelNode(setup = '', changes: Partial<StartFacts> = {}): FlannelNode {
  const recorded = recordedShell(`${NODE_SETUP}\n${setup}`);
  const { host } = recorded;
  const current = (): Netns => {
    const ns = host.world.netns.find((each) => each?.name === 'node-1');
    if (ns === undefined) throw new Error('no node-1');
    return ns;
  };
  const eth0 = linkByName(current(), 'eth0');
  const ext: ExtIface = {
    name: 'eth0',
    ifindex: eth0?.ifindex ?? 0,
    mtu: eth0?.mtu ?? 0,
    ifaceAddr: ipv4('192.168.56.11'),
    extAddr: ipv4('192.168.56.11'),
  };
  const RANDOM = [0x48, 0x5b, 0x6c, 0x7d, 0x8e, 0x01];
  const facts: StartFacts = {
    ns: current(),
    ext,
    network: cidr4('10.244.0.0/16'),
    storedMac: '',
    file: () => null,
    random: (count) => Uint8Array.from({ length: count }, (_, i) => RANDOM[i % RANDOM.length] ?? 0),
    ...changes,
  };
  return {
    get ns() {
      return current();
    },
    ext,
    facts,
    perform: (effects) =>
      perform(effects, {
        net: (op) => host.apply('node-1', op, commandOf(op)),
        other: () => undefined,
      }),
    shell: (command) => recorded.run(command).stdout,
  };
}

/** The lease of another node. */
export function leaseOf(subnet: string, publicIp: string, backendType: string, backendData = 'null'): Lease {
  return { subnet: cidr4(subnet), publicIp: ipv4(publicIp), backendType, backendData };
}

/** A kernel that refuses operations of some kinds. */
export function refusing(...kinds: readonly FlannelOp['kind'][]): (op: FlannelOp) => OpError | null {
  return (op) => (kinds.includes(op.kind) ? { errno: 'EINVAL', message: '' } : null);
}
