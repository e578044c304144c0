/** A cluster with kubectl, for tests of commands: what is typed on node-1 and what it prints. */
import type { CommandOutcome } from '../shell';
import { runCommand } from '../shell';
import type { RunningCluster } from './nodes';
import { runningCluster } from './nodes';

export interface TypedCluster extends RunningCluster {
  /** Types a command on node-1, with something to read, and lets everything come to rest. */
  type(command: string, stdin?: string): CommandOutcome;
  /** The same, both outputs in one. */
  lines(command: string, stdin?: string): readonly string[];
}

export function typedCluster(nodes = 2): TypedCluster {
  const cluster = runningCluster(nodes);
  const type = (command: string, stdin?: string): CommandOutcome => {
    const outcome = runCommand(cluster.simulation.shell, 'node-1', command, stdin ?? null);
    cluster.settle();
    return outcome;
  };
  return {
    ...cluster,
    type,
    lines(command, stdin) {
      const { stdout, stderr } = type(command, stdin);
      return [...stdout, ...stderr];
    },
  };
}

/** A pod's manifest as one would type it. */
export function podYaml(name: string, more = ''): string {
  return [
    'apiVersion: v1',
    'kind: Pod',
    'metadata:',
    `  name: ${name}`,
    'spec:',
    '  containers:',
    '  - name: main',
    '    image: busybox:1.36',
    more,
  ].join('\n');
}
