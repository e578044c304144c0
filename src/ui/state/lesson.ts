/**
 * The guide through a lesson: which step one is at, what was chosen, and how far the step is done. The worker judges a
 * step from the run; here is only when to ask it, and what to keep.
 */
import type { Chosen, Input, SharedLesson, SharedState } from '../../core/index';
import { NOTHING_KEPT } from '../../core/lesson/progress';
import type { KeptLesson, KeptStep } from '../../core/lesson/progress';
import type { Host } from '../host/host';
import type { Do, Lesson, LessonText, Step } from '../host/lesson.types';
import type { LessonShelf } from './lesson-shelf';
import type { OpenLesson, PageStore } from './store';
import type { Walk } from './walk';

export interface Guide {
  /** Opens a lesson with its lab, where one left it. */
  readonly open: (id: string) => Promise<void>;
  /** Where one left the lesson that an address names without saying anything of a run; any other address is as it is. */
  readonly asLeft: (shared: SharedState) => Promise<SharedState>;
  /** Shows the lesson an address names, beside the lab that is open; null for none. */
  readonly resume: (shared: SharedLesson | null) => void;
  readonly close: () => void;
  readonly go: (step: string) => void;
  readonly choose: (task: string, option: number) => void;
  readonly perform: (task: Do) => void;
  readonly startOver: () => Promise<void>;
  /** Picks an element of the map out: `node-1/flannel.1`. */
  readonly look: (place: string) => void;
  /** Shows the lesson in a language. */
  readonly speak: (language: string) => void;
  /** What an address says of the lesson. */
  readonly shared: () => SharedLesson | null;
  /** Keeps the run of the lesson as an address holds it. */
  readonly remember: (run: string) => void;
}

export interface GuideSurroundings {
  readonly store: PageStore;
  readonly host: Pick<Host, 'lessons' | 'decode'>;
  readonly walk: Pick<Walk, 'seek' | 'setGrain'>;
  readonly shelf: LessonShelf;
  /** The text of a lesson, in English where the language is missing; null when there is no such lesson. */
  readonly load: (id: string, language: string) => Promise<LessonText | null>;
  readonly openLab: (lab: string, shared: SharedState) => Promise<void>;
  readonly input: (input: Input) => Promise<void>;
  /** Another step: the address follows. */
  readonly moved: () => void;
  readonly failed: (error: unknown) => void;
}

export function createGuide(around: GuideSurroundings): Guide {
  const { store, host, walk, shelf, failed } = around;
  let language = 'en';
  let loading = 0;
  let asking = 0;
  /** The view of the step has not been applied yet; with or without its place for the cursor. */
  let view: 'none' | 'look' | 'all' = 'none';
  store.setState({ progress: shelf.load() });

  const lesson = (): OpenLesson | null => store.getState().lesson;
  const kept = (id: string): KeptLesson | null => store.getState().progress[id] ?? null;
  const set = (change: Partial<OpenLesson>): void => {
    const open = lesson();
    if (open) store.setState({ lesson: { ...open, ...change } });
  };
  const keep = (change: Partial<KeptLesson>): void => {
    const open = lesson();
    if (!open) return;
    const { progress } = store.getState();
    const before = progress[open.id] ?? { step: open.step, since: open.since, run: '', steps: {} };
    const after = { ...progress, [open.id]: { ...before, ...change } };
    store.setState({ progress: after });
    shelf.save(after);
  };
  const keepStep = (change: Partial<KeptStep>): void => {
    const open = lesson();
    if (!open) return;
    const steps = kept(open.id)?.steps ?? {};
    keep({ steps: { ...steps, [open.step]: { ...(steps[open.step] ?? NOTHING_KEPT), ...change } } });
  };

  async function load(): Promise<void> {
    const open = lesson();
    if (!open) return;
    const mine = ++loading;
    try {
      const file = await around.load(open.id, language);
      const read = file && (await host.lessons.read(file));
      if (mine !== loading) return;
      if (!file || !read) set({ problems: [], content: null });
      else if (!read.ok) set({ problems: read.problems, content: null });
      else show(read.lesson);
    } catch (error) {
      if (mine === loading) failed(error);
    }
  }

  function show(content: Lesson): void {
    const at = stepOf(content, lesson()?.step ?? '') ?? content.steps[0];
    set({ content, problems: null, step: at?.id ?? '', state: null });
  }

  /** Asks how far the step is, as often as the run, the cursor or a choice has changed. */
  async function judge(): Promise<void> {
    const { status, busy, info, seq } = store.getState();
    const open = lesson();
    const step = open?.content && stepOf(open.content, open.step);
    if (!open || !step || status !== 'ready' || busy || info?.id !== open.content.lab) return;
    const mine = ++asking;
    try {
      const before = kept(open.id)?.steps[open.step] ?? NOTHING_KEPT;
      const state = await host.lessons.judge({ step, since: open.since, seq, kept: before });
      if (mine !== asking || lesson()?.step !== step.id) return;
      set({ state });
      const walked = state.walked.some((id) => !before.walked.includes(id));
      if (walked || (state.solved && !before.solved)) {
        keepStep({ walked: state.walked, solved: before.solved || state.solved });
      }
      apply(step, state.at);
    } catch (error) {
      if (mine === asking) failed(error);
    }
  }

  /** What the step wants to be seen, once. */
  function apply(step: Step, at: number | null): void {
    if (view === 'none' || !store.getState().graph) return;
    const { select, tab, netns = null, grain } = step.view;
    store.setState((state) => ({
      selected: select === undefined ? null : elementOf(select),
      netns,
      tab: tab ?? state.tab,
    }));
    const moves = view === 'all';
    view = 'none';
    if (!moves) return;
    if (grain) walk.setGrain(grain);
    if (at !== null) walk.seek(at);
  }

  function elementOf(place: string): string | null {
    const elements = store.getState().graph?.graph.elements ?? [];
    const named = (kind: string) =>
      elements.find((one) =>
        one.kind === 'device'
          ? kind === 'device' && `${one.netns}/${one.name}` === place
          : one.kind === kind && 'name' in one && one.name === place,
      );
    return (named('device') ?? named('netns') ?? named('machine'))?.id ?? null;
  }

  const watched = () => {
    const { timeline, seq, status, busy, graph, progress } = store.getState();
    const open = lesson();
    const choices = open && progress[open.id]?.steps[open.step]?.choices;
    return [timeline, seq, status, busy, graph === null, open?.content, open?.step, open?.since, choices];
  };
  let seen: readonly unknown[] = watched();
  store.subscribe(() => {
    const now = watched();
    if (now.every((value, index) => value === seen[index])) return;
    seen = now;
    void judge();
  });

  const begin = (id: string, step: string, since: number): void => {
    store.setState({
      lesson: { id, content: null, problems: null, step, since, state: null },
      side: 'lesson',
    });
    void load();
  };

  /** What the lesson wants its lab to be opened with; what is wrong with the lesson is told when it is shown. */
  async function choicesOf(id: string): Promise<Chosen> {
    try {
      const file = await around.load(id, language);
      const read = file && (await host.lessons.read(file));
      return read?.ok ? read.lesson.choices : {};
    } catch {
      return {};
    }
  }

  const labOf = (id: string): string | undefined =>
    store.getState().lessons.find(({ name }) => name === id)?.lab;

  /** The run one left, with the lesson where one left it; its beginning where nothing is kept. */
  async function leftAt(id: string, lab: string): Promise<SharedState> {
    const { step, since, run } = kept(id) ?? { step: '', since: 0, run: '' };
    const reply = run === '' ? null : await host.decode(lab, run).catch(() => null);
    const state = reply?.ok ? reply.state : { lab, choices: await choicesOf(id), inputs: [], cursor: null };
    return { ...state, lesson: { id, step, since } };
  }

  const guide: Guide = {
    async open(id) {
      const lab = labOf(id) ?? id;
      await around.openLab(lab, await leftAt(id, lab));
    },
    async asLeft(shared) {
      const { lab, choices = {}, inputs, cursor, lesson: named } = shared;
      const bare = named?.step === '' && inputs.length + Object.keys(choices).length === 0 && cursor === null;
      return bare && labOf(named.id) === lab ? leftAt(named.id, lab) : shared;
    },
    resume(shared) {
      if (!shared) {
        store.setState((state) => ({ lesson: null, side: state.side === 'lesson' ? 'lab' : state.side }));
        return;
      }
      const { id, step, since } = shared;
      const before = kept(id);
      view = step === '' ? 'all' : 'look';
      begin(id, step || (before?.step ?? ''), since);
    },
    close() {
      store.setState({ lesson: null, side: 'lesson' });
    },
    go(step) {
      view = 'all';
      const since = store.getState().inputs.length;
      set({ step, since, state: null });
      keep({ step, since });
      around.moved();
    },
    choose(task, option) {
      const open = lesson();
      if (!open) return;
      const { choices } = kept(open.id)?.steps[open.step] ?? NOTHING_KEPT;
      keepStep({ choices: { ...choices, [task]: option } });
    },
    perform({ id, action }) {
      const state = lesson()?.state?.tasks[id];
      if (state?.kind !== 'do' || state.locked) return;
      if (action.kind === 'send') void around.input({ kind: 'send', name: action.name });
      else if (action.kind === 'walk') {
        if (state.target !== null) walk.seek(state.target);
      } else {
        const { netns, command, stdin } = action;
        void around.input({ kind: 'exec', netns, command, ...(stdin === undefined ? {} : { stdin }) });
      }
    },
    async startOver() {
      const open = lesson();
      if (!open) return;
      const { id } = open;
      const lab = labOf(id) ?? id;
      const choices = await choicesOf(id);
      if (lesson()?.id !== id) return;
      // Forgotten at the last moment: until then the run that is left is still kept.
      const { [id]: _, ...others } = store.getState().progress;
      store.setState({ progress: others });
      shelf.save(others);
      const beginning = { lab, choices, inputs: [], cursor: null };
      await around.openLab(lab, { ...beginning, lesson: { id, step: '', since: 0 } });
    },
    look: (place) => store.setState({ selected: elementOf(place), netns: place.split('/')[0] ?? null }),
    speak(next) {
      if (next === language) return;
      language = next;
      void load();
    },
    shared() {
      const open = lesson();
      return open?.content && open.content.lab === store.getState().info?.id
        ? { id: open.id, step: open.step, since: open.since }
        : null;
    },
    remember(run) {
      const open = lesson();
      if (open && guide.shared() && kept(open.id)?.run !== run)
        keep({ step: open.step, since: open.since, run });
    },
  };
  return guide;
}

function stepOf(content: Lesson, id: string): Step | null {
  return content.steps.find((step) => step.id === id) ?? null;
}
