/** `nsenter`: a command in the network namespace of a process, or of a file. Texts: util-linux 2.38.1. */
import { failed, notYet, printed, type Command } from '../command';
import { findNetns, machineOf, onMachine } from '../netns';
import { processWithPid } from '../pids';

export const nsenter: Command = {
  kind: 'nsenter',
  summary: 'run program in different namespaces',
  usage: ['nsenter -t PID -n COMMAND ...', 'nsenter --net=FILE COMMAND ...'],
  about: { '-t': 'target process to get namespaces from', '-n': 'enter network namespace' },
  onlyOnMachines: true,
  run(io, argv) {
    const { world } = io.host;
    if (!onMachine(world, io.netns)) return failed(127, 'bash: nsenter: command not found');
    let target: string | null = null;
    let net: string | null = null;
    let at = 1;
    for (; argv[at]?.startsWith('-') === true; at += 1) {
      const word = argv[at] ?? '';
      const [, name = '', value] = /^--(\w+)(?:=(.*))?$/.exec(word) ?? [];
      if (word === '--') {
        at += 1;
        break;
      }
      if (word === '-t' || word === '--target') target = argv[(at += 1)] ?? '';
      else if (name === 'target') target = value ?? '';
      else if (/^-t\d+$/.test(word)) target = word.slice(2);
      else if (word === '-n' || word === '--net') net = '';
      else if (name === 'net') net = value ?? '';
      else if (/^-n.+/.test(word)) net = word.slice(2);
      else if (/^-[muipUCTrwWFZaGS]/.test(word) || name !== '') return notYet(`nsenter ${word}`);
      else
        return failed(
          1,
          `nsenter: invalid option -- '${word.charAt(1)}'`,
          "Try 'nsenter --help' for more information.",
        );
    }
    const command = argv.slice(at);
    if (target !== null && !/^\d{1,9}$/.test(target))
      return failed(1, `nsenter: failed to parse pid: '${target}'`);
    let netns = io.netns;
    if (net === '') {
      if (target === null) return failed(1, 'nsenter: neither filename nor target pid supplied for ns/net');
      const process = target === '1' ? null : processWithPid(world, io.netns, Number(target));
      if (process === null && target !== '1') {
        return failed(1, `nsenter: cannot open /proc/${target}/ns/net: No such file or directory`);
      }
      netns = process?.ns.name ?? machineOf(world, io.netns).name;
    } else if (net !== null) {
      const [, name = ''] = /^(?:\/var)?\/run\/netns\/(.+)$/.exec(net) ?? [];
      const found = findNetns(world, io.netns, name);
      if (found === null) return failed(1, `nsenter: cannot open ${net}: No such file or directory`);
      netns = found.name;
    }
    if (command.length === 0) return printed();
    const outcome = io.exec(netns, command);
    if (outcome.exitCode !== 127) return outcome;
    return failed(127, `nsenter: failed to execute ${command[0] ?? ''}: No such file or directory`);
  },
};
