/** The worker: one session, and the door to it. */
import { expose } from 'comlink';
import {
  decodeShared,
  encodeShared,
  objectYaml,
  fileJsonSchemas,
  parseCatalog,
  parseLab,
  parseLessonList,
  Session,
} from '../../core/index';
import type { ViewArgs, ViewName, ViewResult } from '../../core/index';
import { judgeStep, readLesson } from './lesson';
import type { LabText, SessionDoor, Snapshot } from './protocol';

let session: Session | null = null;

/** The words of a cursor; the number beside them may differ. */
const PLACE = ['input', 'packet', 'netns', 'dev', 'kind', 'ordinal'] as const;

function present(): Session {
  if (!session) throw new Error('no lab is open');
  return session;
}

function snapshot(): Snapshot {
  const { length, inputs } = present();
  return { length, inputs };
}

const door: SessionDoor = {
  catalog({ file, text }) {
    const groups = parseCatalog(file, text);
    // The catalogue is part of the page, and a test reads the same file: a problem in it is our own mistake.
    if (!groups.ok) throw new Error(`${file}: ${JSON.stringify(groups.error[0])}`);
    return groups.value.flatMap(({ labs }) => labs);
  },
  open({ file, text }: LabText, inputs, choices = {}) {
    session = null;
    const lab = parseLab(file, text);
    if (!lab.ok) return { ok: false, problems: lab.error };
    const opened = Session.open(lab.value, { inputs, choices });
    if (!opened.ok) return { ok: false, problems: opened.error };
    session = opened.value;
    return { ok: true, info: session.info, snapshot: snapshot() };
  },
  hash: () => present().hash(),
  input(input) {
    const report = present().input(input);
    return { report, snapshot: snapshot() };
  },
  cut(count) {
    present().cut(count);
    return snapshot();
  },
  query<V extends ViewName>(view: V, args: ViewArgs<V>): ViewResult<V> {
    return present().query(view, args);
  },
  complete: (seq, netns, line, cursor) => present().complete(seq, netns, line, cursor),
  objectYaml(seq, key) {
    const view = present().query('object', { seq, key });
    return view && objectYaml(view.object);
  },
  seqOf(cursor) {
    const seq = present().seqOf(cursor);
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
  decode(lab, shared) {
    const state = decodeShared(`${lab}?${shared}`);
    return state.ok ? { ok: true, state: state.value } : { ok: false, problems: state.error };
  },
  check({ file, text }) {
    const lab = parseLab(file, text);
    if (!lab.ok) return lab.error;
    const opened = Session.open(lab.value);
    return opened.ok ? [] : opened.error;
  },
  lessons: ({ file, text }) => parseLessonList(file, text),
  readLesson,
  judgeStep: (question) => judgeStep(present(), question),
  schemas: fileJsonSchemas,
};

expose(door);
