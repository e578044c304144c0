/**
 * A session: a lab, what the learner did, and everything that follows from it. The page uses it through a worker, the
 * command line and the tests directly.
 */
import { assert } from './base/assert';
import { MissingPart, Part } from './base/part';
import type { Result } from './base/result';
import { err, ok } from './base/result';
import { interruptProcess } from './apps/run';
import { createWorld } from './kernel/netns';
import { inputCommand } from './model/input';
import type { Input, LoggedInput } from './model/input';
import type { World } from './model/world';
import type { BuiltLab } from './session.built';
import type { ScheduledInput } from './session.replay';
import { Timeline, scheduleInputs } from './session.replay';
import type { Lab } from './scenario';
import { chosenLab } from './scenario';
import { circleOf } from './session.circle';
import { cursorOf, seqOf } from './session.cursor';
import type { Chosen, LabInfo, Opening, Problem, RunReport, SemanticCursor } from './session.types';
import type { CommandOutcome, ShellCompletions, ShellHost } from './shell';
import { runCommand, textsOf, writtenBy } from './shell';
import { loadMachinery, Simulation } from './simulator';
import type { TraceRecord } from './trace/record';
import { TraceStore } from './trace/store';
import type { ViewArgs, ViewName, ViewResult } from './views/contract';
import { viewNamed } from './views';
import type { ViewSource } from './views/source';

/** Time between the end of one input and the next, ns: a person's pause. */
const PAUSE_NS = 1_000_000_000;

/**
 * Before a Ctrl+C, ns: between two requests of a ping. A full second would meet the next request just as it leaves, and ping
 * would count it as lost.
 */
const INTERRUPT_PAUSE_NS = 0.2e9;
/** Events one input may cause before it is called endless. */
const EVENTS_PER_INPUT_MAX = 20_000;
/** Events that may wait at once: more frames than this are under way in a storm only, and they can still drain. */
const WAITED_FOR_MAX = 5000;
const SET_UP_EVENTS_MAX = 10_000;
/** The same where control loops set up a cluster. */
const CLUSTER_EVENTS_MAX = 500_000;
/** Longest wait a learner may ask for, s. */
export const WAIT_SECONDS_MAX = 3600;

/** Built-in labs come built. */
const building = new Part('set-up', async () => {
  const [{ setUp }] = await Promise.all([import('./session.setup'), loadMachinery()]);
  return setUp;
});
/** Asked for by tests alone. */
const hashes = new Part('hashes', () => import('./sim/hash'));
const completion = new Part('completion', async () => (await import('./shell/complete')).complete);

export class Session implements ViewSource {
  info: LabInfo;
  readonly trace: ViewSource['trace'];
  private readonly lab: Lab;
  private readonly store = new TraceStore();
  private readonly timeline: Timeline;
  private log: readonly ScheduledInput[] = [];
  private scheduled = 0;
  /** Index of the input that reached the machines last. */
  private reached = -1;
  private simulation: Simulation;
  private readonly onInput = (simulation: Simulation, index: number): void => {
    this.runInput(simulation, index);
  };

  private constructor(lab: Lab) {
    this.lab = lab;
    this.info = lab.info;
    const world = createWorld(lab.info.seed);
    this.timeline = new Timeline(this.store, this.onInput, world.generation);
    this.simulation = new Simulation(world, this.store, this.onInput);
    const { store } = this;
    this.trace = {
      get length() {
        return store.length;
      },
      record: (seq) => store.record(seq),
      frame: (ref) => store.frameBytes(ref),
    };
  }

  /**
   * Builds the lab and plays the inputs. A set-up command the kernel refuses is a problem with its place and mend. With
   * `built`, what {@link built} gave of the same lab and choices, nothing is left to build.
   */
  static open(
    lab: Lab,
    { inputs = [], choices = {}, built = null }: Opening & { readonly built?: BuiltLab | null } = {},
  ): Result<Session, readonly Problem[]> {
    const chosen = chosenLab(lab, choices);
    if (!chosen.ok) return chosen;
    const session = new Session(chosen.value);
    if (built === null) {
      const problems = session.setUp();
      if (problems.length > 0) return err(problems);
    } else session.takeOver(built);
    for (const logged of inputs) session.append(logged);
    return ok(session);
  }

  /** Number of records. */
  get length(): number {
    return this.store.length;
  }

  /** What the learner did so far. */
  get inputs(): readonly (LoggedInput & { readonly command: string; readonly netns: string })[] {
    return this.log.map(({ atNs, input }) => ({
      ...{ atNs, input },
      ...{ command: this.commandOf(input), netns: this.netnsOf(input) },
    }));
  }

  /** The options this session was opened with that differ from the lab's file. */
  get choices(): Chosen {
    const picked = this.info.choices.filter((choice) => choice.chosen !== choice.default);
    return Object.fromEntries(picked.map(({ name, chosen }) => [name, chosen]));
  }

  /** The live World, read only. */
  get world(): World {
    return this.simulation.world;
  }

  /** Does something now, a pause after whatever happened last. Runs until nothing more is to come of it. */
  input(input: Input): RunReport {
    return this.append({ atNs: Math.round(this.world.nowNs + this.pauseNs(input)), input });
  }

  /** Where things never came to rest, a pause would never end: who wants to stop a storm must get through at once. */
  private pauseNs(input: Input): number {
    if (input.kind === 'wait') {
      const seconds = Number.isFinite(input.seconds) ? input.seconds : 0;
      return Math.min(Math.max(0, seconds), WAIT_SECONDS_MAX) * 1e9;
    }
    if (this.simulation.engine.busy) return 0;
    return input.kind === 'interrupt' ? INTERRUPT_PAUSE_NS : PAUSE_NS;
  }

  /** Takes back all inputs from `count` on, and everything that came of them. */
  cut(count: number): void {
    const first = this.log[count];
    if (first === undefined) return;
    const { afterEvent } = first;
    this.timeline.cut(afterEvent);
    const { simulation } = this.timeline.runTo(afterEvent, this.log);
    this.log = this.log.slice(0, count);
    this.scheduled = count;
    this.reached = count - 1;
    let length = this.store.length;
    while (length > 0 && this.store.record(length - 1).event > afterEvent) length -= 1;
    this.store.truncate(length);
    simulation.engine.trace = this.store;
    this.simulation = simulation;
  }

  worldAt(seq: number): World {
    return this.timeline.worldAt(seq, this.log);
  }

  explain(seq: number): TraceRecord {
    return this.timeline.explain(seq, this.log);
  }

  /** What two runs of the same lab and inputs agree on, in whatever engine. */
  hash(): { readonly trace: string; readonly world: string } {
    const { traceHash, worldHash } = hashes.content;
    return { trace: traceHash(this.trace), world: worldHash(this.world) };
  }

  query<V extends ViewName>(view: V, args: ViewArgs<V>): ViewResult<V> {
    return viewNamed(view)(this, args);
  }

  /**
   * What may be typed at `cursor` of a line in a netns, as the machines are after record `seq`: the commands' own usage
   * and the World's own names.
   */
  complete(seq: number, netns: string, line: string, cursor = line.length): ShellCompletions {
    const world = seq < 0 || seq >= this.length - 1 ? this.world : this.worldAt(seq);
    return completion.content(world, netns, line, cursor);
  }

  /** A record in words that survive new kinds of records. */
  cursorOf(seq: number): SemanticCursor {
    return cursorOf(this, seq);
  }

  /** The record such words mean, the nearest one when it is no longer there. */
  seqOf(cursor: SemanticCursor): number {
    return seqOf(this, cursor);
  }

  /** The lab as it stands before the first input. */
  get built(): BuiltLab {
    assert(this.log.length === 0, 'a session with inputs is no longer as it was built');
    const { warnings, broken } = this.info;
    return { warnings, broken, checkpoints: this.timeline.kept, trace: this.store.content };
  }

  private takeOver({ warnings, broken, checkpoints, trace }: BuiltLab): void {
    this.info = { ...this.info, warnings, broken };
    this.store.fill(trace);
    this.simulation = new Simulation(this.timeline.takeOver(checkpoints), this.store, this.onInput);
  }

  private setUp(): readonly Problem[] {
    const { simulation, lab } = this;
    this.timeline.keep(simulation.world, 0);
    const { problems, warnings, broken } = building.content(simulation, lab, () => {
      this.rest();
    });
    if (warnings.length + broken.length > 0) this.info = { ...this.info, warnings, broken };
    return problems;
  }

  /** Lets the set-up come to rest. What was done before is no event, so a checkpoint stands behind it. */
  private rest(): void {
    const { world, engine } = this.simulation;
    engine.settle(0);
    engine.cause = -1;
    this.timeline.keep(world, 0);
    const last = world.eventIndex + (this.lab.info.cluster === null ? SET_UP_EVENTS_MAX : CLUSTER_EVENTS_MAX);
    while (engine.busy && world.eventIndex < last) {
      engine.step();
      this.timeline.keepSometimes(world, 0);
    }
    this.timeline.keep(world, 0);
  }

  private append(logged: LoggedInput): RunReport {
    const index = this.log.length;
    try {
      return this.run(logged);
    } catch (error) {
      // What a part lacks is done again from its beginning by who fetches it (`withParts`). Anything else is a fault of
      // the program: what was done before stays, and the next input finds it.
      if (!(error instanceof MissingPart)) this.cut(index);
      throw error;
    }
  }

  private run(logged: LoggedInput): RunReport {
    const { world, engine } = this.simulation;
    const before = { events: world.eventIndex, records: this.store.length };
    const index = this.log.length;
    this.log = [...this.log, { ...logged, afterEvent: world.eventIndex }];
    this.scheduled = scheduleInputs(this.simulation, this.log, this.scheduled);
    let outcome: RunReport['outcome'] = 'quiet';
    // What an earlier storm left behind may drain; it may not grow.
    let ceiling = Infinity;
    while (engine.busy) {
      if (this.reached === index) ceiling = Math.min(ceiling, Math.max(WAITED_FOR_MAX, engine.waitedFor));
      if (engine.waitedFor > ceiling || world.eventIndex - before.events >= EVENTS_PER_INPUT_MAX) {
        outcome = 'bounded';
        break;
      }
      engine.step();
      this.timeline.keepSometimes(world, this.scheduled);
    }
    const events = world.eventIndex - before.events;
    const circle = outcome === 'bounded' ? circleOf(this.store, before.records, world) : null;
    return { outcome, events, records: this.store.length - before.records, circle };
  }

  /** An input reaches the machines: its command runs in its netns. */
  private runInput(simulation: Simulation, index: number): void {
    const { input } = this.log[index] ?? {};
    if (input === undefined) return;
    if (simulation === this.simulation) this.reached = index;
    const { ctx } = simulation;
    const command = this.commandOf(input);
    if (input.kind === 'cable') {
      this.cable(simulation, index, input);
      return;
    }
    if (input.kind === 'interrupt') {
      this.interrupt(simulation, index, input.of);
      return;
    }
    const target = this.netnsOf(input);
    const netns = simulation.world.netns.find((ns) => ns?.name === target);
    const known = input.kind === 'wait' || netns !== undefined;
    const message = known ? null : `Cannot open network namespace "${target}": No such file or directory`;
    const verdict = input.kind === 'wait' ? 'waited' : known ? 'accepted' : 'refused';
    ctx.emit('input', verdict, netns?.id ?? 0, 0, null, { index, command, message });
    if (netns === undefined || input.kind === 'wait') return;
    const { shell } = simulation;
    const job: ShellHost['spawn'] = (name, process) =>
      shell.spawn(name, {
        ...process,
        shell: netns.id,
        ...(process.background !== true && { job: index }),
      });
    const outcome = runCommand({ ...shell, spawn: job }, netns.name, command, this.stdinOf(input));
    this.traceOutput(simulation, netns.id, command, outcome);
  }

  /** Somebody is at the machine and pulls a cable, or plugs it in. */
  private cable(simulation: Simulation, index: number, input: Input & { kind: 'cable' }): void {
    const { netns, dev, plugged } = input;
    const { world, ctx } = simulation;
    const there = world.netns.find((ns) => ns?.name === netns);
    const card = there?.links.find((link) => link?.name === dev);
    const message = card?.kind === 'physical' ? null : `Cannot find device "${dev}"`;
    const detail = { index, command: this.commandOf(input), message };
    ctx.emit('input', message === null ? 'accepted' : 'refused', there?.id ?? 0, 0, null, detail);
    if (message === null) simulation.applyFabric({ kind: 'cable.set', end: { netns, dev }, plugged });
  }

  /** Ctrl-C reaches what still runs of input `of`, wherever it runs. */
  private interrupt({ world, ctx }: Simulation, index: number, of: number): void {
    const running = world.netns.flatMap((ns) =>
      ns === undefined
        ? []
        : [...ns.processes.entries.values()]
            .filter(({ job, exitCode }) => job === of && exitCode === null)
            .map(({ pid, argv }) => ({ netns: ns.id, pid, argv })),
    );
    const [first] = running;
    const detail = { index, command: '^C', message: first?.argv.join(' ') ?? null };
    ctx.emit('input', 'interrupted', first?.netns ?? 0, 0, null, detail);
    for (const { netns, pid } of running) {
      interruptProcess(ctx, ctx.own(netns), pid);
      // A shell looks after the process it waits for; that may be gone together with its netns.
      ctx.schedule({ kind: 'process.wake', netns, pid, wake: { reason: 'timer', timer: 'child' } }, 0);
    }
  }

  private traceOutput(simulation: Simulation, netns: number, command: string, outcome: CommandOutcome): void {
    const lines = textsOf(writtenBy(outcome));
    if (lines.length === 0 && outcome.exitCode === 0) return;
    const detail = { pid: 0, app: 'sh', argv: [command], lines, exitCode: outcome.exitCode };
    simulation.ctx.emit('process', outcome.pid === null ? 'exit' : 'print', netns, 0, null, detail);
  }

  private commandOf(input: Input): string {
    return inputCommand(input, this.info.sends);
  }

  private stdinOf(input: Input): string | null {
    if (input.kind === 'exec') return input.stdin ?? null;
    if (input.kind !== 'send') return null;
    return this.info.sends.find((send) => send.name === input.name)?.stdin ?? null;
  }

  private netnsOf(input: Input): string {
    if (input.kind === 'exec' || input.kind === 'cable') return input.netns;
    if (input.kind === 'wait') return '';
    if (input.kind === 'interrupt') {
      const meant = this.log[input.of]?.input;
      // What can be interrupted is a command; an address may say anything.
      return meant?.kind === 'exec' || meant?.kind === 'send' ? this.netnsOf(meant) : '';
    }
    return this.info.sends.find((send) => send.name === input.name)?.netns ?? input.name;
  }
}
