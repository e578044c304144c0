/** Composition root: engine, stack and processes tied together. Knows nothing of labs, inputs or views. */
import { endProcesses, interruptProcess, wakeProcess } from './apps/run';
import { need } from './base/assert';
import { Part } from './base/part';
import type { ApiCaller } from './cluster/apiserver';
import type { ClusterRuntime } from './cluster/controller';
import type { Ctx, Stack } from './kernel/ctx';
import { runKernelEvent } from './kernel/events';
import { createWorld, netnsByName } from './kernel/netns';
import { writeFile } from './kernel/ops/file';
import { putProcess, putShell } from './kernel/write';
import { spawnProcess } from './kernel/sock/process';
import { stack } from './kernel/stack';
import type { NewProcess, SimEvent } from './model/event';
import { LIMIT_TIMER } from './model/process';
import type { FabricOp, NetOp, OpError } from './model/op';
import type { Netns, World } from './model/world';
import type { ClusterParts } from './simulator.cluster';
import { isWaitingShell, language, runCommand, type ShellHost } from './shell';
import { Engine } from './sim/engine';
import type { TraceSink } from './trace/sink';
import { nullSink } from './trace/sink';

/** Read and written by kubectl only. */
const yaml = new Part('yaml', async () => (await import('./scenario/yaml-text')).yamlText);

/** What changes machines and runs Kubernetes: a lab that comes built needs it when somebody changes something. */
const operations = new Part('operations', () => import('./kernel/ops'));
const cluster = new Part('cluster', () => import('./simulator.cluster'));

/** Fetches what building a lab needs in any case, at once. */
export async function loadMachinery(): Promise<void> {
  await Promise.all([operations.load(), cluster.load()]);
}

/** What happens when an input is due; injected by the session, which knows the input log and the shell. */
export type InputHandler = (simulation: Simulation, index: number) => void;

/** How a run ended. `bounded`: too many events, something goes round in circles. */
export type RunOutcome = 'quiet' | 'bounded';

/** Events a single run may take before it is called endless. */
export const EVENTS_PER_RUN_MAX = 1_000_000;

export class Simulation {
  readonly engine: Engine;
  private readonly parts: ClusterParts | null;
  private made: ClusterRuntime | null = null;
  private readonly onInput: InputHandler;

  constructor(
    world: World,
    trace: TraceSink = nullSink,
    onInput: InputHandler = () => undefined,
    /** Null for the built-in ones. */
    parts: ClusterParts | null = null,
  ) {
    this.onInput = onInput;
    this.parts = parts;
    const doors: Stack = {
      ...stack,
      linkGone: (ctx, ns, link) => {
        const machine = ctx.world.machines[ns.machine];
        if (ctx.world.cluster === null || machine?.root !== ns.id) return;
        cluster.content.notifyLink(ctx, this.runtime.controllers, machine.name, link.name);
      },
    };
    this.engine = new Engine(world, doors, trace, (ctx, ns, event) => {
      this.handle(ctx, ns, event);
    });
  }

  get world(): World {
    return this.engine.world;
  }

  get ctx(): Ctx {
    return this.engine;
  }

  /** What runs a cluster's control loops. Throws `MissingPart` where it has not been fetched yet. */
  get runtime(): ClusterRuntime {
    const { world } = this;
    return (this.made ??= cluster.content.runtimeOf(this.parts, world.cluster?.config.network ?? null, {
      spawn: (ctx, netns, process) => spawnProcess(ctx, ctx.own(netns), process),
      run: (netns, argv) => runCommand(this.shell, need(world.netns[netns], 'netns').name, quoted(argv)).pid,
      kill: (ctx, netns, pids, signal) => {
        endProcesses(ctx, ctx.own(netns), pids, signal);
      },
    }));
  }

  /** The machines as the shell sees them. */
  get shell(): ShellHost {
    return {
      world: this.world,
      apply: (netns, op, command) => this.apply(netns, op, command),
      spawn: (netns, process) => this.spawn(netns, process),
      adopt: (child, by, piped) => {
        const ns = this.engine.own(this.netnsId(child.netns));
        const process = need(ns.processes.entries.get(child.pid), 'a child');
        const reportsTo = { netns: this.netnsId(by.netns), pid: by.pid };
        putProcess(this.engine, ns, child.pid, { ...process, reportsTo, ...(piped && { piped }) });
      },
      remember: (netns, shell) => {
        putShell(this.engine, this.engine.own(this.netnsId(netns)), shell);
      },
      writeFile: (netns, path, text) => {
        writeFile(this.engine, this.engine.own(this.netnsId(netns)), path, text);
      },
      kill: (netns, pid, signal) => this.kill(netns, pid, signal),
      tell: (netns, pid, timer) => {
        const wake = { reason: 'timer', timer } as const;
        this.engine.schedule({ kind: 'process.wake', netns: this.netnsId(netns), pid, wake }, 0, false);
      },
      cluster: {
        caller: (netns, by) => this.caller(netns, by),
        startNode: (machine) => {
          cluster.content.startNode(this.engine, this.runtime, machine, this.netnsId(machine));
        },
        stopNode: (machine) => {
          cluster.content.stopNode(this.engine, machine);
        },
        startDaemon: (machine, kind) => {
          cluster.content.startDaemon(this.engine, this.runtime, machine, kind);
        },
        stopDaemon: (machine, kind) => {
          cluster.content.stopDaemon(this.engine, this.runtime, machine, kind);
        },
        restartNetwork: () => {
          cluster.content.restartNetwork(this.engine, this.runtime);
        },
        yaml: { read: (text) => yaml.content.read(text), write: (value) => yaml.content.write(value) },
      },
    };
  }

  /** Somebody who talks to the API server from a netns given by name. */
  caller(netns: string, by: string): ApiCaller {
    return { ctx: this.engine, watchers: this.runtime.controllers, netns: this.netnsId(netns), by };
  }

  applyFabric(op: FabricOp): OpError | null {
    return operations.content.applyFabric(this.engine, op);
  }

  /** Applies an operation in a netns given by name. Throws when there is no such netns. */
  apply(netns: string, op: NetOp, command: string | null = null): OpError | null {
    const at = this.netnsId(netns);
    const error = operations.content.applyOp(this.engine, at, op, command);
    const machine = this.world.machines[this.world.netns[at]?.machine ?? -1];
    if (error === null && this.world.cluster !== null && machine?.root === at)
      cluster.content.notifyOp(this.engine, this.runtime.controllers, machine.name, op);
    return error;
  }

  /** Starts a process; it runs with the next events. Answers its pid. */
  spawn(netns: string, process: NewProcess): number {
    return spawnProcess(this.engine, this.engine.own(this.netnsId(netns)), process);
  }

  /** Runs until nothing is left that somebody waits for. */
  runUntilQuiet(eventsMax = EVENTS_PER_RUN_MAX): RunOutcome {
    for (let events = 0; this.engine.busy; events += 1) {
      if (events >= eventsMax) return 'bounded';
      this.engine.step();
    }
    return 'quiet';
  }

  /** Lets the clock run for `durationNs`, housekeeping included. */
  runFor(durationNs: number, eventsMax = EVENTS_PER_RUN_MAX): RunOutcome {
    const untilNs = this.world.nowNs + durationNs;
    for (let events = 0; (this.engine.nextAtNs ?? Infinity) <= untilNs; events += 1) {
      if (events >= eventsMax) return 'bounded';
      this.engine.step();
    }
    this.world.nowNs = untilNs;
    return 'quiet';
  }

  private kill(netns: string, pid: number, signal: 'INT' | 'TERM' | 'PIPE'): boolean {
    const ns = this.engine.own(this.netnsId(netns));
    const process = ns.processes.entries.get(pid);
    if (process === undefined || process.exitCode !== null) return false;
    if (signal === 'INT') interruptProcess(this.engine, ns, pid);
    else endProcesses(this.engine, ns, [pid], signal);
    return true;
  }

  private netnsId(name: string): number {
    return need(netnsByName(this.world, name), `netns ${name}`);
  }

  private handle(ctx: Ctx, ns: Netns, event: SimEvent): void {
    if (runKernelEvent(ctx, ns, event)) return;
    if (event.kind === 'process.wake') {
      const process = ns.processes.entries.get(event.pid);
      const isShell = process !== undefined && isWaitingShell(process);
      const isOver = event.wake.reason === 'timer' && event.wake.timer.startsWith(LIMIT_TIMER);
      if (isShell && isOver) language.content.endJob(this.shell, process);
      if (isShell && !isOver) language.content.wakeShell(ctx, this.shell, ns, process);
      else wakeProcess(ctx, ns, event.pid, event.wake);
    } else if (event.kind === 'input.due') this.onInput(this, event.input);
    else if (event.kind === 'controller.due') {
      cluster.content.runController(ctx, this.runtime, ns, event);
    }
  }
}

/** Words as one command line. */
function quoted(argv: readonly string[]): string {
  return argv.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
}

/** A simulation of an empty World. */
export function createSimulation(seed: number, trace: TraceSink = nullSink): Simulation {
  return new Simulation(createWorld(seed), trace);
}
