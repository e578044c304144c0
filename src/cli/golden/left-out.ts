/** What of a case is not compared because the simulator has no such mechanism yet. */
import type { KernelCase } from './golden-files';
import { deviceOf, goldenHops } from './hop';
import { packetsOf } from './packets';
import type { Topology } from './topology';
import { topologyOf } from './topology';
import type { HopNode } from './tree';
import { treeOf } from './tree';

export interface LeftOut {
  /** Sections of the state files. */
  readonly sections: readonly string[];
  /** Whether the netfilter trace is left out. */
  readonly trace: boolean;
  /** In words, for the case's line. */
  readonly words: readonly string[];
}

export function leftOut(golden: KernelCase): LeftOut {
  const { spec } = golden;
  const filled = (section: Readonly<Record<string, readonly string[]>> | undefined): boolean =>
    Object.values(section ?? {}).some((lines) => lines.length > 0);
  const words: string[] = [];
  const bridged = bridgedThroughRules(golden, topologyOf(spec));
  if (bridged) words.push('iptables, conntrack and netfilter trace of bridged packets (br_netfilter)');
  if (filled(spec.ipsets)) words.push('ipsets');
  if (filled(spec.ipvs)) words.push('ipvs');
  return { sections: bridged ? ['iptables', 'conntrack'] : [], trace: bridged, words };
}

/**
 * Whether an IP packet went from port to port of a bridge on a machine with rules: Kubernetes nodes hand such packets to
 * netfilter too (bridge-nf-call-iptables), which counts and traces them.
 */
function bridgedThroughRules({ spec, hops }: KernelCase, topology: Topology): boolean {
  const asks = (node: HopNode): boolean => {
    const { ns, frame, direction } = node.hop;
    const port = direction === 'in' && topology.bridges.has(deviceOf(node.hop));
    if (port && 'ip' in frame && (spec.iptables?.[ns] ?? []).length > 0 && node.floods.length > 0)
      return true;
    return [...node.floods, ...node.others].some(asks);
  };
  return packetsOf(goldenHops(hops)).some((packet) => treeOf(packet.hops, topology).some(asks));
}
