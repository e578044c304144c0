/**
 * Goal: the labs that are shipped are whole.
 * Method: every folder of scenarios/ is parsed, built and tried out, and compared with its entry in the catalogue.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { Session } from '../session';
import { parseCatalog } from './catalog';
import { parseLab } from './parse';

const SCENARIOS = path.join(import.meta.dirname, '../../../scenarios');
const LANGUAGES = ['en', 'zh-CN'];

function read(file: string): string {
  return readFileSync(path.join(SCENARIOS, file), 'utf8');
}

function valueOf<T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error, null, 1));
  return result.value;
}

const folders = readdirSync(SCENARIOS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const entries = valueOf(parseCatalog('catalog.yaml', read('catalog.yaml'))).flatMap(({ labs }) => labs);

test('the catalogue names every lab and nothing else', () => {
  expect(entries.map(({ name }) => name).sort()).toEqual([...folders].sort());
});

/** Exit code and output of the process a send has started. */
function outcomeOf(session: Session, send: string): { exitCode: number | null; output: readonly string[] } {
  const { netns } = session.info.sends.find(({ name }) => name === send)!;
  expect(session.input({ kind: 'send', name: send }).outcome).toBe('quiet');
  const processes = session.world.netns.find((ns) => ns?.name === netns)?.processes.entries;
  const last = [...(processes?.values() ?? [])].filter(({ daemon }) => !daemon).at(-1);
  return { exitCode: last?.exitCode ?? null, output: last?.output ?? [] };
}

/** Sends that are there to fail. */
const UNANSWERED = ['ping-nobody', 'ping-behind-router'];

describe.each(folders)('%s', (folder) => {
  const lab = valueOf(parseLab(`scenarios/${folder}/scenario.yaml`, read(`${folder}/scenario.yaml`)));

  test('is named like its folder', () => expect(lab.info.id).toBe(folder));

  test('says the same in the catalogue', () => {
    const entry = entries.find(({ name }) => name === folder);
    expect([entry?.title, entry?.summary]).toEqual([lab.info.title, lab.info.summary]);
  });

  test('speaks both languages', () => {
    for (const text of [lab.info.title, lab.info.summary, ...lab.info.sends.map(({ title }) => title)]) {
      expect(Object.keys(text)).toEqual(LANGUAGES);
    }
  });

  test('keeps Chinese free of blanks between its own characters', () => {
    for (const text of [lab.info.title, lab.info.summary])
      expect(text['zh-CN']).not.toMatch(/\p{sc=Han} \p{sc=Han}/u);
  });

  test('is built without a problem', () => expect(Session.open(lab).ok).toBe(true));

  test('has sends', () => expect(lab.info.sends.length).toBeGreaterThan(0));

  test.each(lab.info.sends.filter(({ name }) => !UNANSWERED.includes(name)))(
    '$name is answered',
    ({ name }) => {
      const outcome = outcomeOf(valueOf(Session.open(lab)), name);
      expect(outcome).toMatchObject({ exitCode: 0 });
    },
  );
});

test('same-node-bridge: the bridge is no hop', () => {
  const session = valueOf(Session.open(valueOf(parseLab('x', read('same-node-bridge/scenario.yaml')))));
  expect(outcomeOf(session, 'ping-neighbour').output[1]).toMatch(/icmp_seq=1 ttl=64/);
  expect(outcomeOf(session, 'ping-nobody').output[1]).toBe(
    'From 10.244.1.2 icmp_seq=1 Destination Host Unreachable',
  );
});

test('flannel-vxlan: two routers lie between the pods', () => {
  const session = valueOf(Session.open(valueOf(parseLab('x', read('flannel-vxlan/scenario.yaml')))));
  expect(outcomeOf(session, 'ping-across').output[1]).toMatch(/icmp_seq=1 ttl=62/);
  expect(outcomeOf(session, 'ping-back').output[1]).toMatch(/icmp_seq=1 ttl=62/);
});
