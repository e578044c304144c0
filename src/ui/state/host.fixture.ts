/** A simulator for the tests of the page's state, without a worker. */
import { encodeShared, readLab, Session } from '../../core/index';
import type { Host } from '../host/host';

/** A host without a worker: the same questions, answered by a session of its own. */
export function hostHere(): Host {
  let session: Session | null = null;
  const snapshot = () => ({ length: session?.length ?? 0, inputs: session?.inputs ?? [] });
  return {
    open: async ({ file, text }, inputs, choices = {}) => {
      const lab = await readLab(file, text);
      const opened = lab.ok ? Session.open(lab.value, { inputs, choices }) : lab;
      if (!opened.ok) return { ok: false, problems: opened.error };
      session = opened.value;
      return { ok: true, info: session.info, snapshot: snapshot() };
    },
    input: (input) =>
      session === null
        ? Promise.reject(new Error('not open'))
        : Promise.resolve({ report: session.input(input), snapshot: snapshot() }),
    cut: (count) => {
      session?.cut(count);
      return Promise.resolve(snapshot());
    },
    query: (view, args) =>
      session === null ? Promise.reject(new Error('not open')) : Promise.resolve(session.query(view, args)),
    encode: (seq) => {
      if (session === null) return Promise.reject(new Error('not open'));
      const { info, choices, inputs } = session;
      return encodeShared({ lab: info.id, choices, inputs, cursor: session.cursorOf(seq) });
    },
    restart: () => (session = null),
  } as Partial<Host> as Host;
}
