/**
 * Sizes of the three forms of the drawing, in drawing units (1 unit = 1 CSS pixel at zoom 1).
 *
 * `compact` is made so that two nodes and a switch fit into some 650 × 370 units, `wide` into 1120 × 680. `narrow` has
 * the type of `compact` and little else: four nodes side by side, or two with four pods each, in 710 units.
 */
import type { GraphLayout } from '../contract';

export interface Measures {
  /** Font sizes: names, addresses, small words. */
  readonly name: number;
  readonly mono: number;
  readonly caption: number;
  /** Left and right inside a box together; an icon and its gap before a name. */
  readonly sides: number;
  readonly icon: number;
  /** Longest name of a pod and of a tab that is written out: longer ones lose their middle. */
  readonly podNameMax: number;
  readonly tabMax: number;
  /** Tunnel devices are named without icon, and addressed without the length of the prefix. */
  readonly tersePorts: boolean;
  /** Tunnels that cannot face each other leave their machine sideways, not upwards through it. */
  readonly tunnelsAside: boolean;
  /** Between two machines; between two whose tunnels face each other. */
  readonly machineGap: number;
  readonly tunnelGap: number;
  /** Line with the name of a machine. */
  readonly header: number;
  /** More of that for what the API server knows of a node, and of a pod's height for what it knows of the pod. */
  readonly nodeFacts: number;
  readonly podFacts: number;
  /** The API server: its box, and the strip it stands in. */
  readonly apiWidth: number;
  readonly apiHeight: number;
  readonly apiStrip: number;
  /** From the edge of a card to its netns areas, and from there to what is inside. */
  readonly cardPad: number;
  readonly nsPad: number;
  readonly podHeight: number;
  readonly podGap: number;
  readonly podMin: number;
  /** Tabs: ends of veth pairs and ports of a switch. */
  readonly tabHeight: number;
  readonly tabPad: number;
  /** From the tab of a pod down to the tab of its other end. */
  readonly tabDrop: number;
  /** From there to the bridge, from the bridge to the routing core, from there to the network card. */
  readonly bridgeDrop: number;
  readonly routingDrop: number;
  readonly cardDrop: number;
  readonly bridgeHeight: number;
  readonly bridgeMin: number;
  readonly routingHeight: number;
  readonly routingMin: number;
  readonly tunnelHeight: number;
  readonly tunnelMin: number;
  readonly nicHeight: number;
  /** How far a network card stands out below its machine. */
  readonly nicBelow: number;
  readonly nicMin: number;
  /** Between the routing column and the tunnel column. */
  readonly columnGap: number;
  /** The table of routes: a row's height, and the most rows it shows; none in the compact form. */
  readonly routeRow: number;
  readonly routeRowsMax: number;
  readonly routeGap: number;
  /** From the lowest network card to the ports of the switches, and from row to row of switches. */
  readonly fabricDrop: number;
  /** From there down to a tier of routers. */
  readonly tierDrop: number;
  readonly switchHeight: number;
  /** Left and right of what is inside a switch, and above and below it. */
  readonly switchPad: number;
  readonly switchInset: number;
  readonly switchMin: number;
  /** Height of the lane above the machines where tunnels run that cannot face each other. */
  readonly overlayLane: number;
  /** Cut off the corners of a routing core, an octagon. */
  readonly octagonCut: number;
  /** Width that a drawing of one machine may take, to leave room for packets between its pods. */
  readonly aloneWidth: number;
  readonly alonePodGap: number;
  readonly aloneTabDrop: number;
  readonly aloneBridgeDrop: number;
  readonly aloneRoutingDrop: number;
  /** Distance kept between parallel wires and between ports of one edge. */
  readonly wireGap: number;
}

const COMPACT: Measures = {
  name: 13,
  mono: 11,
  caption: 11,
  sides: 22,
  icon: 22,
  podNameMax: 88,
  tabMax: Infinity,
  tersePorts: false,
  tunnelsAside: false,
  machineGap: 20,
  tunnelGap: 44,
  header: 27,
  nodeFacts: 17,
  podFacts: 32,
  apiWidth: 250,
  apiHeight: 30,
  apiStrip: 41,
  cardPad: 7,
  nsPad: 8,
  podHeight: 51,
  podGap: 8,
  podMin: 104,
  tabHeight: 18,
  tabPad: 7,
  tabDrop: 9,
  bridgeDrop: 16,
  routingDrop: 27,
  cardDrop: 24,
  bridgeHeight: 36,
  bridgeMin: 104,
  routingHeight: 42,
  routingMin: 114,
  tunnelHeight: 42,
  tunnelMin: 112,
  nicHeight: 38,
  nicBelow: 14,
  nicMin: 112,
  columnGap: 46,
  routeRow: 0,
  routeRowsMax: 0,
  routeGap: 0,
  fabricDrop: 18,
  tierDrop: 34,
  switchHeight: 42,
  switchPad: 8,
  switchInset: 6,
  switchMin: 190,
  overlayLane: 34,
  octagonCut: 13,
  aloneWidth: 640,
  alonePodGap: 140,
  aloneTabDrop: 30,
  aloneBridgeDrop: 62,
  aloneRoutingDrop: 42,
  wireGap: 9,
};

const WIDE: Measures = {
  name: 13,
  mono: 12,
  caption: 11,
  sides: 22,
  icon: 22,
  podNameMax: 180,
  tabMax: Infinity,
  tersePorts: false,
  tunnelsAside: false,
  machineGap: 32,
  tunnelGap: 118,
  header: 36,
  nodeFacts: 20,
  podFacts: 32,
  apiWidth: 340,
  apiHeight: 34,
  apiStrip: 50,
  cardPad: 12,
  nsPad: 12,
  podHeight: 80,
  podGap: 14,
  podMin: 180,
  tabHeight: 22,
  tabPad: 10,
  tabDrop: 16,
  bridgeDrop: 30,
  routingDrop: 42,
  cardDrop: 40,
  bridgeHeight: 50,
  bridgeMin: 160,
  routingHeight: 70,
  routingMin: 156,
  tunnelHeight: 70,
  tunnelMin: 170,
  nicHeight: 54,
  nicBelow: 20,
  nicMin: 170,
  columnGap: 84,
  routeRow: 20,
  routeRowsMax: 6,
  routeGap: 12,
  fabricDrop: 46,
  tierDrop: 64,
  switchHeight: 62,
  switchPad: 12,
  switchInset: 8,
  switchMin: 300,
  overlayLane: 52,
  octagonCut: 21,
  aloneWidth: 1100,
  alonePodGap: 110,
  aloneTabDrop: 38,
  aloneBridgeDrop: 72,
  aloneRoutingDrop: 58,
  wireGap: 12,
};

const NARROW: Measures = {
  ...COMPACT,
  sides: 10,
  icon: 19,
  podNameMax: 60,
  tabMax: 66,
  tersePorts: true,
  tunnelsAside: true,
  nodeFacts: 30,
  apiWidth: 240,
  machineGap: 14,
  tunnelGap: 40,
  cardPad: 4,
  nsPad: 4,
  podGap: 5,
  podMin: 72,
  tabPad: 4,
  bridgeMin: 70,
  routingMin: 60,
  tunnelMin: 60,
  nicMin: 80,
  columnGap: 8,
  tabDrop: 6,
  bridgeDrop: 13,
  overlayLane: 28,
  routingDrop: 24,
  cardDrop: 21,
  bridgeHeight: 34,
  nicHeight: 35,
  fabricDrop: 16,
  tierDrop: 30,
  switchHeight: 42,
  switchMin: 140,
  octagonCut: 10,
};

const MEASURES: Readonly<Record<GraphLayout['form'], Measures>> = {
  wide: WIDE,
  compact: COMPACT,
  narrow: NARROW,
};

/** The sizes of one form. */
export function measuresOf(form: GraphLayout['form']): Measures {
  return MEASURES[form];
}

/** Sizes for a machine that has the drawing for itself, with so many pods: it spreads them as far as there is room. */
export function measuresAlone(m: Measures, pods: number): Measures {
  if (pods < 2) return m;
  const room = m.aloneWidth - pods * m.podMin - 2 * (m.cardPad + m.nsPad);
  const podGap = Math.min(m.alonePodGap, room / (pods - 1));
  if (podGap <= m.podGap) return m;
  return {
    ...m,
    podGap,
    tabDrop: m.aloneTabDrop,
    bridgeDrop: m.aloneBridgeDrop,
    routingDrop: m.aloneRoutingDrop,
  };
}
