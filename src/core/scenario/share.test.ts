import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LoggedInput, SharedState } from '../session.types';
import { decodeShared, encodeShared } from './share';

const SEED = 20_251_120;

function roundTrip(state: SharedState): unknown {
  const decoded = decodeShared(`${state.lab}?${encodeShared(state)}`);
  return decoded.ok ? decoded.value : decoded.error;
}

const send = (atNs: number, name: string): LoggedInput => ({ atNs, input: { kind: 'send', name } });
const exec = (atNs: number, netns: string, command: string): LoggedInput => ({
  atNs,
  input: { kind: 'exec', netns, command },
});

describe('the written form', () => {
  test('can be read by people', () => {
    const state: SharedState = {
      lab: 'flannel-vxlan',
      inputs: [
        send(0, 'ping-across'),
        exec(2_500_000_000, 'pod-a', 'ping -c 1 10.244.2.2'),
        { atNs: 4_000_000_000, input: { kind: 'wait', seconds: 5.5 } },
        exec(4_000_001_234, 'node-1', 'ip link set veth3cafbbcc type bridge_slave hairpin on; ip r'),
      ],
      cursor: {
        input: 1,
        packet: 0,
        netns: 'node-1',
        dev: 'flannel.1',
        kind: 'tunnel.encap',
        ordinal: 0,
        seq: 132,
      },
    };
    expect(encodeShared(state)).toBe(
      'i=0s!ping-across' +
        ';2500m:pod-a$ping+-c+1+10.244.2.2' +
        ';4s~5500m' +
        ';4000001234n:node-1$ip+link+set+veth3cafbbcc+type+bridge_slave+hairpin+on%3B+ip+r' +
        '&at=1,0,node-1,flannel.1,tunnel.encap,0,132',
    );
    expect(roundTrip(state)).toEqual(state);
  });

  test('of a choice and of what a command reads', () => {
    const read: LoggedInput = {
      atNs: 0,
      input: { kind: 'exec', netns: 'node-1', command: 'kubectl apply -f -', stdin: 'kind: Pod\na: "?$"\n' },
    };
    const state: SharedState = {
      lab: 'flannel-vxlan',
      choices: { backend: 'host-gw' },
      inputs: [read],
      cursor: null,
    };
    expect(encodeShared(state)).toBe(
      'pick=backend:host-gw&i=0s:node-1$kubectl+apply+-f+-?kind:+Pod%0Aa:+%22%3F$%22%0A',
    );
    expect(roundTrip(state)).toEqual(state);
  });

  test('of nothing is nothing', () => {
    const state: SharedState = { lab: 'flannel-vxlan', inputs: [], cursor: null };
    expect(encodeShared(state)).toBe('');
    expect(roundTrip(state)).toEqual(state);
  });

  test('of twenty typed commands fits into 2,000 characters', () => {
    const inputs = Array.from({ length: 20 }, (_, i) =>
      exec(i * 1_234_567_891, 'pod-a', 'ip route replace 10.244.2.0/24 via 10.244.2.0 dev flannel.1 onlink'),
    );
    const cursor = {
      input: 19,
      packet: 0,
      netns: 'node-1',
      dev: 'flannel.1',
      kind: 'tunnel.encap',
      ordinal: 0,
      seq: 9999,
    };
    expect(
      `#/lab/flannel-vxlan?${encodeShared({ lab: 'flannel-vxlan', inputs, cursor })}`.length,
    ).toBeLessThan(2000);
  });
});

describe('round trips', () => {
  const texts = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });
  const names = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,20}[a-z0-9])?$/);
  const waits = fc.nat(3_600_000_000).map((ns) => ({ kind: 'wait' as const, seconds: ns / 1e9 }));
  const action = fc.oneof(
    fc.record({
      kind: fc.constant('exec' as const),
      netns: texts,
      command: fc.string({ unit: 'grapheme', maxLength: 200 }),
    }),
    fc.record({
      kind: fc.constant('exec' as const),
      netns: texts,
      command: fc.constantFrom('kubectl apply -f -', 'echo $?'),
      stdin: fc.string({ unit: 'grapheme', maxLength: 300 }),
    }),
    fc.record({ kind: fc.constant('send' as const), name: names }),
    waits,
  );
  const logged = fc.record({ atNs: fc.nat({ max: 1e14 }), input: action });
  const inputs = fc.array(logged, { maxLength: 8 }).map((all) => [...all].sort((a, b) => a.atNs - b.atNs));
  const counts = fc.integer({ min: -1, max: 1e9 });
  const cursor = fc.record({
    input: counts,
    packet: counts,
    netns: texts,
    dev: texts,
    kind: texts,
    ordinal: counts,
    seq: counts,
  });

  const choices = fc.dictionary(names, names, { minKeys: 1, maxKeys: 3 });

  test('whatever is shared arrives', () => {
    fc.assert(
      fc.property(names, inputs, fc.option(cursor), fc.option(choices), (lab, all, at, picked) => {
        const state: SharedState = {
          lab,
          inputs: all,
          cursor: at,
          ...(picked === null ? {} : { choices: picked }),
        };
        expect(roundTrip(state)).toEqual(state);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  test('and survives as part of an address', () => {
    fc.assert(
      fc.property(names, inputs, fc.option(cursor), (lab, all, at) => {
        const text = encodeShared({ lab, inputs: all, cursor: at });
        expect(new URL(`https://example.org/#/lab/${lab}?${text}`).hash).toBe(`#/lab/${lab}?${text}`);
      }),
      { seed: SEED },
    );
  });
});

describe('hostile addresses', () => {
  const good = 'flannel-vxlan?i=0s!ping;2s:pod-a$ip+a&at=1,0,node-1,eth0,link.rx,0,7';

  test('are answered, never thrown', () => {
    const edit = fc.record({
      at: fc.nat(good.length),
      cut: fc.nat(6),
      put: fc.string({ unit: 'binary', maxLength: 6 }),
    });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          edit.map(({ at, cut, put }) => good.slice(0, at) + put + good.slice(at + cut)),
        ),
        (text) => {
          const decoded = decodeShared(text);
          if (decoded.ok) expect(decoded.value.lab).toMatch(/^[-a-z0-9]+$/);
          else expect(decoded.error[0]?.problem.key).toMatch(/^problems\.share/);
        },
      ),
      { seed: SEED, numRuns: 2000 },
    );
  });

  test.each<[string, string, string]>([
    ['no lab', '', 'shareForm'],
    ['a path as lab', '#/lab/../x', 'shareForm'],
    ['an upper-case lab', '#/lab/Flannel', 'shareForm'],
    ['too long', `#/lab/x?i=0s:n$${'a'.repeat(17_000)}`, 'shareTooLong'],
    ['too many inputs', `#/lab/x?i=${Array(501).fill('0s!a').join(';')}`, 'shareTooManyInputs'],
    ['a command that is too long', `#/lab/x?i=0s:n$${'a'.repeat(2001)}`, 'shareInput'],
    ['a time without a unit', '#/lab/x?i=0!ping', 'shareInput'],
    ['a time beyond all numbers', '#/lab/x?i=9999999999999999s!ping', 'shareInput'],
    ['a negative time', '#/lab/x?i=-1s!ping', 'shareInput'],
    ['an unknown action', '#/lab/x?i=0s*ping', 'shareInput'],
    ['a command without its netns', '#/lab/x?i=0s:$ping', 'shareInput'],
    ['a command without a dollar', '#/lab/x?i=0s:ping', 'shareInput'],
    ['a broken percent code', '#/lab/x?i=0s:n$%E0%A4%A', 'shareInput'],
    ['half an input', '#/lab/x?i=0s!ping;', 'shareInput'],
    ['time running backwards', '#/lab/x?i=2s!ping;1s!ping', 'shareOrder'],
    ['a cursor with a part missing', '#/lab/x?at=1,0,n,d,k,0', 'shareCursor'],
    ['a cursor that is no number', '#/lab/x?at=1,x,n,d,k,0,7', 'shareCursor'],
    ['a choice without an option', '#/lab/x?pick=backend', 'shareChoice'],
    ['a choice made twice', '#/lab/x?pick=a:b,a:c', 'shareChoice'],
    ['an empty cursor', '#/lab/x?at=', 'shareCursor'],
  ])('%s', (_, text, code) => {
    const decoded = decodeShared(text);
    expect(decoded.ok ? 'ok' : decoded.error.map(({ problem }) => problem.key)).toEqual([
      `problems.${code}.problem`,
    ]);
  });

  test('fields of later versions are left alone, the first of two counts', () => {
    const decoded = decodeShared('#/lab/x?v=2&i=0s!a&&i=0s!b&z');
    expect(decoded.ok && decoded.value).toEqual({ lab: 'x', inputs: [send(0, 'a')], cursor: null });
  });
});

test('a lesson and where one is in it', () => {
  const state = { lab: 'a', inputs: [], cursor: null };
  for (const lesson of [
    { id: 'vxlan-walk', step: '', since: 0 },
    { id: 'vxlan-walk', step: 'wrap', since: 12 },
  ]) {
    expect(decodeShared(`a?${encodeShared({ ...state, lesson })}`)).toEqual({
      ok: true,
      value: { ...state, lesson },
    });
  }
  for (const text of ['', 'A', 'a,b,-1', 'a,b,x', 'a,b,1,2', 'a,<b>,1', '../x']) {
    expect(decodeShared(`a?lesson=${text}`)).toEqual({ ok: true, value: state });
  }
});

describe('a cable', () => {
  const pulled = (netns: string, dev: string, plugged: boolean): SharedState => ({
    lab: 'a',
    inputs: [{ atNs: 1e9, input: { kind: 'cable', netns, dev, plugged } }],
    cursor: null,
  });
  test('out and in again, as people read it', () => {
    expect(encodeShared(pulled('node-1', 'eth0', false))).toBe('i=1s-node-1$eth0');
    expect(encodeShared(pulled('node-1', 'eth0', true))).toBe('i=1s=node-1$eth0');
    for (const plugged of [true, false]) {
      const state = pulled('node $1', 'eth0;&', plugged);
      expect(roundTrip(state)).toEqual(state);
    }
  });
  test.each(['i=1s-', 'i=1s-node-1', 'i=1s-$eth0', 'i=1s=node-1$', `i=1s-a$${'x'.repeat(65)}`])(
    '%s is none',
    (text) => expect(decodeShared(`a?${text}`).ok).toBe(false),
  );
});
