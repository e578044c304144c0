import { expect, it } from 'vitest';
import { routedNet } from '../testing/net';
import { CountingSink, EvidenceSink } from './collect';
import { TraceStore } from './store';

const { trace } = ((): ReturnType<typeof routedNet> => routedNet())();

it('a replay counts on from where it starts', () => {
  const sink = new CountingSink(7, new TraceStore());
  expect([sink.on, sink.evidence, sink.next, sink.wants('drop')]).toEqual([true, false, 7, true]);
  sink.emit({ ...trace.record(0), seq: 7 });
  expect(sink.next).toBe(8);
});

it('a replay tells frames by the references of the first run', () => {
  const store = new TraceStore();
  const frame = Uint8Array.of(1, 2, 3);
  const ref = store.frame(frame, 0, 3, true);
  expect(new CountingSink(0, store).frame(frame, 0, 3, true)).toBe(ref);
});

it('for evidence the records are kept', () => {
  const sink = new EvidenceSink(7, new TraceStore());
  expect(sink.evidence).toBe(true);
  sink.emit({ ...trace.record(0), seq: 7 });
  sink.emit({ ...trace.record(1), seq: 8 });
  expect(sink.records.map(({ seq }) => seq)).toEqual([7, 8]);
  expect(sink.next).toBe(9);
});
