/** Instants put together by hand for tests of what the page makes of them. */
import type { Cue, Instant, Layer, LayerView, PacketView, Stop } from '../views/contract';

const NOTHING = { key: 'test.nothing', params: {} } as const;

/** Layers named by their tags, outermost first: `ETH IPv4 UDP VXLAN ETH IPv4 ICMP`. */
export function layersOf(tags: string): LayerView[] {
  const list = tags.split(' ');
  return list.map((tag, index) => ({
    id: `${tag}-${list.length - index}`,
    tag,
    shortTag: tag.slice(0, 2),
    layer: LAYERS[tag] ?? 'app',
    status: 'kept',
    summary: '',
    fields: [],
    from: 0,
    to: 0,
    quoted: false,
  }));
}

const LAYERS: Readonly<Record<string, Layer>> = {
  ETH: 'l2',
  ARP: 'l2',
  IPv4: 'l3',
  UDP: 'l4',
  ICMP: 'l4',
  VXLAN: 'tun',
};

export function packetOf(tags: string, lenBytes: number, more: Partial<PacketView> = {}): PacketView {
  return {
    packet: 1,
    title: NOTHING,
    lenBytes,
    wasLenBytes: null,
    layers: layersOf(tags),
    removed: [],
    bytes: new Uint8Array(),
    changed: [],
    ...more,
  };
}

/** Stops at the devices `netns/dev` in order; the packet is at the one with index `here`. */
export function stopsOf(devices: readonly string[], here: number): Stop[] {
  return devices.map((place, index) => {
    const [netns = '', dev = ''] = place.split('/');
    return {
      element: `dev:${place}`,
      machine: netns,
      netns,
      dev,
      device: 'veth',
      firstSeq: index,
      lastSeq: index,
      ttl: 64,
      lenBytes: 98,
      headerBytes: 42,
      wrapped: false,
      state: index < here ? 'travelled' : index === here ? 'here' : 'ahead',
      dropped: false,
    };
  });
}

export function instantAt(element: string, cue: Cue, more: Partial<Instant> = {}): Instant {
  return {
    seq: 1,
    atNs: 0,
    packet: 1,
    element,
    machine: '',
    netns: element.replace(/^\w+:/, '').split('/')[0] ?? '',
    narration: NOTHING,
    packetView: packetOf('ETH IPv4 ICMP', 98),
    carried: null,
    journey: null,
    decisions: [],
    changes: [],
    cue,
    config: null,
    drop: null,
    output: [],
    ...more,
  };
}

/** A journey of packet 1 over these stops. */
export function journeyOf(stops: readonly Stop[]): NonNullable<Instant['journey']> {
  return { packet: 1, title: NOTHING, stops, branches: 1, fate: 'delivered' };
}
