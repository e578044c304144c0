/** Goal: every suggestion names labs, options and a send that are there, and the policy one differs in what passes. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseLab } from '../../core/scenario';
import { Session } from '../../core/session';
import { formatSpec, parseSpec } from '../state/compare-spec';
import type { CompareSpec } from '../state/compare-spec';
import { PRESET_NAMES, PRESETS } from './presets';

function sidesOf(text: string): { readonly spec: CompareSpec; readonly sessions: readonly Session[] } {
  const spec = parseSpec(text);
  if (spec === null) throw new Error(text);
  const sessions = spec.sides.map(({ lab: id, choices }) => {
    const lab = parseLab(id, readFileSync(`scenarios/${id}/scenario.yaml`, 'utf8'));
    const session = lab.ok ? Session.open(lab.value, { choices }) : lab;
    if (!session.ok) throw new Error(JSON.stringify(session.error));
    return session.value;
  });
  return { spec, sessions };
}

test.each(PRESET_NAMES)('%s can be compared', (name) => {
  const { spec, sessions } = sidesOf(PRESETS[name]);
  expect(formatSpec(spec)).toBe(PRESETS[name]);
  for (const { info } of sessions) expect(info.sends.map((send) => send.name)).toContain(spec.send);
});

const costsOf = (text: string) => {
  const { spec, sessions } = sidesOf(text);
  return sessions.map((session) => {
    session.input({ kind: 'send', name: spec.send ?? '' });
    return session.query('costs', { input: 0, seq: session.length - 1 });
  });
};

test('a mesh of three has three sessions, a reflector with two clients has two', () => {
  expect(costsOf(PRESETS.reflector).map(({ tables }) => tables.bgpSessions)).toEqual([3, 2]);
  expect(costsOf(PRESETS.tunnel).map(({ tables }) => tables.bgpSessions)).toEqual([0, 0]);
});

test('the same policy keeps a stranger out only where somebody enforces it', () => {
  const { spec, sessions } = sidesOf(PRESETS.policy);
  const dropped = sessions.map((session) => {
    session.input({ kind: 'send', name: spec.send ?? '' });
    const { jumps } = session.query('timeline', {});
    const [first] = jumps.drop.map((seq) => session.query('instant', { seq, grain: 'hop' }));
    return first?.drop?.policies ?? [];
  });
  expect(dropped).toEqual([[], ['default/allow-web']]);
});
