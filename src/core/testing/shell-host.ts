/** A shell on real simulated machines that writes down what it is asked to do. */
import type { NewProcess } from '../model/event';
import type { NetOp } from '../model/op';
import type { CommandOutcome, ShellHost } from '../shell';
import { runCommand } from '../shell';
import { createSimulation } from '../simulator';

export interface RecordedShell {
  readonly host: ShellHost;
  /** Operations since the shell was made, each with the netns it was for; refused ones too. */
  readonly ops: (NetOp & { readonly netns: string; readonly typed: string })[];
  readonly spawned: (NewProcess & { readonly netns: string })[];
  run(text: string, netns?: string): CommandOutcome;
}

/**
 * Two machines joined by a cable: node-1 (eth0) and node-2 (eth0). `setup` is run on node-1, line by line, and must
 * go well; what it does is not recorded.
 */
export function recordedShell(setup = ''): RecordedShell {
  const simulation = createSimulation(1);
  simulation.applyFabric({ kind: 'machine.add', name: 'node-1', role: 'node' });
  simulation.applyFabric({ kind: 'machine.add', name: 'node-2', role: 'node' });
  const ends = [
    { netns: 'node-1', dev: 'eth0' },
    { netns: 'node-2', dev: 'eth0' },
  ] as const;
  simulation.applyFabric({ kind: 'cable.add', ends });
  const ops: RecordedShell['ops'] = [];
  const spawned: RecordedShell['spawned'] = [];
  const host: ShellHost = {
    get world() {
      return simulation.world;
    },
    apply(netns, op, typed) {
      ops.push({ ...op, netns, typed });
      return simulation.apply(netns, op, typed);
    },
    spawn(netns, process) {
      spawned.push({ ...process, netns });
      return simulation.spawn(netns, process);
    },
  };
  const run = (text: string, netns = 'node-1'): CommandOutcome => runCommand(host, netns, text);
  for (const line of setup.split('\n').filter((each) => each.trim() !== '')) {
    const { exitCode, stderr } = run(line);
    if (exitCode !== 0) throw new Error(`${line}: ${stderr.join('\n')}`);
  }
  ops.length = 0;
  spawned.length = 0;
  return { host, ops, spawned, run };
}
