/**
 * The ways of several packets under one another: every netns is a zone that is equally wide in all lanes, so that what one
 * network does more of than another stands in the same column.
 */
import type { Stop } from '../../core/index';

/** A netns that packets cross, in parts of the lane's width. */
export interface Zone {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

export interface PlacedStop {
  readonly stop: Stop;
  /** Middle, in parts of the lane's width. */
  readonly at: number;
  readonly zone: number;
}

/** Room of a netns besides that of its stops, in stops. */
const MARGIN = 0.35;

interface Group {
  readonly name: string;
  readonly stops: readonly Stop[];
}

/** Neighbouring stops of one netns, from `origin`'s side to the other: answers come the other way. */
function groupsFrom(stops: readonly Stop[], origin: string): readonly Group[] {
  const groups: { name: string; stops: Stop[] }[] = [];
  for (const stop of stops) {
    const last = groups.at(-1);
    if (last?.name === stop.netns) last.stops.push(stop);
    else groups.push({ name: stop.netns, stops: [stop] });
  }
  const backwards = groups.at(-1)?.name === origin && groups.length > 1;
  return backwards
    ? groups.reverse().map((group) => ({ ...group, stops: group.stops.toReversed() }))
    : groups;
}

/** Zones with room for the lane that has most stops in each. `origin`: the netns the first packets come from. */
export function zonesOf(ways: readonly (readonly Stop[])[], origin: string): readonly Zone[] {
  const lanes = ways.map((stops) => groupsFrom(stops, origin));
  const longest = lanes.reduce((most, lane) => (lane.length > most.length ? lane : most), lanes[0] ?? []);
  const rooms = longest.map(
    ({ name }, index) => MARGIN + Math.max(...lanes.map((lane) => zoneStops(lane, name, index).length)),
  );
  const sum = rooms.reduce((total, room) => total + room, 0);
  let from = 0;
  return longest.map(({ name }, index) => {
    const zone = { name, from, to: from + (rooms[index] ?? 0) / sum };
    from = zone.to;
    return zone;
  });
}

function zoneStops(lane: readonly Group[], name: string, index: number): readonly Stop[] {
  return lane[index]?.name === name ? lane[index].stops : [];
}

/** Where the stops of a lane stand, from `origin`'s side on; those of a netns that has no zone are left out. */
export function placedStops(
  stops: readonly Stop[],
  zones: readonly Zone[],
  origin: string,
): readonly PlacedStop[] {
  return groupsFrom(stops, origin).flatMap(({ name, stops: own }) => {
    const zone = zones.findIndex((one) => one.name === name);
    const { from, to } = zones[zone] ?? { from: 0, to: 0 };
    if (zone === -1) return [];
    return own.map((stop, index) => ({
      ...{ stop, zone },
      at: from + ((index + 0.5) / own.length) * (to - from),
    }));
  });
}

/** Index of the stop at which the packet is, or was last; -1 before its first. */
export function presentAt(placed: readonly PlacedStop[]): number {
  const here = placed.findIndex(({ stop }) => stop.state === 'here');
  if (here !== -1) return here;
  let last = -1;
  placed.forEach(({ stop }, index) => {
    const former = placed[last]?.stop.lastSeq ?? -1;
    if (stop.state === 'travelled' && stop.lastSeq > former) last = index;
  });
  return last;
}
