/** State of the simulator against state of the real kernel, section by section. */
import type { Difference } from './difference';
import { asDifference, firstDifference, show } from './difference';
import type { Json, JsonObject } from './json';
import { isList, isObject, member, objectsOf, omit, pick, stable, textOf } from './json';
import { conntrackRows, ipsetRows, iptablesRows } from './netfilter-rows';
import { knownPorts } from './normal';
import type { Spec } from './spec';

/** Sections of a state file, in the order in which they are compared. */
const SECTIONS = [
  ...([
    'links',
    'routes',
    'routes_local',
    'rules',
    'neigh',
    'fdb',
    'sysctl',
    'counters',
    'iptables',
    'conntrack',
    'ipset',
  ] as const),
  ...(['route_get'] as const),
] as const;
type Section = (typeof SECTIONS)[number];

/** Parts of the state files that hold no answer, or another section's; everything else must be compared. */
const NOT_COMPARED: ReadonlySet<string> = new Set([
  // Free by the README.
  'dev_stats',
  // Not modelled: the case's line says so (see leftOut).
  ...['ipvs', 'ipvs_conn'],
]);

const LINK_KEYS = ['ifname', 'flags', 'mtu', 'operstate', 'address', 'master'];
/** What is compared of the settings of each kind of device. */
const DATA_KEYS: Readonly<Record<string, readonly string[]>> = {
  vxlan: ['id', 'local', 'link', 'port', 'learning', 'ageing'],
  bridge: ['ageing_time'],
  tun: ['type', 'persist'],
  ipip: ['remote', 'local', 'ttl', 'pmtudisc'],
};
const PORT_KEYS = ['hairpin', 'learning', 'flood', 'isolated'];
/** Counters of `nstat` the simulator keeps and the referee writes down (it leaves out what begins with TcpExtTCP). */
const MODELLED_COUNTERS = [
  ...['IpInHdrErrors', 'IpInAddrErrors', 'IpForwDatagrams', 'IpFragFails', 'UdpNoPorts', 'IpExtInNoRoutes'],
  ...['IpExtInMartianSrc', 'TcpExtIPReversePathFilter', 'IpInReceives', 'IpInDelivers'],
  ...['IpOutNoRoutes', 'IcmpInMsgs', 'IcmpInErrors', 'IcmpOutMsgs', 'IcmpMsgInType0'],
  ...['IcmpMsgInType3', 'IcmpMsgInType5', 'IcmpMsgInType8', 'IcmpMsgInType11', 'IcmpMsgOutType0'],
  ...['IcmpMsgOutType3', 'IcmpMsgOutType5', 'IcmpMsgOutType8', 'IcmpMsgOutType11', 'UdpInDatagrams'],
  ...['UdpOutDatagrams', 'UdpInErrors', 'TcpPassiveOpens', 'TcpEstabResets'],
  ...[
    'TcpInSegs',
    'TcpOutSegs',
    'TcpRetransSegs',
    'TcpInErrs',
    'TcpOutRsts',
    'TcpExtTW',
    'TcpExtDelayedACKs',
  ],
  ...['TcpExtEmbryonicRsts', 'TcpExtListenDrops'],
];
/** The emulated machine has an older kernel, which counts what it forwards among its own requests. */
const SENT_COUNTERS = ['IpOutRequests', 'IpOutTransmits'];
/** Counters that conntrack drives as well, which puts datagrams together and cuts them again. */
const FRAGMENT_COUNTERS = ['IpFragOKs', 'IpReasmFails'];
/** Group addresses a card listens to, which `bridge fdb` lists as the device's own. */
const GROUP_ROWS = /^(33:33:|01:00:5e:)/;
/** States that must be told apart; all others are "the address is known". */
const NAMED_NEIGH_STATES = ['PERMANENT', 'FAILED', 'INCOMPLETE', 'NOARP'];

/** The first difference of one moment (`before` or `after`) of a case. `without`: sections that are left out. */
export function compareState(
  spec: Spec,
  moment: string,
  expected: JsonObject,
  got: JsonObject,
  without: readonly string[] = [],
): Difference | null {
  for (const ns of Object.keys(expected)) {
    const want = member(expected, ns);
    const have = member(got, ns);
    const stranger = Object.keys(want).find((key) => !isSection(key) && !NOT_COMPARED.has(key));
    if (stranger !== undefined) {
      const section = `${stranger} ${moment}`;
      return { section, place: ns, expected: show(want[stranger]), got: 'a section that is not modelled' };
    }
    for (const section of SECTIONS) {
      if (without.includes(section)) continue;
      const found = compareSection(spec, ns, section, want, have);
      if (found !== null) return { ...found, section: `${section} ${moment}` };
    }
  }
  return null;
}

function isSection(key: string): key is Section {
  return SECTIONS.some((section) => section === key);
}

function compareSection(
  spec: Spec,
  ns: string,
  section: Section,
  want: JsonObject,
  have: JsonObject,
): Difference | null {
  switch (section) {
    case 'links':
      return compareLinks(spec, ns, want['links'], have['links']);
    case 'routes':
    case 'routes_local':
      return asSet(ns, objectsOf(want[section]), objectsOf(have[section]));
    case 'rules':
      return inOrder(ns, objectsOf(want['rules']), objectsOf(have['rules']), 'priority');
    case 'neigh':
      return asSet(ns, neighRows(want['neigh']), neighRows(have['neigh']));
    case 'fdb':
      return asSet(ns, fdbRows(want['fdb']), fdbRows(have['fdb']));
    case 'sysctl': {
      // The state files hold more than the spec sets, and not all that it sets.
      const answers = member(want, 'sysctl');
      const keys = Object.keys(spec.namespaces[ns]?.sysctl ?? {}).filter((key) => key in answers);
      return sameValue(ns, pick(answers, keys), pick(member(have, 'sysctl'), keys));
    }
    case 'counters':
      return sameValue(ns, counterRow(spec, want), counterRow(spec, have));
    case 'iptables':
      // The referee asks for rules and flows only where the spec has rules.
      return want[section] === undefined
        ? null
        : inOrder(ns, iptablesRows(want[section]), iptablesRows(have[section]), 'chain');
    case 'conntrack': {
      if (want[section] === undefined) return null;
      const ports = knownPorts(spec);
      return asSet(ns, conntrackRows(want[section], ports), conntrackRows(have[section], ports));
    }
    case 'ipset':
      return want[section] === undefined
        ? null
        : asSet(ns, ipsetRows(want[section]), ipsetRows(have[section]));
    case 'route_get':
      return inOrder(ns, objectsOf(want['route_get']), objectsOf(have['route_get']), 'args');
  }
}

function compareLinks(
  spec: Spec,
  ns: string,
  want: Json | undefined,
  have: Json | undefined,
): Difference | null {
  const late = new Set(
    objectsOf(want)
      .filter(lagsBehind)
      .map((row) => textOf(row, 'ifname')),
  );
  const rows = (list: Json | undefined): readonly JsonObject[] =>
    linkRows(spec, ns, list).map((row) => (late.has(textOf(row, 'ifname')) ? settled(row) : row));
  return inOrder(ns, rows(want), rows(have), 'ifname');
}

/** Links the spec made, and lo: some kernels put fallback tunnel devices into every namespace. */
function linkRows(spec: Spec, ns: string, rows: Json | undefined): readonly JsonObject[] {
  const names = new Set(['lo']);
  for (const device of spec.devices) {
    if (device.ns === ns) names.add(device.name);
    if (device.peer?.ns === ns) names.add(device.peer.name);
  }
  return objectsOf(rows)
    .filter((row) => names.has(textOf(row, 'ifname')))
    .map(linkRow);
}

/**
 * A carrier that just came up (LOWER_UP) is told to the rest of the kernel at most once a second (linkwatch); until
 * then the device still reads NO-CARRIER and DOWN. The recording caught some devices in between: their operational
 * state is not compared.
 */
function lagsBehind(row: JsonObject): boolean {
  const flags = isList(row['flags']) ? row['flags'] : [];
  return flags.includes('NO-CARRIER') && flags.includes('LOWER_UP');
}

function settled(row: JsonObject): JsonObject {
  const flags = isList(row['flags']) ? row['flags'].filter((flag) => flag !== 'NO-CARRIER') : [];
  return { ...omit(row, ['operstate']), flags };
}

function linkRow(row: JsonObject): JsonObject {
  const info = member(row, 'linkinfo');
  const kind = textOf(info, 'info_kind');
  const data = member(info, 'info_data');
  return {
    ...pick(row, LINK_KEYS),
    kind,
    data: pick(data, DATA_KEYS[kind] ?? []),
    port: pick(member(info, 'info_slave_data'), PORT_KEYS),
    addr_info: row['addr_info'] ?? [],
  };
}

function neighRows(rows: Json | undefined): readonly JsonObject[] {
  return objectsOf(rows).flatMap((row) => {
    const states = isList(row['state']) ? row['state'] : [];
    const named = NAMED_NEIGH_STATES.find((state) => states.includes(state));
    // `ip neigh` lists no NOARP entries unless asked to.
    return named === 'NOARP' ? [] : [{ ...row, state: named ?? 'known' }];
  });
}

function fdbRows(rows: Json | undefined): readonly JsonObject[] {
  // A kernel that knows VLANs lists what is permanent once more for VLAN 1.
  return objectsOf(rows).filter((row) => !GROUP_ROWS.test(textOf(row, 'mac')) && !('vlan' in row));
}

/** All modelled counters, those at zero too: the state files leave them out. */
function counterRow(spec: Spec, sections: JsonObject): JsonObject {
  const counters = member(sections, 'counters');
  const names = [
    ...MODELLED_COUNTERS,
    ...(spec.iptables === undefined ? FRAGMENT_COUNTERS : []),
    ...(spec.kernel === undefined || spec.kernel === 'host' ? SENT_COUNTERS : []),
  ];
  return Object.fromEntries(names.map((name) => [name, counters[name] ?? 0]));
}

function sameValue(place: string, want: JsonObject, have: JsonObject): Difference | null {
  const found = firstDifference(want, have);
  return found === null ? null : asDifference('', place, found);
}

/** Rows whose order is part of the answer. */
function inOrder(
  ns: string,
  want: readonly JsonObject[],
  have: readonly JsonObject[],
  name: string,
): Difference | null {
  for (let i = 0; i < Math.max(want.length, have.length); i += 1) {
    const row = want[i] ?? have[i] ?? {};
    const found = firstDifference(want[i], have[i]);
    if (found !== null) return asDifference('', `${ns} ${textOf(row, name)}`, found);
  }
  return null;
}

/** Rows whose order is free. */
function asSet(ns: string, want: readonly JsonObject[], have: readonly JsonObject[]): Difference | null {
  const left = have.map(stable);
  for (const row of want) {
    const at = left.indexOf(stable(row));
    if (at === -1)
      return { section: '', place: ns, expected: show(row), got: show(nearest(row, have) ?? 'no such row') };
    left.splice(at, 1);
  }
  const extra = left[0];
  return extra === undefined ? null : { section: '', place: ns, expected: 'no such row', got: extra };
}

/** The row that agrees in most members, for the report. */
function nearest(row: JsonObject, rows: readonly JsonObject[]): JsonObject | null {
  const agreeing = (other: JsonObject): number =>
    Object.entries(row).filter(([key, value]) => stable(other[key]) === stable(value)).length;
  let best: JsonObject | null = null;
  for (const other of rows) {
    if (isObject(other) && agreeing(other) > (best === null ? 0 : agreeing(best))) best = other;
  }
  return best;
}
