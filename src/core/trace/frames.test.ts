/** Goal: a frame is found by its bytes, however many there are. Method: a model, a list that is searched. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FrameStore } from './frames';

it('answers the reference that equal bytes have, whatever lies around them', () => {
  // Few distinct bytes, hence many equal frames.
  const frame = fc.record({ bytes: fc.uint8Array({ max: 2, maxLength: 6 }), l2: fc.boolean() });
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 400 }), fc.nat(5), (frames, room) => {
      const store = new FrameStore();
      const known: string[] = [];
      for (const { bytes, l2 } of frames) {
        const data = Uint8Array.from([...new Array<number>(room).fill(7), ...bytes, 7]);
        const text = `${bytes.join()} ${String(l2)}`;
        if (!known.includes(text)) known.push(text);
        const ref = store.keep(data, room, room + bytes.length, l2);
        expect(ref).toBe(known.indexOf(text));
        expect(store.read(ref)).toEqual({ bytes, l2 });
      }
      expect(store.read(known.length)).toBeNull();
    }),
    { numRuns: 50 },
  );
});

it('keeps finding frames while it grows', () => {
  const store = new FrameStore();
  const make = (i: number): Uint8Array => Uint8Array.of(i >> 8, i & 255, 1, 2, 3);
  const count = 5000;
  for (let i = 0; i < count; i += 1) expect(store.keep(make(i), 0, 5, true)).toBe(i);
  for (let i = 0; i < count; i += 7) {
    expect(store.keep(make(i), 0, 5, true)).toBe(i);
    expect(store.read(i)?.bytes).toEqual(make(i));
  }
});
