import { expect, test } from 'vitest';
import type { LoggedInput, SemanticCursor, TimelineView } from '../../core/index';
import { checkShared, seqFound } from './shared';

const info = { sends: [{ name: 'ping', title: { en: 'Ping' }, netns: 'a', command: 'ping b' }] };
const send = (name: string): LoggedInput => ({ atNs: 0, input: { kind: 'send', name } });
const cursor: SemanticCursor = {
  input: 0,
  packet: 0,
  netns: 'a',
  dev: 'eth0',
  kind: 'link.tx',
  ordinal: 0,
  seq: 12,
};

test('what fits is left as it is', () => {
  const shared = { lab: 'x', inputs: [send('ping')], cursor };
  expect(checkShared(info, shared)).toEqual({ shared, notice: null });
  expect(checkShared(info, { lab: 'x', inputs: [], cursor: null }).notice).toBe(null);
});

test('an unknown send and what follows it are left out, and named', () => {
  const shared = { lab: 'x', inputs: [send('ping'), send('pong'), send('ping')], cursor };
  expect(checkShared(info, shared)).toEqual({
    shared: { lab: 'x', inputs: [send('ping')], cursor: null },
    notice: { kind: 'unknown-send', send: 'pong' },
  });
});

test('a moment without inputs opens the lab as it comes', () => {
  expect(checkShared(info, { lab: 'x', inputs: [], cursor })).toEqual({
    shared: null,
    notice: { kind: 'no-inputs' },
  });
});

test('a moment that fits nothing is the nearest one, or the beginning when it lies beyond the end', () => {
  const timeline = { start: 10, length: 20 } as TimelineView;
  expect(seqFound(cursor, { seq: 12, fits: false }, timeline)).toBe(12);
  expect(seqFound({ ...cursor, seq: 99 }, { seq: 19, fits: false }, timeline)).toBe(10);
  expect(seqFound({ ...cursor, seq: 99 }, { seq: 15, fits: true }, timeline)).toBe(15);
});
