/** What going back costs: keeping a checkpoint, and showing the World at any record. */
import { Timeline } from '../../core/session.replay';
import { randomLab, runLab } from '../../core/testing/random-lab';
import { TraceStore } from '../../core/trace/store';
import { cpuMsOf } from './cpu';
import type { Group } from './report';
import { median } from './report';

/** A lab of four nodes, eleven pods, vxlan. */
const SEED = 29;
const CHECKPOINTS = 200;
const SEEKS = 60;
/** How many times the lab's traffic runs, so that there is a way to go back. */
const ROUNDS = 12;

export function benchTimeTravel(): Group {
  const store = new TraceStore();
  const lab = randomLab(SEED, store);
  const { world, engine } = lab.simulation;
  engine.settle(0);
  const timeline = new Timeline(store, () => undefined, world.generation);
  // Traffic that was started by hand is no input that a replay would start again: all of it is in the queue first.
  for (let i = 0; i < ROUNDS; i += 1) for (const send of lab.sends) send();
  engine.settle(0);
  const begin = store.length;
  timeline.keep(world, 0);
  while (engine.busy) {
    engine.step();
    timeline.keepSometimes(world, 0);
  }
  const keep = timesOf(CHECKPOINTS, () => {
    timeline.keep(world, 0);
    // The price of a checkpoint is paid by the writes that follow it.
    runLab({ ...lab, sends: lab.sends.slice(0, 1) });
  });
  const bare = timesOf(CHECKPOINTS, () => {
    runLab({ ...lab, sends: lab.sends.slice(0, 1) });
  });
  const end = store.length;
  const seeks = Array.from(
    { length: SEEKS },
    (_, i) => begin + ((i * 7919) % (Math.min(end, begin + 4000) - begin)),
  );
  let next = 0;
  const seek = timesOf(SEEKS, () => timeline.worldAt(seeks[next++ % SEEKS] ?? begin, []));
  return {
    title: `Time travel (${String(world.netns.length)} namespaces, a checkpoint every 200 events)`,
    rows: [
      {
        name: 'a checkpoint, with the copies it causes',
        value: Math.max(0, median(keep) - median(bare)),
        unit: 'ms',
        bar: '',
      },
      { name: 'World at a record, median', value: median(seek), unit: 'ms', bar: '' },
      { name: 'World at a record, slowest', value: Math.max(...seek), unit: 'ms', bar: 'bar: 50' },
    ],
  };
}

function timesOf(count: number, run: () => void): readonly number[] {
  return Array.from({ length: count }, () => cpuMsOf(run));
}
