/**
 * Goal: a lab that was built beforehand is the same lab. Method: some labs, one with another choice, are packed and taken
 * over; both sessions are then sent the same, looked back into, explained and cut.
 */
import { describe, expect, test } from 'vitest';
import { openBuiltIn, packedAndBack, variants } from './lab/variants';
import { formOf } from '../core/session.built';
import { pack } from '../core/base/packed';
import { worldHash } from '../core/sim/hash';

const LABS = ['flannel-vxlan', 'what-is-broken'];
/** So many records of a set-up are looked back at and explained. */
const LOOKS = 9;

const FORMS = variants().filter(
  ({ lab, choices }) => LABS.includes(lab) && (choices['backend'] ?? 'host-gw') === 'host-gw',
);

describe.each(FORMS)('$name', ({ lab, choices }) => {
  const real = openBuiltIn(lab, { choices });
  const taken = openBuiltIn(lab, { choices, built: packedAndBack(real) });

  test('says the same of itself', () => {
    expect(taken.info).toEqual(real.info);
    expect(taken.hash()).toEqual(real.hash());
  });

  test('does the same when it is sent something, and when that is taken back', () => {
    const sends = real.info.sends.map(({ name }) => ({ kind: 'send' as const, name }));
    for (const send of sends) expect(taken.input(send)).toEqual(real.input(send));
    expect(taken.hash()).toEqual(real.hash());
    taken.cut(1);
    for (const send of sends.slice(1)) taken.input(send);
    expect(taken.hash()).toEqual(real.hash());
  });

  test('its set-up can be walked', () => {
    for (let seq = 0; seq < real.length; seq += Math.ceil(real.length / LOOKS)) {
      expect(taken.explain(seq)).toEqual(real.explain(seq));
      expect(worldHash(taken.worldAt(seq))).toBe(worldHash(real.worldAt(seq)));
    }
  });

  test('what it was taken from can be taken again', () => {
    const built = packedAndBack(openBuiltIn(lab, { choices }));
    const before = pack(built);
    const [first] = real.info.sends;
    const send = { kind: 'send' as const, name: first?.name ?? '' };
    for (let i = 0; i < 2; i += 1) openBuiltIn(lab, { choices, built }).input(send);
    expect(pack(built)).toBe(before);
  });
});

test('a form is named by what differs from the file', () => {
  const title = { en: '' };
  const options = [
    { name: 'vxlan', title },
    { name: 'udp', title },
  ];
  const choices = [{ name: 'backend', title, options, default: 'vxlan', chosen: 'vxlan' }];
  expect(formOf(choices, {})).toBe('');
  expect(formOf(choices, { backend: 'vxlan' })).toBe('');
  expect(formOf(choices, { backend: 'udp' })).toBe('backend=udp');
});
