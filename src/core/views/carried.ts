/** What a packet in a tunnel carries, and between which tunnel devices it does so: told by the trace of its way. */
import type { World } from '../model/world';
import type { TraceRecord } from '../trace/record';
import type { Ipv4Addr } from '../wire/addr';
import { formatIpv4 } from '../wire/addr';
import type { Carried } from './contract';
import { pathFrom } from './fate';
import { inspectFrames } from './inspect';
import { firstFrame, frameAt } from './journeys';
import { deviceElement } from './names';
import { packetTitle } from './packet-title';
import type { ViewSource } from './source';
import { pathTo, type TraceIndex } from './trace-index';
import { tunnelPairs } from './tunnel-pairs';

/**
 * Null for a packet that is in no tunnel at `seq`. Of tunnels in tunnels the outermost is told: the one whose packet is on the
 * cable.
 */
export function carriedAt(source: ViewSource, index: TraceIndex, world: World, seq: number): Carried | null {
  const about = index.about[seq] ?? -1;
  if (about < 0) return null;
  const path = pathTo(index, about);
  const wraps: TraceRecord<'tunnel.encap'>[] = [];
  for (const at of path) {
    const record = source.trace.record(at);
    if (record.kind === 'tunnel.encap') wraps.push(record);
    if (record.kind === 'tunnel.decap') wraps.pop();
  }
  const wrap = wraps.at(-1);
  if (wrap === undefined) return null;
  const inner = frameAt(index, path, wrap.seq - 1) ?? firstFrame(index, wrap.packet);
  if (inner === null) return null;
  const { detail } = wrap;
  const remote = detail.tunnel === 'vxlan' ? detail.remote.ip : detail.remote;
  const { lenBytes, layers } = inspectFrames(inner, null);
  return {
    tunnel: detail.tunnel,
    from: deviceElement(world, wrap.netns, wrap.dev),
    to: farEnd(source, index, world, { about, wrap, remote }),
    outer: { from: formatIpv4(detail.local), to: formatIpv4(remote) },
    inner: { title: packetTitle(inner), lenBytes, layers },
  };
}

/** The device that unwraps it; of one that never gets there, the device it is meant for. */
function farEnd(
  source: ViewSource,
  index: TraceIndex,
  world: World,
  {
    about,
    wrap,
    remote,
  }: {
    readonly about: number;
    readonly wrap: TraceRecord<'tunnel.encap'>;
    readonly remote: Ipv4Addr;
  },
): string | null {
  for (const at of pathFrom(source, index, about)) {
    const record = source.trace.record(at);
    if (record.kind === 'tunnel.decap') return deviceElement(world, record.netns, record.dev);
  }
  const ends = tunnelPairs(world).flatMap(({ from, to }) => [
    { near: from, far: to },
    { near: to, far: from },
  ]);
  const meant = ends.find(({ near, far }) => {
    const here = near[0] === wrap.netns && near[1] === wrap.dev;
    const links = world.netns[far[0]]?.links ?? [];
    return here && links.some((link) => link?.addrs.some(({ local }) => local === remote));
  });
  return meant === undefined ? null : deviceElement(world, ...meant.far);
}
