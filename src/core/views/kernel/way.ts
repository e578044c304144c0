/**
 * Which stations a pass goes through. A hook leaves no record where no table stands, so that it was passed follows from
 * what came before and after it, as the kernel's functions call one another.
 */
import { bridgeCallsIptables } from '../../model/bridge-calls';
import type { Netns, World } from '../../model/world';
import type { TraceRecord } from '../../trace/record';
import type { StationId, StationNote } from '../contract.kernel';
import { STATIONS } from '../contract.kernel';
import { linkAt } from '../names';
import type { ViewSource } from '../source';
import type { Pass } from './passes';

export interface Way {
  /** In the order in which the packet takes them. */
  readonly stations: readonly StationId[];
  /** Hooks it came to, for some of its stations do work before their hook. */
  readonly hooks: ReadonlySet<StationId>;
  readonly notes: ReadonlyMap<StationId, StationNote>;
}

export function wayOf(source: ViewSource, world: World, ns: Netns, pass: Pass, isIpv4: boolean): Way {
  const records = pass.seqs.map((seq) => source.trace.record(seq));
  const port = wasPort(world, records[0]);
  const bridgeHooks = port && isIpv4 && bridgeCallsIptables(world, ns);
  const hooks = new Set<StationId>(passedHooks(pass, records, bridgeHooks));
  const notes = new Map<StationId, StationNote>();
  if (port && !bridgeHooks) {
    const why = isIpv4 ? 'bridge-calls-off' : 'not-ipv4';
    for (const id of ['bridgePrerouting', 'bridgeForward', 'bridgePostrouting'] as const) notes.set(id, why);
  }
  if (bridgeHooks && pass.up) notes.set('prerouting', 'seen-at-bridge');
  if (!isIpv4 && !port) notes.set('prerouting', 'not-ipv4');
  const on = new Set<StationId>([...hooks, ...pass.stations.keys()]);
  // Somebody sends it, before the first record tells of it.
  if (on.has('outputRouting') && pass.origin === 'local') on.add('process');
  return { stations: STATIONS.filter((id) => on.has(id)), hooks, notes };
}

function wasPort(world: World, first: TraceRecord | undefined): boolean {
  if (first?.kind !== 'link.rx') return false;
  const master = linkAt(world, first.netns, first.dev)?.master ?? 0;
  return linkAt(world, first.netns, master)?.kind === 'bridge';
}

function passedHooks(pass: Pass, records: readonly TraceRecord[], bridgeHooks: boolean): StationId[] {
  const { stations } = pass;
  const has = (kind: TraceRecord['kind'], verdict?: string): boolean =>
    records.some((record) => record.kind === kind && (verdict === undefined || record.verdict === verdict));
  const spoke = (id: StationId): boolean =>
    (stations.get(id) ?? []).some((seq) => {
      const record = records.find((one) => one.seq === seq);
      return record?.kind === 'nf.rule' || record?.kind === 'ct.lookup' || record?.kind === 'nat.apply';
    });
  const hooks: StationId[] = [];
  const add = (id: StationId, passed: boolean): void => {
    if (passed || spoke(id)) hooks.push(id);
  };
  const routed = stations.has('routing');
  const leftBridge = !pass.up && stations.has('bridge') && stations.has('egress') && pass.origin === 'device';
  add('bridgePrerouting', bridgeHooks && stations.has('bridge'));
  add('bridgeForward', bridgeHooks && leftBridge);
  add('bridgePostrouting', bridgeHooks && leftBridge);
  add('prerouting', routed && !(bridgeHooks && pass.up));
  const local = has('ip.input', 'local') || has('ip.input', 'broadcast');
  add('input', local && pass.origin === 'device' && stations.has('process'));
  add('forward', has('ip.ttl', 'decremented') && routed && stations.has('postrouting'));
  add('output', !routed && stations.has('postrouting'));
  add('postrouting', has('ip.output'));
  return hooks;
}
