/** `bridge`: fdb and link. Source: iproute2 6.1 bridge/bridge.c. */
import { failed, notYet, printed, type Command, type Outcome } from '../../command';
import { jsonLines } from '../../format/json';
import { noDevice, unknown, USAGE_ERROR } from '../../iproute2/errors';
import { complete } from '../../iproute2/keywords';
import { Words } from '../../iproute2/words';
import { cannotOpenNetns, findLink, findNetns } from '../../netns';
import { FDB_USAGE, runFdb } from './fdb';
import { BRIDGE_LINK_USAGE, runBridgeLink } from './link';
import type { BridgeIo } from './show';
import { BRIDGE_VLAN_USAGE, runBridgeVlan } from './vlan';

const OBJECTS = ['link', 'fdb', 'mdb', 'vlan', 'vni', 'monitor', 'help'] as const;
const USAGE = [
  'bridge OBJECT, OBJECT := { fdb | link | mdb | vlan }',
  ...FDB_USAGE,
  ...BRIDGE_LINK_USAGE,
  ...BRIDGE_VLAN_USAGE,
  'bridge mdb [ show [ dev DEV ] ]',
];

export const bridge: Command = {
  kind: 'bridge',
  summary: 'show / manipulate bridge addresses and devices',
  usage: USAGE,
  leading: '[ -n NETNS ] [ -s ] [ -d ] [ -j ] [ -p ]',
  abbreviates: true,
  about: {
    '-n': 'switches to the specified network namespace',
    '-s': 'output more information',
    '-d': 'output detailed information',
    '-j': 'output results in JavaScript Object Notation (JSON)',
    '-p': 'when combined with -j generate a pretty JSON output',
    fdb: 'forwarding database management',
    link: 'bridge port',
    vlan: 'VLAN filter list',
  },
  run(io, argv) {
    const words = new Words(argv.slice(1));
    let netns = io.netns;
    const shown = new Set<string>();
    for (let word = words.peek(); word?.startsWith('-'); word = words.peek()) {
      words.next();
      const option = word.startsWith('--') ? word.slice(1) : word;
      if (option.length > 1 && '-color'.startsWith(option)) continue;
      const how = ['stats', 'statistics', 'details', 'json', 'pretty'].find((one) =>
        `-${one}`.startsWith(option.length > 1 ? option : ' '),
      );
      if (how !== undefined) {
        shown.add(how.charAt(0));
        continue;
      }
      if (option === '-V' || option === '-Version') return printed('bridge utility, 6.1.0');
      if (option.length < 2 || !'-netns'.startsWith(option)) return notYet(`bridge ${option}`);
      const name = words.next() ?? '(null)';
      const found = findNetns(io.host.world, io.netns, name);
      if (!found) return cannotOpenNetns(name);
      netns = found.name;
    }
    const form = {
      stats: shown.has('s'),
      details: shown.has('d'),
      json: shown.has('j'),
      pretty: shown.has('p'),
    };
    return runObject({ ...io, ...form, netns }, words);
  },
};

function runObject(io: BridgeIo, words: Words): Outcome {
  const word = words.next();
  if (word === undefined || word === 'help')
    return failed(USAGE_ERROR, ...USAGE.map((line) => `Usage: ${line}`));
  const object = complete(word, OBJECTS);
  switch (object) {
    case undefined:
      return unknown('Object', word, 'bridge');
    case 'link':
      return runBridgeLink(io, words);
    case 'fdb':
      return runFdb(io, words);
    case 'mdb':
      return runMdb(io, words);
    case 'vlan':
      return runBridgeVlan(io, words);
    default:
      return notYet(`bridge ${object}`);
  }
}

/** Nobody joins a group here, so there is nothing a bridge could have snooped. Source: iproute2 6.1 bridge/mdb.c. */
function runMdb(io: BridgeIo, words: Words): Outcome {
  const word = words.next() ?? 'show';
  if (!['show', 'lst', 'list'].includes(word)) {
    if (['add', 'delete', 'replace', 'append'].some((name) => name.startsWith(word)))
      return notYet(`bridge mdb ${word}`);
    return failed(255, `Command "${word}" is unknown, try "bridge mdb help".`);
  }
  for (let asked = words.next(); asked !== undefined; asked = words.next()) {
    const dev = words.next() ?? '';
    if (asked === 'dev' && !findLink(io.host, io.netns, dev)) return noDevice(dev, 255);
  }
  return printed(...(io.json ? jsonLines([{ mdb: [], router: {} }], io.pretty) : []));
}
