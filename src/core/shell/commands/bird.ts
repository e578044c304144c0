/** `bird`, the routing daemon. Source: BIRD 1.6.8 sysdep/unix/main.c. */
import { configErrorText } from '../../model/bird.config';
import { birdIn, birdProcess, parseConfig } from '../../apps/bird/api';
import { failed, printed, started, type Command } from '../command';
import { fileText } from '../files';
import { netnsNamed } from '../netns';

const CONFIG = '/etc/bird/bird.conf';
const USAGE = 'bird [--version] [-c <config-file>] [-p]';

export const bird: Command = {
  kind: 'bird',
  summary: 'BIRD Internet Routing Daemon',
  usage: [USAGE],
  forms: ['bird [ -c FILE ] [ -d ] [ -f ] [ -p ] [ -R ] [ -s FILE ]'],
  about: { '-c': 'use the given configuration file', '-p': 'only parse the configuration' },
  onlyOnMachines: true,
  run(io, argv) {
    const { world } = io.host;
    const ns = netnsNamed(world, io.netns);
    let path = CONFIG;
    let parseOnly = false;
    const words = argv.slice(1);
    for (let i = 0; i < words.length; i += 1) {
      const word = words[i] ?? '';
      if (word === '--version') return failed(0, 'BIRD version 1.6.8');
      if (word === '-c' || word === '-s' || word === '-P') {
        const value = words[(i += 1)];
        if (value === undefined)
          return failed(1, `bird: option requires an argument -- '${word.slice(1)}'`, `Usage: ${USAGE}`);
        if (word === '-c') path = value;
      } else if (word === '-p') parseOnly = true;
      else if (!/^-[dfR]+$/.test(word)) return failed(1, `Usage: ${USAGE}`);
    }
    // What it reads later, when it is told to, are files of the machine.
    const read = parseConfig(path, (file) => fileText(world, ns, file));
    if (!read.ok) {
      const { line, text } = read.error;
      return failed(1, `bird: ${line === 0 ? text : configErrorText(read.error)}`);
    }
    if (parseOnly) return printed();
    if (birdIn(ns) !== null) return failed(1, 'bird: I found another BIRD running.');
    return started(io.host.spawn(io.netns, birdProcess(path, argv, read.value)));
  },
};
