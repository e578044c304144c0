/** Goal: the guide asks when something changed, keeps what was chosen, and applies what a step wants to be seen once. */
import { describe, expect, test } from 'vitest';
import type { Input, LabInfo, SharedState } from '../../core/index';
import type { KeptLessons } from '../../core/lesson/progress';
import type { Lesson, LessonReply, StepQuestion, StepState } from '../host/lesson.types';
import { createGuide } from './lesson';
import { createPageStore } from './store';

const LESSON: Lesson = {
  id: 'walk',
  lab: 'lab',
  choices: { backend: 'host-gw' },
  title: 'Walk',
  summary: '',
  minutes: 1,
  kind: 'tour',
  language: 'en',
  steps: [
    {
      id: 'one',
      title: [],
      view: { select: 'node/eth0', tab: 'tables', netns: 'node' },
      parts: [{ kind: 'do', id: 'send', says: [], action: { kind: 'send', name: 'ping' } }],
    },
    { id: 'two', title: [], view: { grain: 'decision' }, parts: [] },
  ],
};
const INFO = { id: 'lab', sends: [] } as unknown as LabInfo;
const GRAPH = {
  graph: { elements: [{ id: 'dev:node/eth0', kind: 'device', netns: 'node', name: 'eth0' }], wires: [] },
};

function start(kept: KeptLessons = {}) {
  const store = createPageStore();
  let saved = kept;
  const asked: StepQuestion[] = [];
  let answer: StepState = { tasks: {}, shown: [], walked: [], solved: false, at: null };
  const did: unknown[] = [];
  const read = (): Promise<LessonReply> => Promise.resolve({ ok: true, lesson: LESSON });
  const guide = createGuide({
    store,
    host: {
      lessons: {
        read,
        judge(question) {
          asked.push(question);
          return Promise.resolve(answer);
        },
      },
      decode: (lab, run) =>
        Promise.resolve({
          ok: true,
          state: { lab, inputs: [], cursor: null, ...(run === '' ? {} : { choices: { run } }) },
        }),
    },
    walk: {
      seek: (seq) => void did.push(['seek', seq]),
      setGrain: (grain) => void did.push(['grain', grain]),
    },
    shelf: { load: () => kept, save: (next) => void (saved = next) },
    load: (id, language) => Promise.resolve(id === 'walk' ? { file: id, language, text: '' } : null),
    openLab(lab, shared: SharedState) {
      did.push(['open', lab, shared]);
      guide.resume(shared.lesson ?? null);
      store.setState({ status: 'ready', info: INFO, inputs: [], graph: GRAPH as never });
      return Promise.resolve();
    },
    input: (input: Input) => Promise.resolve(void did.push(input)),
    moved: () => void did.push('moved'),
    failed: (error) => void did.push(error),
  });
  const settle = () => new Promise((done) => setTimeout(done, 5));
  return {
    store,
    guide,
    asked,
    did,
    settle,
    saved: () => saved,
    answer: (next: Partial<StepState>) => (answer = { ...answer, ...next }),
  };
}

describe('opening', () => {
  test('a lesson opens its lab without a send, at its first step, and shows what the step wants', async () => {
    const { store, guide, asked, did, settle } = start();
    await guide.open('walk');
    await settle();
    expect(did[0]).toMatchObject([
      'open',
      'walk',
      { choices: { backend: 'host-gw' }, inputs: [], cursor: null, lesson: { step: '', since: 0 } },
    ]);
    expect(store.getState()).toMatchObject({
      side: 'lesson',
      lesson: { id: 'walk', step: 'one', content: { title: 'Walk' } },
      selected: 'dev:node/eth0',
      tab: 'tables',
      netns: 'node',
    });
    expect(asked.at(-1)).toMatchObject({ step: { id: 'one' }, since: 0 });
  });

  test('a lesson one has begun goes on where it was left', async () => {
    const { store, guide, did, settle } = start({ walk: { step: 'two', since: 3, run: 'i=x', steps: {} } });
    await guide.open('walk');
    await settle();
    expect(did[0]).toMatchObject([
      'open',
      'walk',
      { choices: { run: 'i=x' }, lesson: { step: 'two', since: 3 } },
    ]);
    expect(store.getState().lesson).toMatchObject({ step: 'two', since: 3 });
  });

  test('an address with nothing but the name of a lesson is where one left it; any other is as it is', async () => {
    const { store, guide } = start({ walk: { step: 'two', since: 3, run: 'i=x', steps: {} } });
    store.setState({ lessons: [{ name: 'walk', lab: 'lab' } as never] });
    const bare = { lab: 'lab', inputs: [], cursor: null, lesson: { id: 'walk', step: '', since: 0 } };
    expect(await guide.asLeft(bare)).toMatchObject({
      choices: { run: 'i=x' },
      lesson: { id: 'walk', step: 'two', since: 3 },
    });
    const { lesson: _, ...without } = bare;
    const others: readonly SharedState[] = [
      without,
      { ...bare, lab: 'another' },
      { ...bare, lesson: { ...bare.lesson, step: 'one' } },
      { ...bare, inputs: [{ atNs: 0, input: { kind: 'send', name: 'ping' } }] },
      { ...bare, choices: { backend: 'vxlan' } },
    ];
    for (const other of others) expect(await guide.asLeft(other)).toBe(other);
  });

  test('begun by its address, or kept before there was a run, it has the options it asks for', async () => {
    const bare = { lab: 'lab', inputs: [], cursor: null, lesson: { id: 'walk', step: '', since: 0 } };
    for (const kept of [{}, { walk: { step: 'two', since: 0, run: '', steps: {} } }]) {
      const { store, guide } = start(kept);
      store.setState({ lessons: [{ name: 'walk', lab: 'lab' } as never] });
      expect(await guide.asLeft(bare)).toMatchObject({ choices: { backend: 'host-gw' }, inputs: [] });
    }
  });

  test('a lesson that is not there is told', async () => {
    const { store, guide, settle } = start();
    guide.resume({ id: 'nothing', step: '', since: 0 });
    await settle();
    expect(store.getState().lesson).toMatchObject({ content: null, problems: [] });
  });

  test('an address without a lesson closes it', async () => {
    const { store, guide, settle } = start();
    await guide.open('walk');
    await settle();
    guide.resume(null);
    expect(store.getState()).toMatchObject({ lesson: null, side: 'lab' });
  });
});

test('a step begins with what was done so far, and the address follows', async () => {
  const { store, guide, did, settle, saved } = start();
  await guide.open('walk');
  await settle();
  store.setState({ inputs: [{ atNs: 0, input: { kind: 'send', name: 'ping' } }] });
  guide.go('two');
  await settle();
  expect(store.getState().lesson).toMatchObject({ step: 'two', since: 1 });
  expect(did).toContain('moved');
  expect(did).toContainEqual(['grain', 'decision']);
  expect(saved()).toMatchObject({ walk: { step: 'two', since: 1 } });
  expect(guide.shared()).toEqual({ id: 'walk', step: 'two', since: 1 });
});

test('choices and solved steps are kept; a choice asks again', async () => {
  const { guide, asked, settle, saved, answer } = start();
  await guide.open('walk');
  await settle();
  const before = asked.length;
  answer({ solved: true, walked: ['there'] });
  guide.choose('guess', 1);
  await settle();
  expect(asked.length).toBeGreaterThan(before);
  expect(asked.at(-1)?.kept).toMatchObject({ choices: { guess: 1 } });
  expect(saved()).toMatchObject({
    walk: { steps: { one: { choices: { guess: 1 }, walked: ['there'], solved: true } } },
  });
});

test('the view of a step is applied once: what the reader selects afterwards stays', async () => {
  const { store, guide, settle } = start();
  await guide.open('walk');
  await settle();
  store.setState({ selected: 'dev:other', seq: 7 });
  await settle();
  expect(store.getState().selected).toBe('dev:other');
});

test('an action is performed unless it is locked', async () => {
  const { guide, did, settle, answer } = start();
  answer({ tasks: { send: { kind: 'do', locked: true, done: false, target: null } } });
  await guide.open('walk');
  await settle();
  const task = LESSON.steps[0]?.parts[0];
  if (task?.kind !== 'do') throw new Error('no action');
  guide.perform(task);
  expect(did).not.toContainEqual({ kind: 'send', name: 'ping' });
  answer({ tasks: { send: { kind: 'do', locked: false, done: false, target: null } } });
  guide.choose('x', 0);
  await settle();
  guide.perform(task);
  expect(did).toContainEqual({ kind: 'send', name: 'ping' });
});

test('starting over forgets', async () => {
  const { store, guide, settle, saved } = start({ walk: { step: 'two', since: 3, run: '', steps: {} } });
  await guide.open('walk');
  await settle();
  await guide.startOver();
  await settle();
  expect(saved()).toEqual({});
  expect(store.getState().lesson).toMatchObject({ step: 'one', since: 0 });
});

test('what is still kept of the run that is left does not come back', async () => {
  const { store, guide, settle, saved } = start({ walk: { step: 'two', since: 3, run: '', steps: {} } });
  await guide.open('walk');
  await settle();
  const over = guide.startOver();
  // The address follows a little later, while the lesson is read.
  guide.remember('a run of before');
  await over;
  await settle();
  expect(saved()).toEqual({});
  expect(store.getState().lesson).toMatchObject({ step: 'one', since: 0 });
});

test('in another lab nothing is judged, and addresses do not name the lesson', async () => {
  const { store, guide, asked, settle } = start();
  await guide.open('walk');
  await settle();
  const before = asked.length;
  store.setState({ info: { ...INFO, id: 'other' }, seq: 9 });
  await settle();
  expect(asked).toHaveLength(before);
  expect(guide.shared()).toBeNull();
});
