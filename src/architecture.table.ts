/**
 * The dependency rule: who may import whom. This table *is* the rule; architecture.test.ts compares every
 * import in src with it, and refuses what is not listed.
 *
 * An area is a path below src without its extension. It names a file (`core/kernel/ctx`) or a folder with
 * everything in it (`core/kernel`); the longest area that fits a module is its area. An area may always
 * import itself. Types count as imports, so do dynamic ones.
 *
 * Read it from the top: a row only imports rows above it, apart from `ui/state` and `i18n`, which stand
 * where a reader looks for them.
 */
export interface AreaRule {
  readonly area: string;
  readonly imports: readonly string[];
}

/** What the whole core may offer to the few modules that compose it. */
const WHOLE_CORE = [
  'core/base',
  'core/wire',
  'core/model',
  'core/trace',
  'core/kernel',
  'core/views',
  'core/sim',
  'core/apps',
  'core/cluster',
  'core/cni',
  'core/shell',
  'core/scenario',
  'core/lesson',
  'core/importers',
  'core/simulator*',
  'core/probe',
  'core/session.types',
  'core/session*',
  'core/index',
];

export const AREAS: readonly AreaRule[] = [
  { area: 'core/base', imports: [] },
  { area: 'core/wire', imports: ['core/base'] },
  // A route keeps its path attributes as the codec reads them.
  {
    area: 'core/model',
    imports: [
      'core/base',
      'core/wire/addr',
      'core/wire/bgp.types',
      'core/wire/bgp.attributes',
      'core/wire/vlan',
    ],
  },
  { area: 'core/trace', imports: ['core/base', 'core/wire', 'core/model'] },
  { area: 'core/kernel', imports: ['core/base', 'core/wire', 'core/model', 'core/trace'] },
  {
    // A rule is printed by the file that matches it, so that there is one text of a rule.
    // Whether a netns tracks flows, and what an address is to it, has one answer too.
    area: 'core/views',
    imports: [
      'core/base',
      'core/wire',
      'core/model',
      'core/trace',
      'core/kernel/ipset/text',
      'core/kernel/netfilter/conntrack',
      'core/kernel/netfilter/match/addrtype',
      'core/kernel/netfilter/text',
      'core/kernel/nftables/text',
    ],
  },
  // What a session says to its users; documents speak in the same words.
  { area: 'core/session.types', imports: ['core/model', 'core/views/message', 'core/views/faults/names'] },
  { area: 'core/sim', imports: ['core/base', 'core/model', 'core/trace', 'core/kernel/ctx'] },
  {
    area: 'core/apps',
    imports: [
      'core/base',
      'core/wire',
      'core/model',
      'core/trace',
      'core/kernel',
      // tcpdump the process prints what tcpdump the view prints.
      'core/views/tcpdump',
    ],
  },
  {
    area: 'core/cluster',
    imports: [
      'core/base',
      'core/wire/addr',
      'core/model',
      'core/trace',
      'core/kernel/ctx',
      'core/kernel/netns',
      'core/kernel/ops',
    ],
  },
  {
    area: 'core/cni',
    imports: [
      'core/base',
      'core/wire/addr',
      'core/wire/addr6',
      'core/model',
      'core/trace',
      'core/kernel/carrier',
      'core/kernel/ctx',
      'core/kernel/fib',
      'core/kernel/netfilter/text',
      // Plugins that call iptables give it words.
      'core/kernel/netfilter/text.rules',
      'core/kernel/netfilter/words',
      // flanneld writes its rules by iptables-restore, or by scripts of nft.
      'core/kernel/netfilter/restore',
      'core/kernel/nftables/script',
      'core/kernel/ops',
      'core/cluster',
      'core/apps',
    ],
  },
  {
    area: 'core/shell',
    imports: [
      'core/base',
      'core/wire/addr',
      'core/model',
      'core/trace',
      'core/kernel',
      'core/apps',
      'core/cluster',
      // calicoctl reads blocks as calico-ipam does.
      'core/cni/calico/ipam/block',
      'core/views',
    ],
  },
  {
    // Documents name CNIs, proxy modes and processes: scenario sees their lists, not their insides.
    area: 'core/scenario',
    imports: [
      'core/base',
      'core/wire/addr',
      'core/model',
      'core/trace',
      'core/views',
      'core/session.types',
      'core/cni/index',
      // A manifest is checked by the API server's own rules, with its place in the file.
      'core/cluster/manifest',
      'core/cluster/objects',
      'core/cluster/status',
      'core/cluster/proxy/index',
      'core/apps/index',
    ],
  },
  {
    // Lessons are documents as well; their checks read what the views read.
    area: 'core/lesson',
    imports: [
      'core/base',
      'core/wire',
      'core/model',
      'core/trace',
      'core/views',
      'core/session.types',
      'core/scenario',
    ],
  },
  {
    area: 'core/importers',
    imports: ['core/base', 'core/wire/addr', 'core/model', 'core/cluster/apiserver', 'core/scenario'],
  },
  { area: 'core/simulator*', imports: WHOLE_CORE },
  { area: 'core/probe', imports: WHOLE_CORE },
  { area: 'core/session*', imports: WHOLE_CORE },
  { area: 'core/index', imports: WHOLE_CORE },
  { area: 'core/testing', imports: WHOLE_CORE },

  { area: 'i18n', imports: ['core/views/narrate'] },
  { area: 'ui/kit', imports: ['i18n'] },
  { area: 'ui/theme', imports: ['i18n'] },
  // Lessons arrive in the worker when one is opened: apart from the rest, by a dynamic import.
  { area: 'ui/host', imports: ['core/index', 'core/lesson/index', 'core/lesson/progress'] },
  // Progress is read before any lesson is: a file of its own that needs nothing.
  { area: 'core/lesson/progress', imports: [] },
  { area: 'ui/state', imports: ['core/index', 'core/lesson/progress', 'ui/host'] },
  {
    // One panel per folder; panels never import one another. `*` stands for the name of the panel.
    area: 'ui/*',
    imports: ['core/index', 'ui/state', 'ui/host', 'ui/kit', 'ui/theme', 'i18n'],
  },
  {
    // Several maps beside one another, and what keeps one from being shown.
    area: 'ui/compare',
    imports: [
      'core/index',
      'ui/state',
      'ui/host',
      'ui/kit',
      'ui/theme',
      'i18n',
      'ui/graph/GraphPanel',
      'ui/trouble/ProblemList',
    ],
  },
  {
    // Packets are drawn there as they are on maps.
    area: 'ui/start',
    imports: ['core/index', 'ui/state', 'ui/host', 'ui/kit', 'ui/theme', 'i18n', 'ui/graph/capsule-shape'],
  },
  // The map with what the page knows; it is fetched here.
  { area: 'ui/LabMap', imports: ['ui/App.module', 'ui/graph/GraphPanel', 'ui/state', 'core/index', 'i18n'] },
  { area: 'ui/App', imports: ['ui', 'core/index', 'i18n'] },
  { area: 'scenarios.d', imports: [] },
  { area: 'catalog', imports: ['ui', 'core/index', 'i18n', 'scenarios'] },
  { area: 'main', imports: ['ui', 'core/index', 'i18n', 'scenarios', 'catalog'] },

  // Recordings of the real kernel: data that the golden runner reads.
  { area: 'golden-cases', imports: [] },
  // The terminal says what the page says, in the same words.
  { area: 'cli', imports: [...WHOLE_CORE, 'i18n', 'scenarios', 'catalog'] },
  { area: 'cli/bench*', imports: [...WHOLE_CORE, 'core/testing', 'scenarios', 'catalog', 'cli'] },
  { area: 'cli/fuzz', imports: [...WHOLE_CORE, 'core/testing'] },
];

/**
 * A test may import what its own area may, and these as well: a test of one part of the core often needs the
 * rest of the machine to run it on, and testing holds the builders for that.
 */
export const TESTS_ALSO_IMPORT: readonly string[] = ['core', 'i18n', 'catalog', 'scenarios'];

/** Each library comes in through the doors listed here, and nowhere else. `:test` stands for every test. */
export const LIBRARY_DOORS: Readonly<Record<string, readonly string[]>> = {
  '@codemirror/autocomplete': ['ui/editor/code-editor'],
  '@codemirror/commands': ['ui/editor/code-editor'],
  '@codemirror/lang-yaml': ['ui/editor/code-editor', ':test'],
  '@codemirror/language': ['ui/editor/code-editor', 'ui/editor/code-theme'],
  '@codemirror/lint': ['ui/editor/code-editor'],
  '@codemirror/state': ['ui/editor/code-editor'],
  '@codemirror/view': ['ui/editor/code-editor', 'ui/editor/code-theme'],
  '@lezer/highlight': ['ui/editor/code-theme'],
  '@noble/hashes': ['core/base'],
  '@xterm/addon-fit': ['ui/terminal/XtermPort'],
  '@xterm/xterm': ['ui/terminal/XtermPort'],
  comlink: ['ui/host'],
  cytoscape: ['ui/graph/CyGraph'],
  i18next: ['i18n/look-up'],
  marked: ['core/lesson'],
  react: ['ui', 'main', 'i18n/setup'],
  'react-dom': ['ui', 'main'],
  '@valibot/to-json-schema': ['core/scenario'],
  valibot: ['core/scenario', 'core/lesson', 'core/testing'],
  yaml: ['core/scenario', 'core/importers'],
  zustand: ['ui/state'],

  // The referee of the published JSON Schema.
  ajv: [':test'],
  'fast-check': [':test', 'core/testing'],
  node: [':test', 'cli'],
  // The benchmark bundles the core, serves the built page and drives a browser.
  '@playwright/test': ['cli/bench*'],
  tinybench: ['cli/bench*'],
  vite: ['cli/bench*'],
  vitest: [':test', 'core/testing'],
};

/** Where the types of several files may name one another: the World is one recursive type told in chapters. */
export const RECURSIVE_TYPES: readonly string[] = ['core/model'];

/** `import.meta.glob` finds files by pattern, past this table, so one module alone may use it. */
export const GLOB_DOOR = 'catalog';

/** A shelf: each member is of one known shape, is named in the shelf's index.ts and has a test beside it. */
export interface Shelf {
  readonly folder: string;
  /** What the members share. It needs its test, but is not itself a member. */
  readonly shared: readonly string[];
  /** Types that the members have in common, with no behaviour to test. */
  readonly types: readonly string[];
}

export const SHELVES: readonly Shelf[] = [
  {
    folder: 'core/wire',
    shared: [
      'addr',
      'addr6',
      'bgp.attributes',
      'bgp.fields',
      'checksum',
      'dissect',
      'dns.name',
      'dns.question',
      'dns.types',
      'field',
      'field-text',
      'sctp.chunk',
      'tcp.options',
    ],
    types: ['bgp.types', 'codec', 'error'],
  },
  { folder: 'core/kernel/link', shared: ['bridge.netfilter', 'bridge.vlan', 'vxlan.rx'], types: ['kind'] },
  { folder: 'core/kernel/netfilter/match', shared: [], types: ['kind', 'near'] },
  { folder: 'core/kernel/netfilter/target', shared: ['jump'], types: ['kind', 'near'] },
  {
    folder: 'core/apps',
    shared: [
      'by-name',
      'conntrack.text',
      'dig.text',
      'dnsd.zone',
      'naming',
      'ncat.door',
      'ncat.text',
      'nslookup.text',
      'ping.data',
      'ping.text',
      'resolver',
      'resolver.answer',
      'resolver.names',
      'resolver.timers',
      'run',
      'traceroute.tcp',
    ],
    types: ['app'],
  },
  {
    folder: 'core/cluster/objects',
    shared: ['calico', 'fields', 'meta', 'names', 'pod-spec', 'schema'],
    types: ['kind'],
  },
  { folder: 'core/cluster/controllers', shared: [], types: [] },
  { folder: 'core/cni/plugins', shared: ['common'], types: [] },
  { folder: 'core/shell/commands', shared: [], types: [] },
  {
    folder: 'core/scenario/fabric',
    shared: ['allow', 'leaf-spine.bgp', 'parts', 'routed'],
    types: ['kind'],
  },
  { folder: 'core/lesson/checks', shared: ['answers'], types: ['check'] },
];
