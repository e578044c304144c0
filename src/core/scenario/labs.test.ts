/**
 * Goal: the labs that are shipped are whole, and every send of theirs ends as it should.
 * Method: every folder of scenarios/ is parsed, built and tried out, and compared with its entry in the catalogue. What
 * a send is to print follows from the lab's topology (number of routers, MTU of the path, who has the address).
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { Session } from '../session';
import { EXPECTED_WARNINGS, FABRIC_STORIES } from '../testing/fabric-stories';
import { CALICO_STORIES } from '../testing/calico-stories';
import { parseCatalog } from './catalog';
import { parseLab } from './parse';

const SCENARIOS = path.join(import.meta.dirname, '../../../scenarios');
const LANGUAGES = ['en', 'zh-CN'];

function read(file: string): string {
  return readFileSync(path.join(SCENARIOS, file), 'utf8');
}

function valueOf<T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error, null, 1));
  return result.value;
}

const folders = readdirSync(SCENARIOS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const entries = valueOf(parseCatalog('catalog.yaml', read('catalog.yaml'))).flatMap(({ labs }) => labs);
const labOf = (folder: string) =>
  valueOf(parseLab(`scenarios/${folder}/scenario.yaml`, read(`${folder}/scenario.yaml`)));

test('the catalogue names every lab and nothing else', () => {
  expect(entries.map(({ name }) => name).sort()).toEqual([...folders].sort());
});

/** What a send printed from its input on, all processes together, and how it ended. */
function sent(session: Session, name: string): { readonly text: string; readonly exitCode: number | null } {
  const from = session.length;
  expect(session.input({ kind: 'send', name }).outcome).toBe('quiet');
  const lines: string[] = [];
  let exitCode: number | null = null;
  for (let seq = from; seq < session.length; seq += 1) {
    const record = session.trace.record(seq);
    if (record.kind !== 'process') continue;
    lines.push(...record.detail.lines);
    exitCode = record.detail.exitCode ?? exitCode;
  }
  return { text: lines.join('\n'), exitCode };
}

type Fate = readonly [exitCode: number, says: RegExp];
const answered = (ttl: number): Fate => [0, new RegExp(`icmp_seq=1 ttl=${ttl} `)];
const echoed: Fate = [0, /^ping$/];
const unreachable = (from: string): Fate => [
  1,
  new RegExp(`^From ${from} icmp_seq=1 Destination Host Unreachable$`, 'm'),
];
const tooLong = (mtu: number): Fate => [1, new RegExp(`message too long, mtu=${mtu}$`, 'm')];

/** Sends of two nodes; what the backend decides is added. */
const TWO_NODES = { 'ping-gateway': answered(64), 'udp-echo': echoed } as const;
const routed = (hops: number) => ({
  'ping-across': answered(64 - hops),
  'ping-back': answered(64 - hops),
  'node-to-pod': answered(64 - hops + 1),
});

/** Two routers lie between the pods; each flanneld of the udp backend counts as one more. */
const BACKENDS: Readonly<Record<string, Readonly<Record<string, Fate>>>> = {
  vxlan: {
    ...TWO_NODES,
    ...routed(2),
    'ping-too-big': tooLong(1450),
    'ping-nobody': unreachable('10.244.2.0'),
  },
  'vxlan-direct': {
    ...TWO_NODES,
    ...routed(2),
    'ping-too-big': tooLong(1450),
    // Without the tunnel node-2 answers from the card that leads to the asker.
    'ping-nobody': unreachable('192.168.56.12'),
  },
  'host-gw': {
    ...TWO_NODES,
    ...routed(2),
    'ping-too-big': answered(62),
    'ping-nobody': unreachable('192.168.56.12'),
  },
  udp: {
    ...TWO_NODES,
    ...routed(4),
    'ping-too-big': tooLong(1472),
    'ping-nobody': unreachable('10.244.2.0'),
  },
  ipip: {
    ...TWO_NODES,
    ...routed(2),
    'ping-too-big': tooLong(1480),
    'ping-nobody': unreachable('10.244.2.0'),
  },
  wireguard: {
    ...TWO_NODES,
    ...routed(2),
    'ping-too-big': tooLong(1420),
    'ping-nobody': unreachable('10.244.2.0'),
  },
};

/** The web server hears its client on TCP 80, the database the web server; nobody else is heard, and nothing refuses. */
const POLICIES: Readonly<Record<string, Fate>> = {
  'client-web': [0, /^web sees 10\.244\./],
  'stranger-web': [28, /Connection timed out/],
  'client-ping': [1, /100% packet loss/],
  'web-db': [0, /^db sees 10\.244\./],
  'client-db': [28, /Connection timed out/],
  'db-out': [28, /Connection timed out/],
};

const FATES: Readonly<Record<string, Readonly<Record<string, Fate>>>> = {
  'calico-policy': POLICIES,
  canal: POLICIES,
  'calico-ipip': {
    'ping-across': answered(62),
    // Between the tunnel's ends lies a router, which the inner packet never meets.
    'ping-behind-router': answered(62),
    'node-to-pod': answered(63),
    sessions: [0, /^\| 192\.168\.57\.13 \| node-to-node mesh \| up {4}\| .* \| Established \|$/m],
    routes: [0, /^10\.244\.41\.64\/26 via 192\.168\.57\.13 dev tunl0 onlink *$/m],
    filters: [0, /krt_tunnel="tunl0"; accept;/],
  },
  'calico-vxlan': {
    'ping-across': answered(62),
    // No bridge: neighbours on one node are a router apart.
    'ping-neighbour': answered(63),
    // 169.254.1.1 answers ARP and has no address: what is sent to it is routed on, to a router that is not there.
    'ping-gateway': unreachable('192.168.56.11'),
    'node-to-pod': answered(63),
    'pod-to-node': answered(63),
    'udp-echo': echoed,
    // The rest of a node's block is a blackhole.
    'ping-nobody': [1, /100% packet loss/],
  },
  'same-node': {
    'ping-neighbour': answered(64),
    'udp-echo': echoed,
    'ping-gateway': answered(64),
    'ping-from-node': answered(64),
    'ping-nobody': unreachable('10.244.1.2'),
  },
  docker0: {
    'ping-container': answered(64),
    'udp-echo': echoed,
    'ping-gateway': answered(64),
    'ping-outside': answered(63),
    'host-to-container': answered(64),
    'outside-to-container': [2, /^ping: connect: Network is unreachable$/],
    'ping-nobody': unreachable('172.17.0.2'),
  },
  'flannel-vxlan-3': {
    'ping-across': answered(62),
    'ping-third': answered(62),
    'ping-back': answered(62),
    'ping-same-node': answered(64),
    'node-to-pod': answered(63),
    'udp-echo': echoed,
    // No node has the range: the packet follows the default route, whose router is not there.
    'ping-nowhere': unreachable('10.244.1.1'),
  },
  'flannel-vxlan-by-hand': {
    'ping-across': answered(62),
    'ping-back': answered(62),
    'ping-gateway': answered(64),
    'udp-echo': echoed,
  },
};

/** Labs whose sends follow one another: what each is to print, in that order. */
const STORIES: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  ...FABRIC_STORIES,
  ...CALICO_STORIES,
  'pod-birth': {
    'create-pod': /^pod\/pod-b created$/m,
    'ping-pod': /icmp_seq=1 ttl=62 /,
    'delete-pod': /^pod "pod-b" deleted from default namespace$/m,
    'create-web': /^deployment\.apps\/web created$/m,
    'move-web': /^pod\/web-\S+ evicted\nnode\/node-2 drained$/m,
    uncordon: /^node\/node-2 uncordoned$/m,
    'node-joins': /^$/,
    'node-leaves': /^node "node-3" deleted$/m,
  },
  'arp-flux': {
    'ping-first': /icmp_seq=1 ttl=64 /,
    'ping-second': /icmp_seq=1 ttl=64 /,
    // Whoever answers first is believed, and the switch floods the card's port first that was plugged in last.
    'show-neighbours': /^192\.168\.56\.11 dev eth0 lladdr 02:00:c0:a8:38:0a /m,
    'answer-for-own': /^net\.ipv4\.conf\.all\.arp_ignore = 1$/m,
    'announce-own': /^net\.ipv4\.conf\.all\.arp_announce = 2$/m,
    forget: /^$/,
  },
  'bgp-three-routers': {
    sessions: /^r3 {7}BGP {6}master {3}up .* Established/m,
    routes: /^10\.3\.0\.0\/24 {8}via 192\.168\.13\.3 on eth3 .* \* /m,
    ping: /icmp_seq=1 ttl=62 /,
    path: /^ 3 {2}10\.3\.0\.9/m,
    cut: /^$/,
    wait: /^$/,
    'long-way': /^ 4 {2}10\.3\.0\.9/m,
    mend: /^$/,
    recover: /^$/,
    'short-again': /^ 3 {2}10\.3\.0\.9/m,
  },
  'icmp-redirect': {
    'ping-pod':
      /^From 192\.168\.56\.1:? icmp_seq=1 Redirect Host\(New nexthop: 192\.168\.56\.12\)$[^]*3 received/m,
    'route-get': /^10\.244\.2\.2 via 192\.168\.56\.12 dev eth0 [^]*<redirected>/m,
    distrust: /accept_redirects = 0$/m,
    'keep-quiet': /send_redirects = 0$/m,
    mend: /^$/,
  },
  'mtu-black-hole': {
    'ping-small': /icmp_seq=1 ttl=62 /,
    'ping-large': /100% packet loss/,
    'ping-cut': /icmp_seq=1 ttl=62 /,
    'fetch-small': /^server sees 10\.0\.1\.2$/m,
    'fetch-large': /^curl: \(28\) /m,
    'allow-icmp-left': /^$/,
    'allow-icmp-right': /^$/,
    clamp: /^$/,
    // The large ping was sent before left could say anything.
    learned: /^10\.0\.2\.2 via 10\.0\.1\.1 dev eth0 src 10\.0\.1\.2 uid 0 \n {4}cache *$/m,
  },
  'published-port': {
    'from-outside': /^web sees 192\.168\.56\.20$/m,
    'from-host': /^web sees 172\.17\.0\.1$/m,
    'from-container': /^web sees 172\.17\.0\.3$/m,
    'from-itself': /^web sees 172\.17\.0\.1$/m,
    direct: /^web sees 172\.17\.0\.3$/m,
    'other-port': /^curl: \(7\) .*Connection refused$|^curl: \(7\) Failed to connect/m,
    rules: / DNAT /,
    flows:
      /src=192\.168\.56\.20 dst=192\.168\.56\.11 sport=\d+ dport=8080 src=172\.17\.0\.2 dst=192\.168\.56\.20 sport=80 /,
  },
  conntrack: {
    ask: /^ping$/m,
    ping: /icmp_seq=1 ttl=63 /,
    'closed-port': /Connection refused/,
    flows: /^udp +17 \d+ src=10\.0\.0\.2 dst=198\.51\.100\.80 sport=40001 dport=9000 /m,
    inward: /^1 packets transmitted, 0 received, 100% packet loss/m,
    forget: /connection tracking table has been emptied/,
  },
  masquerade: {
    ping: /icmp_seq=1 ttl=63 /,
    'alice-asks': /^alice$/m,
    'bob-asks': /^bob$/m,
    // Bob's port was taken: what comes back to the router names another.
    flows:
      /src=10\.0\.2\.2 dst=203\.0\.113\.80 sport=40001 dport=9000 src=203\.0\.113\.80 dst=203\.0\.113\.1 sport=9000 dport=(?!40001 )\d+/,
    // Three flows: the ping's, Alice's and Bob's.
    rules: /^ +3 +\d+ MASQUERADE /m,
    inward: /Network is unreachable/,
    without: /^$/,
  },
  'flannel-host-gw-two-segments': {
    'ping-neighbour': /icmp_seq=1 ttl=62 /,
    'ping-node': /icmp_seq=1 ttl=63 /,
    'node-3-joins': /^$/,
    // The router has no route for pods, neither for the one asked nor for the one it would have to tell.
    'ping-behind-router': /^1 packets transmitted, 0 received, 100% packet loss/m,
  },
};

function defaultOf(folder: string): Readonly<Record<string, Fate>> {
  const backend = labOf(folder).info.choices.find(({ name }) => name === 'backend')?.default;
  return FATES[folder] ?? BACKENDS[backend ?? ''] ?? {};
}

describe.each(folders)('%s', (folder) => {
  const lab = labOf(folder);

  test('is named like its folder', () => expect(lab.info.id).toBe(folder));

  test('says the same in the catalogue', () => {
    const entry = entries.find(({ name }) => name === folder);
    expect([entry?.title, entry?.summary]).toEqual([lab.info.title, lab.info.summary]);
  });

  test('speaks both languages', () => {
    const titles = lab.info.choices.flatMap(({ title, options }) => [
      title,
      ...options.map((one) => one.title),
    ]);
    for (const text of [
      lab.info.title,
      lab.info.summary,
      ...lab.info.sends.map(({ title }) => title),
      ...titles,
    ]) {
      expect(Object.keys(text)).toEqual(LANGUAGES);
    }
  });

  test('keeps Chinese free of blanks between its own characters', () => {
    for (const text of [lab.info.title, lab.info.summary])
      expect(text['zh-CN']).not.toMatch(/\p{sc=Han} \p{sc=Han}/u);
  });

  test('is built without a problem and without a warning it is not about', () => {
    const warnings = valueOf(Session.open(lab)).info.warnings.map(({ problem }) => problem.key);
    expect(warnings).toEqual(EXPECTED_WARNINGS[folder] ?? []);
  });

  const story = STORIES[folder];
  test('has an expectation for every send', () => {
    const expected = Object.keys(story ?? defaultOf(folder));
    expect(expected.sort()).toEqual(lab.info.sends.map(({ name }) => name).sort());
    expect(expected.length).toBeGreaterThan(0);
  });

  test.each(story === undefined ? Object.entries(defaultOf(folder)) : [])(
    '%s ends as it should',
    (name, [code, says]) => {
      const { text, exitCode } = sent(valueOf(Session.open(lab)), name);
      expect(text).toMatch(says);
      expect(exitCode).toBe(code);
    },
  );

  test.skipIf(story === undefined)('each send of the story ends as it should', () => {
    const session = valueOf(Session.open(lab));
    for (const [name, says] of Object.entries(story ?? {})) expect(sent(session, name).text).toMatch(says);
  });
});

const CHOOSING = folders.filter(
  (folder) => labOf(folder).info.choices.length > 0 && STORIES[folder] === undefined,
);
const WITH_BACKENDS = CHOOSING.flatMap((folder) =>
  (FATES[folder] === undefined ? Object.keys(BACKENDS) : []).map((backend) => [folder, backend] as const),
);

test.each(WITH_BACKENDS)('%s rebuilt with %s: every send ends as that backend has it', (folder, backend) => {
  const lab = labOf(folder);
  for (const [name, [code, says]] of Object.entries(BACKENDS[backend] ?? {})) {
    const { text, exitCode } = sent(valueOf(Session.open(lab, { choices: { backend } })), name);
    expect([name, exitCode]).toEqual([name, code]);
    expect(text).toMatch(says);
  }
});

test('pod-birth: nothing of a pod stays behind, and a node that left can come back', () => {
  const session = valueOf(Session.open(labOf('pod-birth')));
  /** By name, without the holes that netns leave that are gone. */
  const shape = () =>
    session.world.netns.flatMap((ns) =>
      ns === undefined
        ? []
        : [
            {
              netns: ns.name,
              links: ns.links.flatMap((link) => (link === undefined ? [] : [link.name])),
              routes: [...(ns.routeTables.get(254)?.byPrefix.keys() ?? [])].sort((a, b) => a - b),
              neighbours: ns.links
                .flatMap((link) => [...(link?.neigh.entries.keys() ?? [])])
                .sort((a, b) => a - b),
            },
          ],
    );
  const names = () => shape().map(({ netns }) => netns);
  sent(session, 'create-pod');
  sent(session, 'delete-pod');
  // The first pod of node-2 made its bridge, which stays as it does in life.
  const before = shape();
  sent(session, 'create-pod');
  expect(names()).toContain('pod-b');
  sent(session, 'delete-pod');
  expect(shape()).toEqual(before);
  sent(session, 'node-joins');
  const joined = shape();
  sent(session, 'node-leaves');
  expect(shape()).not.toEqual(joined);
  sent(session, 'node-joins');
  // Its range is another one: a freed one is given out last.
  const sizes = (all: ReturnType<typeof shape>) =>
    all.map(({ netns, links, routes, neighbours }) => [netns, links, routes.length, neighbours.length]);
  expect(sizes(shape())).toEqual(sizes(joined));
});
