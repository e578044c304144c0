/**
 * Goal: one can go back in every lab of the catalogue. Method: everything that can be sent is sent; then each event is
 * run again from the checkpoint before it, inputs are taken back and made again, and the whole log is played afresh; the last on a lab
 * that comes built as well.
 */
import { describe, expect, test } from 'vitest';
import { openBuiltIn, packedAndBack, variants } from './lab/variants';

/** Of longer labs, and of the other options of a choice, every seventh record is explained. */
const ALL_EXPLAINED = 2000;
const STRIDE = 7;

/** What a look-up tells only while it is being explained. */
const NO_EVIDENCE = { candidates: null, missed: null, left: null };

describe.each(variants())('$name', ({ lab, choices }) => {
  const session = openBuiltIn(lab, { choices });
  const sends = session.info.sends.map(({ name }) => ({ kind: 'send' as const, name }));
  for (const send of sends) session.input(send);
  const { inputs } = session;
  const straight = session.hash();

  const usual = Object.keys(choices).length === 0;
  const stride = usual && session.length <= ALL_EXPLAINED ? 1 : STRIDE;

  test('replayed from the checkpoint before it, each event gives the records of the straight run', () => {
    for (let seq = 0; seq < session.length; seq += stride) {
      const { detail, changes: _, ...told } = session.explain(seq);
      const { detail: known, changes: __, ...record } = session.trace.record(seq);
      expect(told).toEqual(record);
      expect({ ...detail, ...NO_EVIDENCE }).toEqual({ ...known, ...NO_EVIDENCE });
    }
    expect(session.hash()).toEqual(straight);
  });

  test('the log played afresh gives the same trace and World', () => {
    expect(openBuiltIn(lab, { choices, inputs }).hash()).toEqual(straight);
  });

  test('taken over as it comes with the page, the lab and what follows are the same', () => {
    const plain = openBuiltIn(lab, { choices });
    const built = packedAndBack(plain);
    const taken = openBuiltIn(lab, { choices, built });
    expect(taken.info).toEqual(plain.info);
    expect(taken.hash()).toEqual(plain.hash());
    for (const send of sends) taken.input(send);
    expect(taken.hash()).toEqual(straight);
  });

  test.runIf(usual)('inputs taken back and made again give the same trace and World', () => {
    const again = openBuiltIn(lab, { choices, inputs });
    for (const kept of new Set([sends.length - 1, Math.floor(sends.length / 2), 0])) {
      again.cut(kept);
      expect(again.hash()).toEqual(openBuiltIn(lab, { choices, inputs: inputs.slice(0, kept) }).hash());
      for (const send of sends.slice(kept)) again.input(send);
      expect(again.hash()).toEqual(straight);
    }
  });
});
