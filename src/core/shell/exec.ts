/** Runs one command by its words, without a language around it. */
import type { ProcessLimit } from '../model/process';
import { isAbsent } from './absent';
import { commandName, failed, notYet, type CommandIo, type Outcome, type ShellDoor } from './command';
import { COMMANDS } from './commands';
import { hostnameOf } from './identity';
import type { ShellHost } from './host';

const NOT_FOUND = 127;
const NO_FORK = 254;
/** Processes that may run in one netns. */
const PROCESSES_MAX = 4096;
/** What bash does itself, without a process. */
const BUILT_IN = new Set(['cd', 'echo', 'export', 'false', 'kill', 'pwd', 'set', 'true', 'unset', 'wait']);

export type Surrounding = Pick<
  CommandIo,
  'host' | 'typed' | 'stdin' | 'cwd' | 'vars' | 'exported' | 'lastStatus' | 'setVars' | 'toTerminal'
> & { readonly door: ShellDoor };

export function exec(around: Surrounding, netns: string, argv: readonly string[]): Outcome {
  const name = argv[0] ?? '';
  const command = COMMANDS.get(commandName(name));
  if (!command && isAbsent(name)) return notYet(name);
  if (!command)
    return failed(
      NOT_FOUND,
      `bash: ${name}: ${name.includes('/') ? 'No such file or directory' : 'command not found'}`,
    );
  const refused = noFork(around.host, netns, name) ?? around.door.refuse?.() ?? null;
  if (refused !== null) return refused;
  const io: CommandIo = {
    ...around,
    netns,
    shell: around.door,
    hostname: hostnameOf(around.host.world, netns),
    commands: COMMANDS,
    exec: (inner, words, limit) => exec(limit === undefined ? around : limited(around, limit), inner, words),
    script: (text, positional) => around.door.script(around, netns, text, positional),
  };
  return command.run(io, argv);
}

/** Every process that is started has so much time, and therefore an end; of two limits the nearer one. */
function limited(around: Surrounding, limit: ProcessLimit): Surrounding {
  const { host } = around;
  const spawn: ShellHost['spawn'] = (netns, process) => {
    const nearer =
      process.limit !== undefined && process.limit.afterNs < limit.afterNs ? process.limit : limit;
    const { foregroundNs: _, ...rest } = process;
    return host.spawn(netns, { ...rest, limit: nearer, endless: false });
  };
  return { ...around, host: { ...host, world: host.world, spawn } };
}

/** What bash says when no more processes may start in a netns; null when `name` needs none, or one may. */
function noFork({ world }: ShellHost, netns: string, name: string): Outcome | null {
  const processes = world.netns.find((ns) => ns?.name === netns)?.processes.entries;
  if (BUILT_IN.has(name) || processes === undefined || processes.size < PROCESSES_MAX) return null;
  let running = 0;
  for (const { exitCode } of processes.values()) if (exitCode === null) running += 1;
  if (running < PROCESSES_MAX) return null;
  return failed(NO_FORK, 'bash: fork: retry: Resource temporarily unavailable');
}
