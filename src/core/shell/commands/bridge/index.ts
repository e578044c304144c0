/** `bridge`: fdb and link. Source: iproute2 6.1 bridge/bridge.c. */
import { failed, notYet, type Command, type CommandIo, type Outcome } from '../../command';
import { unknown, USAGE_ERROR } from '../../iproute2/errors';
import { complete } from '../../iproute2/keywords';
import { Words } from '../../iproute2/words';
import { cannotOpenNetns, findNetns } from '../../netns';
import { FDB_USAGE, runFdb } from './fdb';
import { BRIDGE_LINK_USAGE, runBridgeLink } from './link';

const OBJECTS = ['link', 'fdb', 'mdb', 'vlan', 'vni', 'monitor', 'help'] as const;
const USAGE = ['bridge OBJECT, OBJECT := { fdb | link }', ...FDB_USAGE, ...BRIDGE_LINK_USAGE];

export const bridge: Command = {
  kind: 'bridge',
  summary: 'show / manipulate bridge addresses and devices',
  usage: USAGE,
  leading: '[ -n NETNS ]',
  abbreviates: true,
  about: {
    '-n': 'switches to the specified network namespace',
    fdb: 'forwarding database management',
    link: 'bridge port',
  },
  run(io, argv) {
    const words = new Words(argv.slice(1));
    let netns = io.netns;
    for (let word = words.peek(); word?.startsWith('-'); word = words.peek()) {
      words.next();
      const option = word.startsWith('--') ? word.slice(1) : word;
      if (option.length < 2 || !'-netns'.startsWith(option)) return notYet(`bridge ${option}`);
      const name = words.next() ?? '(null)';
      const found = findNetns(io.host.world, io.netns, name);
      if (!found) return cannotOpenNetns(name);
      netns = found.name;
    }
    return runObject({ ...io, netns }, words);
  },
};

function runObject(io: CommandIo, words: Words): Outcome {
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
    default:
      return notYet(`bridge ${object}`);
  }
}
