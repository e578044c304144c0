/** `httpd -f -p PORT`, as busybox calls its server; it serves no files but says who it is and whom it sees. */
import { httpdProcess } from '../../apps/httpd';
import { failed, started, type Command, type CommandIo } from '../command';
import { isPod } from '../identity';
import { netnsNamed } from '../netns';
import { readOptions } from '../options';

const PORT_DEFAULT = '80';
const PORT_MAX = 65_535;

export const httpd: Command = {
  kind: 'httpd',
  usage: ['httpd [-f] [-p PORT]'],
  summary: 'Listen for incoming HTTP requests',
  run(io, argv) {
    const { given, words, fault } = readOptions(argv.slice(1), { letters: 'fvp:' });
    if (fault !== null || words.length > 0) {
      return failed(1, `httpd: invalid option -- '${fault?.option ?? words[0] ?? ''}'`);
    }
    const word = given.get('p') ?? PORT_DEFAULT;
    const port = /^\d{1,5}$/.test(word) ? Number(word) : 0;
    if (port < 1 || port > PORT_MAX) return failed(1, `httpd: bad port '${word}'`);
    return started(io.host.spawn(io.netns, httpdProcess({ port, name: nameOf(io) }, argv)));
  },
};

/** A netns that somebody made has no hostname of its own, but is what a learner looks for: the container. */
function nameOf({ host: { world }, hostname, netns }: CommandIo): string {
  return isPod(world, netnsNamed(world, netns)) ? hostname : netns;
}
