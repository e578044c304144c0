/** What the page can do: opens labs, hands inputs to the simulator, keeps the address true. */
import { labNameIn, type Input, type RunReport, type SharedState, type TimelineView } from '../../core/index';
import { CrashError } from '../host/host';
import { packLab, unpackLab } from '../host/lab-text';
import type { Snapshot } from '../host/protocol';
import { chooseAddress, compareAddress, formatAddress, parseAddress } from './address';
import { branchFor } from './branch';
import { BUILT } from './drafts';
import type { OwnLab, Page, Surroundings } from './page.types';
import { chosenOf } from './chosen';
import { createPrefsKeeping } from './keep-prefs';
import { createListing } from './listing';
import { createRebuild } from './rebuild';
import { checkShared, seqFound } from './shared';
import { createGuide } from './lesson';
import { AT_START, createPageStore, LAB, NO_LAB, type Screen, type Trouble } from './store';
import { beginningOf, endOf } from './steps';
import { inLab } from './terminals';
import { afterTyping, createTyping } from './typing';
import { createWalk } from './walk';

/** How long the cursor must rest before the address follows. */
const SYNC_MS = 150;

/** The terminal and the tables may come soon after a lab; what they need is fetched when the map has all of its own. */
const WARM_AFTER_MS = 3000;

export function createPage(surroundings: Surroundings): Page {
  const { host, loadCatalog, loadLab, home, addressBar, shelf, drafts } = surroundings;
  const store = createPageStore(shelf.load());
  const walk = createWalk(store, host, { shown: () => syncAddress(), failed });
  const guide = createGuide({
    store,
    host,
    walk,
    shelf: surroundings.lessonShelf,
    load: surroundings.loadLesson,
    openLab: (lab, shared) => {
      guide.resume(shared.lesson ?? null);
      return open(lab, shared);
    },
    // A lesson knows what it asks for: nobody is asked again.
    input: (input) => perform(input, null),
    moved: () => syncAddress(),
    failed,
  });
  /** Counts openings: what belongs to an earlier one is dropped. */
  let opening = 0;
  let syncing: ReturnType<typeof setTimeout> | undefined;
  const list = createListing(store, loadCatalog);

  const rebuilding = createRebuild(store, host, walk, {
    begin() {
      const mine = ++opening;
      return () => mine === opening;
    },
    failed,
    refused: (problems) => trouble({ kind: 'lab', lab: store.getState().source?.file ?? '', problems }),
  });

  const terminals = createTyping(store, (input) => give(input, true));

  function failed(error: unknown): void {
    if (error instanceof CrashError) trouble({ kind: 'crash', crash: error.crash });
    else trouble({ kind: 'unreachable', details: error instanceof Error ? error.message : String(error) });
  }

  /** Fetches what is not wanted for the first steps. */
  const warm = (): void => {
    host.warm();
    void list();
  };

  function trouble(what: Trouble): void {
    store.setState({ status: 'trouble', trouble: what, busy: false, playing: false });
  }

  /** `at`: the record to stand at, where it is known without a cursor. */
  async function open(asked: string | OwnLab, shared: SharedState | null, at?: number): Promise<void> {
    const own = typeof asked === 'string' ? null : asked;
    const lab = typeof asked === 'string' ? asked : `${labNameIn(asked.text) ?? 'lab'}.yaml`;
    const mine = ++opening;
    store.setState({
      screen: LAB,
      ...NO_LAB,
      ...AT_START,
      grain: store.getState().grain,
      selected: null,
      open: [],
      namespace: null,
      object: null,
      netns: null,
      terminal: inLab(store.getState().terminal, store.getState().source?.file === lab),
    });
    try {
      const text = own === null ? await loadLab(lab) : { file: lab, text: own.text };
      if (mine !== opening) return;
      if (!text) {
        trouble({ kind: 'unknown-lab', lab });
        return;
      }
      const id = own === null ? lab : null;
      store.setState({ source: { opened: mine, id, ...text, packed: own?.packed ?? null } });
      let reply = await host.open(text, shared?.inputs ?? [], shared?.choices);
      if (mine !== opening) return;
      const asked = reply.ok && shared ? checkShared(reply.info, shared) : { shared, notice: null };
      if (asked.shared && asked.shared !== shared) {
        reply = await host.open(text, asked.shared.inputs, asked.shared.choices);
        if (mine !== opening) return;
      }
      if (!reply.ok) {
        trouble({ kind: 'lab', lab, problems: reply.problems });
        return;
      }
      let { snapshot } = reply;
      const firstSend = reply.info.sends[0];
      if (asked.shared === null && firstSend) {
        snapshot = (await host.input({ kind: 'send', name: firstSend.name })).snapshot;
      }
      let timeline = await host.query('timeline', {});
      const cursor = asked.shared?.cursor ?? null;
      const found = cursor && (await host.seqOf(cursor));
      const known = Math.min(at ?? timeline.start, endOf(timeline));
      const seq = cursor && found ? seqFound(cursor, found, timeline) : known;
      const setUp = seq < timeline.start;
      if (setUp) timeline = await host.query('timeline', { setUp });
      if (mine !== opening) return;
      store.setState({
        status: 'ready',
        // A lab without a cluster has no objects to list.
        side:
          store.getState().side === 'objects' && reply.info.cluster === null ? 'lab' : store.getState().side,
        notice: found?.fits === false ? { kind: 'no-moment' } : asked.notice,
        info: reply.info,
        inputs: snapshot.inputs,
        timeline,
        setUp,
        seq,
      });
      await walk.refresh();
      setTimeout(warm, WARM_AFTER_MS);
    } catch (error) {
      if (mine === opening) failed(error);
    }
  }

  async function openAddress(): Promise<void> {
    opening += 1;
    const address = parseAddress(addressBar.read());
    if (address.kind !== 'lab' || address.shared === null) guide.resume(null);
    if (!['compare', 'choose', 'home'].includes(address.kind)) store.setState({ screen: LAB });
    switch (address.kind) {
      case 'compare':
        leaveLab({ kind: 'compare', spec: address.spec });
        return;
      case 'choose':
        leaveLab({ kind: 'choose', answers: address.answers });
        return;
      case 'home':
        leaveLab({ kind: 'start' });
        return;
      case 'mangled': {
        trouble({ kind: 'mangled', text: address.text, problems: [] });
        return;
      }
      case 'own':
        return openOwnAddress(address.packed, address.shared);
      case 'lab':
        return openShared(address.lab, address.lab, address.shared);
    }
  }

  /** Whatever lab was open stays as it was, and is there again afterwards. */
  function leaveLab(screen: Screen): void {
    store.setState({ screen });
    clearTimeout(syncing);
    walk.setPlaying(false);
  }

  /** Opens a lab with what its address holds besides; `id` is what messages call it. */
  async function openShared(lab: string | OwnLab, id: string, shared: string | null): Promise<void> {
    if (shared === null) return open(lab, null);
    const mine = ++opening;
    try {
      const reply = await host.decode(id, shared);
      if (mine !== opening) return;
      if (reply.ok) {
        // A lesson is known by the list.
        if (reply.state.lesson) await list();
        const state = await guide.asLeft(reply.state);
        if (mine !== opening) return;
        guide.resume(state.lesson ?? null);
        await open(lab, state);
      } else trouble({ kind: 'mangled', text: shared.slice(0, 200), problems: reply.problems });
    } catch (error) {
      if (mine === opening) failed(error);
    }
  }

  async function openOwnAddress(packed: string | null, shared: string | null): Promise<void> {
    const mine = opening;
    if (packed === null) {
      const text = drafts.load(BUILT);
      if (text === null) trouble({ kind: 'own-gone' });
      else await openShared({ text, packed }, 'own', shared);
      return;
    }
    const unpacked = await unpackLab(packed);
    if (mine !== opening) return;
    if (unpacked.ok) await openShared({ text: unpacked.text, packed }, 'own', shared);
    else trouble({ kind: 'mangled', text: packed.slice(0, 200), problems: unpacked.problems });
  }

  /** Performs a change of the input log, then shows the trace as it is now, with the cursor at `place` of it. */
  async function change(
    act: () => Promise<{ readonly snapshot: Snapshot; readonly report: RunReport | null }>,
    place: (timeline: TimelineView, before: number) => number | Promise<number>,
  ): Promise<void> {
    const { status, busy } = store.getState();
    if (status !== 'ready' || busy) return;
    const mine = opening;
    store.setState({ busy: true, playing: false });
    try {
      const { snapshot, report } = await act();
      const timeline = await host.query('timeline', { setUp: store.getState().setUp });
      const seq = await place(timeline, store.getState().seq);
      if (mine !== opening) return;
      store.setState((state) => ({
        ...{ busy: false, notice: null, inputs: snapshot.inputs, report, timeline, seq },
        mark: state.mark !== null && state.mark < timeline.length ? state.mark : null,
      }));
      await walk.refresh();
      setTimeout(warm, WARM_AFTER_MS);
    } catch (error) {
      if (mine === opening) failed(error);
    }
  }

  /** Does something after the first `keep` inputs; after all of them where that is null. `typed`: in a terminal. */
  function perform(input: Input, keep: number | null, typed = false): Promise<void> {
    // Whoever sends wants to see what comes of it.
    store.setState({ editing: false });
    return change(
      async () => {
        if (keep !== null) await host.cut(keep);
        return host.input(input);
      },
      (timeline) => (typed ? afterTyping(host, input, timeline) : beginningOf(timeline)),
    );
  }

  /** Does something after the cursor's input; where that would take back others, the reader is asked first. */
  async function give(input: Input, typed: boolean): Promise<void> {
    const { timeline, seq, busy } = store.getState();
    const branch = busy ? null : branchFor(input, timeline, seq, typed);
    if (branch === null) await perform(input, null, typed);
    else store.setState({ branch, playing: false });
  }

  async function showSetUp(open: boolean, at: number | null = null): Promise<void> {
    const { status, busy } = store.getState();
    if (status !== 'ready' || busy) return;
    const mine = opening;
    try {
      const timeline = await host.query('timeline', { setUp: open });
      if (mine !== opening) return;
      const seq = at ?? (open ? timeline.start : Math.max(timeline.start, store.getState().seq));
      store.setState({ timeline, setUp: open, seq, playing: false });
      await walk.refresh();
      setTimeout(warm, WARM_AFTER_MS);
    } catch (error) {
      if (mine === opening) failed(error);
    }
  }

  async function addressOf(): Promise<string> {
    const { info, seq, source, screen } = store.getState();
    if (screen.kind === 'compare') return compareAddress(screen.spec);
    if (screen.kind === 'choose') return chooseAddress(screen.answers);
    if (!info || screen.kind === 'start') return addressBar.read();
    return formatAddress(source?.id === null ? source : info.id, await host.encode(seq, guide.shared()));
  }

  function syncAddress(): void {
    clearTimeout(syncing);
    syncing = setTimeout(() => void writeAddress(), SYNC_MS);
  }

  function writeAddress(): Promise<void> {
    clearTimeout(syncing);
    const mine = opening;
    return addressOf().then(
      (address) => {
        const { status, screen } = store.getState();
        if (mine === opening && status === 'ready' && screen.kind === 'lab') {
          addressBar.replace(address);
          guide.remember(address.split('?')[1] ?? '');
        }
      },
      // A crash: the next question of the page reports it.
      () => undefined,
    );
  }

  const page: Page = {
    store,
    host,
    home,
    walk,
    ...rebuilding,
    guide,
    start() {
      const stop = addressBar.listen(() => void openAddress());
      void openAddress();
      return stop;
    },
    list,
    loadLab,
    async compare(spec) {
      if (spec !== null) {
        addressBar.replace(compareAddress(spec));
        return openAddress();
      }
      if (store.getState().status !== 'ready') {
        addressBar.replace('#/');
        return openAddress();
      }
      store.setState({ screen: LAB });
      await writeAddress();
    },
    choose(answers) {
      addressBar.replace(chooseAddress(answers));
      return openAddress();
    },
    openLab(id, entry = 'replace') {
      addressBar[entry](formatAddress(id, null));
      return open(id, null);
    },
    async openOwn(text) {
      const name = labNameIn(text);
      const shipped = name === null ? null : await loadLab(name);
      if (name !== null && shipped?.text === text) {
        store.setState({ editing: false });
        return this.openLab(name);
      }
      const packed = await packLab(text);
      const kept = packed !== null || drafts.save(BUILT, text);
      addressBar.replace(formatAddress({ packed }, null));
      store.setState({ editing: false });
      await open({ text, packed }, null);
      if (!kept) store.setState(({ notice }) => ({ notice: notice ?? { kind: 'own-unkept' } }));
    },
    async originalOf({ id, text }) {
      const name = id === null ? labNameIn(text) : null;
      return (name === null ? null : await loadLab(name))?.text ?? text;
    },
    drafts,
    input: (input) => give(input, false),
    ...terminals,
    histories: surroundings.histories,
    async answerBranch(answer) {
      const { branch } = store.getState();
      const keep = answer === 'branch' ? (branch?.keep ?? null) : null;
      // Begun before the question goes: whoever waits for the answer sees that something is being done.
      const done = branch && answer && perform(branch.input, keep, branch.typed);
      store.setState({ branch: null });
      await done;
    },
    cut: (count) =>
      change(
        async () => ({ snapshot: await host.cut(count), report: null }),
        (timeline, before) => Math.max(timeline.start, Math.min(before, endOf(timeline))),
      ),
    showSetUp: (open) => showSetUp(open),
    async goTo(seq) {
      const { timeline } = store.getState();
      if (timeline && seq < timeline.start) await showSetUp(true, seq);
      else walk.seek(seq);
    },
    setMark: (mark) => store.setState({ mark }),
    reload() {
      const { info, source, inputs, seq } = store.getState();
      host.restart();
      if (info === null || source === null) return openAddress();
      // What the page knows is newer than the address, which follows only once the cursor rests.
      const shared = { lab: info.id, choices: chosenOf(info), inputs, cursor: null };
      return open(source.id ?? source, shared, seq);
    },
    setPrefs: createPrefsKeeping(store, shelf),
    select: (selection) => store.setState(selection),
    openFolds(open) {
      store.setState({ open });
      void walk.refresh();
    },
    dismiss: () => store.setState({ notice: null }),
    addressOf,
    writeAddress,
  };
  return page;
}
