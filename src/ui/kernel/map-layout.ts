/**
 * Where the stations of the kernel view stand: the way through the host in the middle, the way to and from its processes
 * above it, the bridge below. Pure geometry, in CSS pixels.
 */
import type { KernelStation, StationId } from '../../core/index';

export interface Box {
  readonly id: StationId;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export interface Edge {
  readonly from: StationId;
  readonly to: StationId;
  readonly points: readonly (readonly [number, number])[];
}

export interface MapLayout {
  readonly boxes: readonly Box[];
  readonly edges: readonly Edge[];
  readonly height: number;
}

const UPPER = ['input', 'process', 'outputRouting', 'output'] as const;
const MIDDLE = ['ingress', 'prerouting', 'routing', 'forward', 'postrouting', 'neighbour', 'egress'] as const;
const LOWER = ['bridgePrerouting', 'bridge', 'bridgeForward', 'bridgePostrouting'] as const;

export interface MapSizes {
  readonly width: number;
  readonly compact: boolean;
  /** How much larger type is than planned. */
  readonly k: number;
  readonly hasBridge: boolean;
  /** The bridge calls PREROUTING itself: what goes up goes to the route look-up. */
  readonly bridgeMeetsIptables: boolean;
  /** Lines below the title of each station. */
  readonly lines: ReadonlyMap<StationId, number>;
}

/** How far INPUT and OUTPUT reach over the box they lead from or to. */
const OVERLAP = 24;

/** Height of a line in a box, and of its title, before they grow with the type. */
const LINE = 16;
const TITLE = 24;

export function layoutMap(sizes: MapSizes): MapLayout {
  const { width, compact, k, hasBridge } = sizes;
  const [margin, gap, rise] = compact ? [12, 13, 16] : [24, 26, 26];
  const room = width - 2 * margin - 6 * gap;
  // Three of the middle row are hooks, four are not.
  const hook = Math.max(60, Math.min(Math.floor((room * 0.56) / 3), compact ? Math.floor(96 * k) : Infinity));
  const small = Math.max(40, Math.floor((room - 3 * hook) / 4));
  const heightOf = (id: StationId): number => (TITLE + LINE * (sizes.lines.get(id) ?? 0)) * k + 4;
  const rowHeight = (ids: readonly StationId[]): number => Math.max(...ids.map(heightOf));
  const widthOf = (id: StationId): number => (HOOKED.has(id) ? hook : small);

  const upper = rowHeight(UPPER);
  const middle = rowHeight(MIDDLE);
  const lower = hasBridge ? rowHeight(LOWER) : 0;
  const top = margin - 4;
  const boxes = new Map<StationId, Box>();
  const put = (id: StationId, x: number, rowTop: number, row: number): void => {
    const h = heightOf(id);
    const y = rowTop + (row - h) / 2;
    boxes.set(id, { id, x: Math.round(x), y: Math.round(y), w: widthOf(id), h: Math.round(h) });
  };
  let x = margin;
  for (const id of MIDDLE) {
    put(id, x, top + upper + rise, middle);
    x += widthOf(id) + gap;
  }
  const at = (id: StationId): Box => boxes.get(id) ?? { id, x: 0, y: 0, w: 0, h: 0 };
  // INPUT begins over the route look-up, OUTPUT ends over POSTROUTING; who receives and sends is between them.
  const left = at('routing').x + OVERLAP - hook;
  const right = at('postrouting').x + 2 * hook - OVERLAP;
  const between = (right - left - 2 * hook - 2 * small) / 3;
  put('input', left, top, upper);
  put('process', left + hook + between, top, upper);
  put('outputRouting', left + hook + small + 2 * between, top, upper);
  put('output', right - hook, top, upper);
  if (hasBridge) {
    const row = top + upper + rise + middle + rise;
    const under: readonly (readonly [StationId, StationId])[] = [
      ['bridgePrerouting', 'prerouting'],
      ['bridge', 'routing'],
      ['bridgeForward', 'forward'],
      ['bridgePostrouting', 'postrouting'],
    ];
    for (const [id, above] of under) put(id, at(above).x + (at(above).w - widthOf(id)) / 2, row, lower);
  }
  const height = top + upper + rise + middle + (hasBridge ? rise + lower : 0) + margin;
  return { boxes: [...boxes.values()], edges: edgesOf(sizes, at), height: Math.round(height) };
}

const HOOKED: ReadonlySet<StationId> = new Set<StationId>([
  ...(['prerouting', 'input', 'forward', 'output', 'postrouting'] as const),
  ...(['bridgePrerouting', 'bridgeForward', 'bridgePostrouting'] as const),
]);

type Point = readonly [number, number];
const centre = ({ x, w }: Box): number => x + w / 2;
const middleOf = ({ y, h }: Box): number => y + h / 2;

function edgesOf({ hasBridge, bridgeMeetsIptables }: MapSizes, at: (id: StationId) => Box): Edge[] {
  const beside = (from: StationId, to: StationId): Edge => {
    const [a, b] = [at(from), at(to)];
    const [ay, by] = [middleOf(a), middleOf(b)];
    const turn = (a.x + a.w + b.x) / 2;
    const bent: readonly Point[] =
      ay === by
        ? []
        : [
            [turn, ay],
            [turn, by],
          ];
    return { from, to, points: [[a.x + a.w, ay], ...bent, [b.x, by]] };
  };
  /** From the upper edge of a box to the lower edge of one above it, or the other way round. */
  const upright = (from: StationId, to: StationId): Edge => {
    const [a, b] = [at(from), at(to)];
    const up = b.y < a.y;
    const x = Math.min(Math.max(centre(a), b.x + 8), b.x + b.w - 8);
    return {
      from,
      to,
      points: [
        [x, up ? a.y : a.y + a.h],
        [x, up ? b.y + b.h : b.y],
      ],
    };
  };
  const pairs = (ids: readonly StationId[]): Edge[] => ids.slice(1).map((to, i) => beside(ids[i] ?? to, to));
  const host = [
    ...pairs(MIDDLE),
    upright('routing', 'input'),
    ...pairs(UPPER),
    upright('output', 'postrouting'),
    toNeighbour(at, 'ingress'),
  ];
  if (!hasBridge) return host;
  const [ingress, first, last, egress] = [
    at('ingress'),
    at('bridgePrerouting'),
    at('bridgePostrouting'),
    at('egress'),
  ];
  const way: Edge[] = [
    {
      from: 'ingress',
      to: 'bridgePrerouting',
      points: [
        [centre(ingress), ingress.y + ingress.h],
        [centre(ingress), middleOf(first)],
        [first.x, middleOf(first)],
      ],
    },
    ...pairs(LOWER),
    {
      from: 'bridgePostrouting',
      to: 'egress',
      points: [
        [last.x + last.w, middleOf(last)],
        [centre(egress), middleOf(last)],
        [centre(egress), egress.y + egress.h],
      ],
    },
  ];
  const up = bridgeMeetsIptables ? upright('bridge', 'routing') : toPrerouting(at);
  return [...host, ...way, up, toNeighbour(at, 'bridge')];
}

/** How far below the middle row ARP goes along it. */
const ARP_LANE = 8;

/** ARP meets no hook of IPv4: it goes below them to the neighbour table. */
function toNeighbour(at: (id: StationId) => Box, from: 'ingress' | 'bridge'): Edge {
  const [start, neighbour] = [at(from), at('neighbour')];
  const lane = Math.max(...MIDDLE.map((id) => at(id).y + at(id).h)) + ARP_LANE;
  const x = centre(start) + (from === 'bridge' ? ARP_LANE : 0);
  return {
    from,
    to: 'neighbour',
    points: [
      [x, from === 'bridge' ? start.y : start.y + start.h],
      [x, lane],
      [centre(neighbour), lane],
      [centre(neighbour), neighbour.y + neighbour.h],
    ],
  };
}

/** Up from the bridge, and round to PREROUTING. */
function toPrerouting(at: (id: StationId) => Box): Edge {
  const [bridge, prerouting] = [at('bridge'), at('prerouting')];
  const x = prerouting.x + prerouting.w - 8;
  const turn = (bridge.y + prerouting.y + prerouting.h) / 2;
  return {
    from: 'bridge',
    to: 'prerouting',
    points: [
      [centre(bridge), bridge.y],
      [centre(bridge), turn],
      [x, turn],
      [x, prerouting.y + prerouting.h],
    ],
  };
}

export type EdgeState = 'off' | 'ahead' | 'passed';

/**
 * Edges on the way. Between two stations of the way there may be others that the packet does not stop at: the shortest
 * stretch of edges that only leads through such.
 */
export function edgeStates(
  edges: readonly Edge[],
  way: readonly StationId[],
  stations: readonly KernelStation[],
): readonly EdgeState[] {
  const stateOf = new Map(stations.map(({ id, state }) => [id, state]));
  const states: EdgeState[] = edges.map(() => 'off');
  way.slice(1).forEach((to, i) => {
    const from = way[i];
    if (from === undefined) return;
    const state = stateOf.get(to) === 'ahead' ? 'ahead' : 'passed';
    for (const edge of stretch(edges, from, to, new Set(way))) states[edge] = state;
  });
  return states;
}

function stretch(
  edges: readonly Edge[],
  from: StationId,
  to: StationId,
  way: ReadonlySet<StationId>,
): readonly number[] {
  let fronts: { readonly at: StationId; readonly by: readonly number[] }[] = [{ at: from, by: [] }];
  const seen = new Set<StationId>([from]);
  while (fronts.length > 0) {
    const next: typeof fronts = [];
    for (const { at, by } of fronts) {
      for (const [i, edge] of edges.entries()) {
        if (edge.from !== at || seen.has(edge.to)) continue;
        if (edge.to === to) return [...by, i];
        // No packet of IPv4 goes the way of ARP.
        if (way.has(edge.to) || (edge.to === 'neighbour' && at !== 'postrouting')) continue;
        seen.add(edge.to);
        next.push({ at: edge.to, by: [...by, i] });
      }
    }
    fronts = next;
  }
  return [];
}
