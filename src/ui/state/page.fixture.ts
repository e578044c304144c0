/** A page on a session that is made up: for the tests of the page's state. */
import type { LabInfo, LoggedInput, SharedState, TimelineView } from '../../core/index';
import type { CrashError, Host } from '../host/host';
import { createDraftShelf } from './drafts';
import { createHistoryShelf } from './histories';
import { createPage } from './page';
import { DEFAULT_PREFS } from './prefs';

const INFO: LabInfo = {
  id: 'two-pods',
  title: { en: 'Two pods' },
  summary: { en: '' },
  sends: [{ name: 'ping', title: { en: 'Ping' }, netns: 'a', command: 'ping b' }],
  seed: 1,
  cluster: null,
  choices: [],
  warnings: [],
  broken: [],
};

const unasked = () => Promise.reject(new Error('no lesson is open'));

/** A session of ten records of set-up and ten more per input, with a hop at every fifth. */
export class FakeHost implements Host {
  inputs: LoggedInput[] = [];
  asked: string[] = [];
  crash: CrashError | null = null;
  shared: SharedState = { lab: 'two-pods', inputs: [], cursor: null };

  get length(): number {
    return 10 + this.inputs.length * 10;
  }
  private snapshot() {
    return { length: this.length, inputs: [...this.inputs] };
  }
  catalog = () => Promise.resolve([]);
  objectYaml = () => Promise.resolve(null);
  async open(_lab: unknown, inputs: readonly LoggedInput[]) {
    await Promise.resolve();
    this.inputs = [...inputs];
    return { ok: true as const, info: INFO, snapshot: this.snapshot() };
  }
  async input(input: LoggedInput['input']) {
    await Promise.resolve();
    this.inputs.push({ atNs: 0, input });
    return {
      report: { outcome: 'quiet' as const, events: 1, records: 10, circle: null },
      snapshot: this.snapshot(),
    };
  }
  async cut(count: number) {
    await Promise.resolve();
    this.inputs.length = count;
    return this.snapshot();
  }
  async query(view: string, args: object): Promise<never> {
    this.asked.push(`${view} ${JSON.stringify(args)}`);
    await Promise.resolve();
    if (this.crash) throw this.crash;
    const answers: Record<string, unknown> = {
      timeline: this.timeline((args as { setUp?: boolean }).setUp ?? false),
      graph: { graph: { elements: [], wires: [] } },
      instant: { ...args, output: [] },
    };
    return answers[view] as never;
  }
  private timeline(open: boolean): TimelineView {
    const start = open ? 0 : 10;
    const seqs = Array.from({ length: this.length - start }, (_, index) => index + start);
    return {
      length: this.length,
      start,
      setUp: { open, steps: 10, end: 10 },
      steps: { decision: seqs, hop: seqs.filter((seq) => seq % 5 === 0), machine: [], packet: [] },
      config: { decision: [], hop: [], machine: [], packet: [] },
      lanes: [],
      inputs: this.inputs.map((_, index) => ({ index, seq: 10 + index * 10, command: 'ping b' })),
      jumps: { drop: [17], rewrite: [], encapsulation: [], verdict: [], config: [] },
    };
  }
  seqOf = () => Promise.resolve({ seq: 13, fits: true });
  complete = unasked;
  lessons = { read: unasked, judge: unasked };
  encode = (seq: number) => Promise.resolve(`${this.inputs.length}.${seq}`);
  decode = () => Promise.resolve({ ok: true as const, state: this.shared });
  warm = () => undefined;
  restart = () => void (this.crash = null);
}

/** What the browser keeps: one text. */
export const storage = {
  kept: null as string | null,
  full: false,
  getItem: () => storage.kept,
  setItem(_key: string, value: string) {
    if (storage.full) throw new Error('The quota has been exceeded.');
    storage.kept = value;
  },
};

/** A page on a fake host. `kept`: whether the browser keeps what the reader likes. */
export function start(hash = '#/lab/two-pods', kept = true) {
  const host = new FakeHost();
  const bar = { hash, left: [] as string[], changed: () => {} };
  const page = createPage({
    host,
    home: 'two-pods',
    loadCatalog: () => Promise.resolve({ labs: [], groups: [], lessons: [] }),
    loadLab: (id) => Promise.resolve(id === 'two-pods' ? { file: id, text: '' } : null),
    addressBar: {
      read: () => bar.hash,
      replace: (next) => void (bar.hash = next),
      push(next) {
        bar.left.push(bar.hash);
        bar.hash = next;
      },
      listen(changed) {
        bar.changed = changed;
        return () => undefined;
      },
    },
    shelf: { load: () => DEFAULT_PREFS, save: () => kept },
    drafts: createDraftShelf(() => storage),
    histories: createHistoryShelf(() => storage),
    loadLesson: () => Promise.resolve(null),
    lessonShelf: { load: () => ({}), save: () => undefined },
  });
  page.start();
  return { page, host, bar };
}
