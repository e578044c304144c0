/**
 * Goal: a lab that comes built is the same lab, though what builds labs was never fetched; and what was built of something else is
 * not taken for it. Method: doors whose modules are loaded anew, so that no part of the core is there; `fetch` answers what the
 * test wrote.
 */
import { deflateRawSync } from 'node:zlib';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { loadLab } from '../../catalog';
import type { BuiltInLab } from '../../catalog';
import type { Lab } from '../../core/index';
import { Session } from '../../core/session';
import { writeBuilt } from '../../core/session.built';
import type { SessionDoor } from './protocol';

const NOW = 'the present code';
const ADDRESS = 'https://page.example/assets/built.bin';

async function labOf(name: string): Promise<BuiltInLab> {
  const lab = await loadLab(name);
  if (lab === null) throw new Error(`no lab ${name}`);
  return lab;
}

function opened(lab: Lab): Session {
  const session = Session.open(lab);
  if (!session.ok) throw new Error(JSON.stringify(session.error));
  return session.value;
}

/** A simulator that has fetched nothing so far; `content` is what is at the address of its lab, null for nothing. */
async function freshDoor(content: string | null): Promise<SessionDoor> {
  const answer = () =>
    content === null
      ? new Response(null, { status: 404 })
      : new Response(Uint8Array.from(deflateRawSync(content)));
  vi.stubGlobal('fetch', () => Promise.resolve(answer()));
  vi.resetModules();
  return (await import('./session-door')).door;
}

const FILES = { code: NOW, forms: { '': ADDRESS } };

async function lengthOf(reply: ReturnType<SessionDoor['open']>): Promise<number> {
  const answer = await reply;
  if (!answer.ok) throw new Error(JSON.stringify(answer.problems));
  return answer.snapshot.length;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

// Whoever comes next finds everything at hand, as tests do.
afterAll(async () => {
  await (await import('../../core/base/part')).loadAllParts();
});

describe.each(['calico-ipip', 'canal', 'flannel-udp', 'published-port'])('%s', (name) => {
  test('opened built, everything that can be sent comes to the same, and so do the views', async () => {
    const lab = await labOf(name);
    const straight = opened(lab.lab);
    const text = writeBuilt(straight.built, { lab: lab.lab, form: '', code: NOW });
    const setUp = straight.length;
    const sends = straight.info.sends.map((send) => ({ kind: 'send' as const, name: send.name }));
    for (const send of sends) straight.input(send);

    const door = await freshDoor(text);
    expect(await lengthOf(door.open({ ...lab, built: FILES }, []))).toBe(setUp);
    for (const send of sends) await door.input(send);
    expect(await door.hash()).toEqual(straight.hash());
    for (const seq of [0, Math.floor(setUp / 2), setUp - 1, setUp, straight.length - 1]) {
      const instant = { seq, grain: 'hop' } as const;
      expect(await door.query('instant', instant)).toEqual(straight.query('instant', instant));
      expect(await door.query('graph', { seq })).toEqual(straight.query('graph', { seq }));
      const netns = straight.info.sends[0]?.netns ?? '';
      const tables = { seq, netns, compareSeq: null };
      expect(await door.query('tables', tables)).toEqual(straight.query('tables', tables));
    }
  });

  test('an address with inputs comes to the same', async () => {
    const lab = await labOf(name);
    const straight = opened(lab.lab);
    const text = writeBuilt(straight.built, { lab: lab.lab, form: '', code: NOW });
    for (const send of straight.info.sends) straight.input({ kind: 'send', name: send.name });
    const door = await freshDoor(text);
    await door.open({ ...lab, built: FILES }, straight.inputs);
    expect(await door.hash()).toEqual(straight.hash());
  });
});

describe('what is at the address is taken for what it was built of, and for nothing else', () => {
  const other = async () => opened((await labOf('same-node')).lab);

  test('a file of this lab, form and code is taken', async () => {
    const lab = await labOf('arp-flux');
    const { built, length } = await other();
    // What it holds shows whether it was taken.
    const door = await freshDoor(writeBuilt(built, { lab: lab.lab, form: '', code: NOW }));
    expect(await lengthOf(door.open({ ...lab, built: FILES }, []))).toBe(length);
  });

  test.each([
    ['other code', (lab: Lab) => ({ lab, form: '', code: 'older code' })],
    ['another form', (lab: Lab) => ({ lab, form: 'backend=udp', code: NOW })],
    ['a lab that was edited', (lab: Lab) => ({ lab: { ...lab, cables: [] }, form: '', code: NOW })],
  ])('a file of %s is not: the lab is built', async (_, origin) => {
    const lab = await labOf('arp-flux');
    const { built } = await other();
    const door = await freshDoor(writeBuilt(built, origin(lab.lab)));
    expect(await lengthOf(door.open({ ...lab, built: FILES }, []))).toBe(opened(lab.lab).length);
  });

  test.each([
    ['nothing', null],
    ['no file of ours', '<!doctype html><title>Not found</title>'],
    ['half a file', '{"shapes":[],"values":[[-1'],
  ])('where there is %s the lab is built', async (_, content) => {
    const lab = await labOf('arp-flux');
    const door = await freshDoor(content);
    expect(await lengthOf(door.open({ ...lab, built: FILES }, []))).toBe(opened(lab.lab).length);
  });

  test('a lab somebody writes is built', async () => {
    const { file, text, lab } = await labOf('arp-flux');
    const { built } = await other();
    const door = await freshDoor(writeBuilt(built, { lab, form: '', code: NOW }));
    expect(await lengthOf(door.open({ file, text }, []))).toBe(opened(lab).length);
  });
});
