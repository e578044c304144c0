import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { labFile } from '../labFiles';
import { projectPath } from '../project';
import { openLab } from '../../core/testing/open-lab';
import type { Session } from '../../core/session';
import { plainTexts } from '../../i18n/plain';
import { jsonLines, VERSION, type JsonOptions } from './json';

const FLANNEL = labFile('flannel-vxlan')!.text;
type Line = Readonly<Record<string, unknown>>;

async function linesOf(session: Session, options: Partial<JsonOptions> = {}): Promise<Line[]> {
  const all: JsonOptions = {
    until: session.length - 1,
    setup: false,
    played: { outcome: 'quiet', bounded: [] },
    ...options,
  };
  const lines = [...jsonLines(session, await plainTexts('en'), all)];
  for (const line of lines) expect(line).not.toContain('\n');
  return lines.map((line) => JSON.parse(line) as Line);
}

const session = openLab(FLANNEL, [
  ['node-1', 'ip route replace blackhole 10.244.2.0/24'],
  ['pod-a', 'ping -c 1 10.244.2.2'],
  ['node-1', 'ip route replace 10.244.2.0/24 via 10.244.2.0 dev flannel.1 onlink'],
  ['pod-a', 'ping -c 1 10.244.2.2'],
]);

describe('the lines', () => {
  test('begin with the lab, have every record once and in order, and end with the hashes', async () => {
    const lines = await linesOf(session, { setup: true });
    expect(lines[0]).toMatchObject({ type: 'lab', version: VERSION, lab: 'flannel-vxlan', seed: 1 });
    const records = lines.filter(({ type }) => type === 'record');
    expect(records.map(({ seq }) => seq)).toEqual(Array.from({ length: session.length }, (_, seq) => seq));
    expect(lines.at(-1)).toMatchObject({ type: 'end', outcome: 'quiet', ...session.hash() });
  });

  test('leave set-up out unless asked for, and stop where asked', async () => {
    const { start } = session.query('timeline', {});
    const lines = await linesOf(session, { until: start + 9 });
    const seqs = lines.filter(({ type }) => type === 'record').map(({ seq }) => seq);
    expect(seqs).toEqual(Array.from({ length: 10 }, (_, i) => start + i));
    expect(lines.at(-1)).toMatchObject({ told: 10, records: session.length });
  });

  test('hold the whole frame, and layers that cover it', async () => {
    const frames = (await linesOf(session)).flatMap(({ frame }) =>
      frame === null ? [] : [frame as Line | undefined],
    );
    const known = frames.flatMap((frame) => frame ?? []) as {
      readonly lenBytes: number;
      readonly hex: string;
      readonly layers: readonly { readonly from: number; readonly to: number }[];
    }[];
    expect(known.length).toBeGreaterThan(40);
    for (const { lenBytes, hex, layers } of known) {
      expect(hex).toMatch(/^[0-9a-f]+$/);
      expect(hex).toHaveLength(2 * lenBytes);
      expect(layers.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(lenBytes);
    }
  });

  test('name the reason of a drop and the row that won', async () => {
    const lines = await linesOf(session);
    expect(lines.find(({ kind }) => kind === 'drop')).toMatchObject({ drop: { reason: 'IP_INNOROUTES' } });
    const lookup = lines.find(({ kind, netns }) => kind === 'route.lookup' && netns === 'node-1');
    expect(lookup?.['decision']).toMatchObject({ answer: expect.stringContaining('10.244.') as string });
    expect(lines.filter(({ configuration }) => configuration)).toHaveLength(2);
  });
});

describe('docs/trace-json.md', () => {
  /** Names in the first column of the table under a heading. */
  function documented(type: string): string[] {
    const text = readFileSync(projectPath('docs', 'trace-json.md'), 'utf8');
    const [, section = ''] = text.split(`## \`${type}\``);
    const [own = ''] = section.split('\n## ');
    return [...own.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name ?? '');
  }

  test.each(['lab', 'record', 'packet', 'end'])('names every field of a %s line', async (type) => {
    const lines = (await linesOf(session)).filter((line) => line['type'] === type);
    const fields = new Set(lines.flatMap((line) => Object.keys(line)));
    fields.delete('type');
    expect(documented(type).sort()).toEqual([...fields].sort());
  });
});
