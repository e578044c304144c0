/**
 * Goal: every step of every lab says what it is about, of its set-up as well as of its sends.
 * Method: all labs, all sends one after the other; the instant at every record is asked, and each of its messages must
 * have a text in both languages and everything that text asks for.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import en from '../../i18n/en';
import zh from '../../i18n/zh-CN';
import { Session } from '../session';
import type { Message } from '../views/message';
import { parseLab } from './parse';

/** A sentence as the page would show it; what is missing stands there as `undefined`. */
function spoken({ key, params }: Message, catalogue: object): string {
  const plural = params['count'] === 1 ? 'one' : 'other';
  let text: unknown = catalogue;
  for (const part of key.split('.')) {
    const group = text as Readonly<Record<string, unknown>> | undefined;
    text = group?.[part] ?? group?.[`${part}_${plural}`];
  }
  return String(text).replaceAll(/\{\{(\w+)\}\}/g, (_all, name: string) => String(params[name]));
}

function opened(folder: string, choices: Readonly<Record<string, string>>): Session {
  const file = `scenarios/${folder}/scenario.yaml`;
  const lab = parseLab(file, readFileSync(file, 'utf8'));
  if (!lab.ok) throw new Error(JSON.stringify(lab.error));
  const session = Session.open(lab.value, { choices });
  if (!session.ok) throw new Error(JSON.stringify(session.error));
  return session.value;
}

/**
 * What stands at a place in no other way than empty, or as the name of something that is not there. `eth0@if4` are words of
 * `ip link`.
 */
const STRANGE = /undefined|(?<!\/dev\/)null|NaN|\[object|\{\{|\}\}|(?<!@)if\d+\b|#\d/;

const folders = readdirSync('scenarios', { withFileTypes: true }).flatMap((one) =>
  one.isDirectory() ? [one.name] : [],
);
const RUNS: readonly (readonly [string, string])[] = [
  ...folders.map((folder) => [folder, ''] as const),
  ['flannel-vxlan', 'vxlan-direct'],
];

describe.each(RUNS)('%s %s', (folder, backend) => {
  test('explains itself at every record', () => {
    const session = opened(folder, backend === '' ? {} : { backend });
    for (const { name } of session.info.sends) session.input({ kind: 'send', name });
    const silent: string[] = [];
    const said = new Set<string>();
    for (let seq = 0; seq < session.length; seq += 1) {
      const { narration, decisions } = session.query('instant', { seq, grain: 'decision' });
      const messages = [
        narration,
        ...decisions.flatMap(({ title, sentence, table, rows }) => [
          ...[title, sentence, ...(table?.columns ?? [])],
          ...rows.flatMap(({ reason }) => reason ?? []),
        ]),
      ];
      for (const message of messages) {
        const once = JSON.stringify(message);
        if (said.has(once)) continue;
        said.add(once);
        for (const catalogue of [en, zh]) {
          const text = spoken(message, catalogue);
          if (text.trim() === '' || STRANGE.test(text)) silent.push(`${seq} ${message.key}: ${text}`);
        }
      }
      const kind = session.trace.record(seq).kind;
      if (decisions.length === 0) silent.push(`${seq} ${kind}: no decision`);
    }
    expect(silent).toEqual([]);
    expect(said.size).toBeGreaterThan(20);
  });
});
