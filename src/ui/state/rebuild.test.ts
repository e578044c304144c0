import { describe, expect, test } from 'vitest';
import type { LabInfo, LoggedInput } from '../../core/index';
import type { Host } from '../host/host';
import { changesBetween, chosenOf, createRebuild, keptInputs } from './rebuild';
import { createPageStore } from './store';
import type { Walk } from './walk';

const SEND: LoggedInput = { atNs: 3, input: { kind: 'send', name: 'ping' } };
const TYPED: LoggedInput = { atNs: 5, input: { kind: 'exec', netns: 'a', command: 'ip link' } };
const CHOICE = { name: 'backend', title: { en: 'Backend' }, options: [], default: 'vxlan' };

function infoOf(chosen: string): LabInfo {
  const choices = [{ ...CHOICE, chosen }];
  return { choices, cluster: { podCIDR: null, nodeCIDRMaskSize: 24, network: chosen } } as unknown as LabInfo;
}

/** A page with two inputs, and a host that notes what it is asked. */
function started(refuse = false) {
  const store = createPageStore();
  const source = { opened: 1, id: 'lab', file: 'lab.yaml', text: 'text', packed: null };
  store.setState({ status: 'ready', info: infoOf('vxlan'), inputs: [SEND, TYPED], seq: 7, source });
  const asked: unknown[] = [];
  let given: LoggedInput[] = [];
  const host = {
    open(_lab: unknown, inputs: readonly LoggedInput[], choices: { backend?: string }) {
      asked.push({ inputs, choices });
      given = [...inputs];
      if (refuse) return Promise.resolve({ ok: false, problems: [] });
      const snapshot = { length: 9, inputs: given };
      return Promise.resolve({ ok: true, info: infoOf(choices.backend ?? 'vxlan'), snapshot });
    },
    input(input: LoggedInput['input']) {
      given.push({ atNs: 0, input });
      return Promise.resolve({ snapshot: { length: 9, inputs: [...given] } });
    },
    query: (view: string) =>
      Promise.resolve(view === 'objects' ? { rows: [] } : { length: 9, start: 4, inputs: [], steps: {} }),
  } as unknown as Host;
  const refused: unknown[] = [];
  const walk = { refresh: () => Promise.resolve() } as Walk;
  const on = {
    begin: () => () => true,
    failed: (error: unknown) => {
      throw error;
    },
    refused: (problems: unknown) => refused.push(problems),
  };
  return { store, asked, refused, page: createRebuild(store, host, walk, on) };
}

describe('building again', () => {
  test('sends what was prepared again, and tells what was left out and what is different', async () => {
    const { store, asked, page } = started();
    await page.rebuild({ backend: 'host-gw' }, 'sends');
    const { inputs, rebuilt, seq, busy } = store.getState();
    expect(asked).toEqual([{ inputs: [], choices: { backend: 'host-gw' } }]);
    expect(inputs.map(({ input }) => input)).toEqual([SEND.input]);
    expect([rebuilt?.left, seq, busy]).toEqual([1, 4, false]);
    expect(rebuilt?.changes).toEqual([{ what: 'network', before: 'vxlan', after: 'host-gw' }]);
  });

  test('goes back to options, inputs, times and cursor of before', async () => {
    const { store, asked, page } = started();
    await page.rebuild({ backend: 'host-gw' }, 'none');
    await page.undoRebuild();
    expect(asked[1]).toEqual({ inputs: [SEND, TYPED], choices: {} });
    expect(store.getState()).toMatchObject({ seq: 7, rebuilt: null });
  });

  test('that fails says why', async () => {
    const { refused, page } = started(true);
    await page.rebuild({ backend: 'x' }, 'all');
    expect(refused).toHaveLength(1);
  });

  test('waits for nobody: while something is worked out nothing is built', async () => {
    const { store, asked, page } = started();
    store.setState({ busy: true });
    await page.rebuild({}, 'all');
    expect(asked).toEqual([]);
  });
});

test('inputs that are given again', () => {
  expect(keptInputs([SEND, TYPED], 'all')).toHaveLength(2);
  expect(keptInputs([SEND, TYPED], 'sends')).toEqual([SEND]);
  expect(keptInputs([SEND, TYPED], 'none')).toEqual([]);
});

test('only what differs from the file is chosen', () => {
  expect(chosenOf(infoOf('vxlan'))).toEqual({});
  expect(chosenOf(infoOf('udp'))).toEqual({ backend: 'udp' });
});

test('what differs is what came, went or is another', () => {
  const before = new Map([
    ['a', '1'],
    ['b', '2'],
    ['c', '3'],
  ]);
  const after = new Map([
    ['a', '1'],
    ['b', '4'],
    ['d', '5'],
  ]);
  expect(changesBetween(before, after)).toEqual([
    { what: 'b', before: '2', after: '4' },
    { what: 'c', before: '3', after: '' },
    { what: 'd', before: '', after: '5' },
  ]);
});
