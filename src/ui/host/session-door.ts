/** One session, and the door to it: what the worker offers. */
import {
  decodeShared,
  encodeShared,
  formOf,
  objectYaml,
  fileJsonSchemas,
  loadAllParts,
  ok,
  readBuilt,
  readLab,
  Session,
  withParts,
} from '../../core/index';
import type { BuiltLab, Chosen, Lab, LoggedInput, ViewArgs, ViewName, ViewResult } from '../../core/index';
import { inTurn } from './in-turn';
import { judgeStep, readLesson } from './lesson';
import type { BuiltFiles, SessionDoor, Snapshot } from './protocol';

let session: Session | null = null;
/** What the open session can be made of again. */
let openedAs: { readonly lab: Lab; readonly choices: Chosen; readonly built: BuiltLab | null } | null = null;

/** The words of a cursor; the number beside them may differ. */
const PLACE = ['input', 'packet', 'netns', 'dev', 'kind', 'ordinal'] as const;

function present(): Session {
  if (!session) throw new Error('no lab is open');
  return session;
}

/** The session as it was before an input that ended for want of a part: the same inputs lead to the same machines. */
function again(inputs: readonly LoggedInput[]): Session {
  if (openedAs === null) throw new Error('no lab is open');
  const { lab, choices, built } = openedAs;
  const made = Session.open(lab, { inputs, choices, built });
  if (!made.ok) throw new Error('a lab that was open could not be opened again');
  return made.value;
}

/** Where it has not come by then, it is built here. */
const BUILT_WAIT_MS = 10_000;

/** The bytes at an address, inflated. Rejects where there are none. */
async function fetchDeflated(address: string): Promise<string> {
  const { ok: found, status, body } = await fetch(address, { signal: AbortSignal.timeout(BUILT_WAIT_MS) });
  if (!found || body === null) throw new Error(`status ${status}`);
  return new Response(body.pipeThrough(new DecompressionStream('deflate-raw'))).text();
}

/** A lab that comes built. Null where it does not, does not arrive, or is not of this lab: it can be built here as well. */
async function builtOf(lab: Lab, choices: Chosen, files: BuiltFiles | null): Promise<BuiltLab | null> {
  const form = formOf(lab.info.choices, choices);
  const address = files !== null && Object.hasOwn(files.forms, form) ? files.forms[form] : undefined;
  if (files === null || address === undefined) return null;
  try {
    return readBuilt(await fetchDeflated(address), { lab, form, code: files.code });
  } catch {
    return null;
  }
}

function snapshot(): Snapshot {
  const { length, inputs } = present();
  return { length, inputs };
}

const inOrder: Omit<SessionDoor, 'warm'> = {
  async open({ file, text, lab: read, built: files = null }, inputs, choices = {}) {
    session = null;
    const lab = read ? ok(read) : await readLab(file, text);
    if (!lab.ok) return { ok: false, problems: lab.error };
    const built = await builtOf(lab.value, choices, files);
    const made = await withParts(() => Session.open(lab.value, { inputs, choices, built }));
    if (!made.ok) return { ok: false, problems: made.error };
    session = made.value;
    openedAs = { lab: lab.value, choices, built };
    return { ok: true, info: session.info, snapshot: snapshot() };
  },
  hash: () => withParts(() => present().hash()),
  async input(input) {
    const { inputs } = present();
    const report = await withParts(() => {
      const whole = session ?? again(inputs);
      session = null;
      const answer = whole.input(input);
      session = whole;
      return answer;
    });
    return { report, snapshot: snapshot() };
  },
  async cut(count) {
    await withParts(() => {
      present().cut(count);
    });
    return snapshot();
  },
  query<V extends ViewName>(view: V, args: ViewArgs<V>): Promise<ViewResult<V>> {
    return withParts(() => present().query(view, args));
  },
  complete: (seq, netns, line, cursor) => withParts(() => present().complete(seq, netns, line, cursor)),
  async objectYaml(seq, key) {
    const view = await withParts(() => present().query('object', { seq, key }));
    return view && objectYaml(view.object);
  },
  async seqOf(cursor) {
    const seq = await withParts(() => present().seqOf(cursor));
    const found = present().cursorOf(seq);
    const fits = PLACE.every((part) => found[part] === cursor[part]);
    return { seq, fits };
  },
  encode(seq, lesson) {
    const { info, choices, inputs } = present();
    // Before the first input the cursor rests at the last record; anywhere else it is in the set-up.
    const cursor = inputs.length > 0 || seq < present().length - 1 ? present().cursorOf(seq) : null;
    return encodeShared({ lab: info.id, choices, inputs, cursor, ...(lesson ? { lesson } : {}) });
  },
  async decode(lab, shared) {
    const state = await decodeShared(`${lab}?${shared}`);
    return state.ok ? { ok: true, state: state.value } : { ok: false, problems: state.error };
  },
  async check({ file, text }) {
    const lab = await readLab(file, text);
    if (!lab.ok) return lab.error;
    const made = await withParts(() => Session.open(lab.value));
    return made.ok ? [] : made.error;
  },
  readLesson,
  judgeStep: (question) => judgeStep(present(), question),
  schemas: fileJsonSchemas,
};

// Fetching what nobody needs yet holds no question up.
export const door: SessionDoor = { ...inTurn(inOrder), warm: loadAllParts };
