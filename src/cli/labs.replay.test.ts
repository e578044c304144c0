/**
 * Goal: one can go back in every lab of the catalogue. Method: everything that can be sent is sent; then each event is
 * run again from the checkpoint before it, inputs are taken back and made again, and the whole log is played afresh.
 */
import { describe, expect, test } from 'vitest';
import { openBuiltIn, variants } from './lab/variants';

/** Labs with more records than this have only every seventh explained. */
const ALL_EXPLAINED = 4000;

describe.each(variants())('$name', ({ lab, choices }) => {
  const session = openBuiltIn(lab, { choices });
  const sends = session.info.sends.map(({ name }) => ({ kind: 'send' as const, name }));
  for (const send of sends) session.input(send);
  const { inputs } = session;
  const straight = session.hash();

  const stride = session.length > ALL_EXPLAINED ? 7 : 1;

  test('replayed from the checkpoint before it, each event gives the records of the straight run', () => {
    for (let seq = 0; seq < session.length; seq += stride) {
      const { detail, changes: _, ...told } = session.explain(seq);
      const { detail: known, changes: __, ...record } = session.trace.record(seq);
      expect(told).toEqual(record);
      expect({ ...detail, candidates: null }).toEqual({ ...known, candidates: null });
    }
    expect(session.hash()).toEqual(straight);
  });

  test('the log played afresh gives the same trace and World', () => {
    expect(openBuiltIn(lab, { choices, inputs }).hash()).toEqual(straight);
  });

  test('inputs taken back and made again give the same trace and World', () => {
    const again = openBuiltIn(lab, { choices, inputs });
    for (let kept = sends.length - 1; kept >= 0; kept -= 1) {
      again.cut(kept);
      expect(again.hash()).toEqual(openBuiltIn(lab, { choices, inputs: inputs.slice(0, kept) }).hash());
      for (const send of sends.slice(kept)) again.input(send);
      expect(again.hash()).toEqual(straight);
    }
  });
});
