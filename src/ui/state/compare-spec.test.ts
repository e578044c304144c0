/** Goal: what is compared survives the way through an address, and nothing else gets in by it. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatSpec, parseSpec, specFor } from './compare-spec';

const name = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/).filter((text) => text !== '__proto__');

test('what is written is read again', () => {
  const side = fc.record({ lab: name, choices: fc.dictionary(name, name, { maxKeys: 3 }) });
  const spec = fc.record({
    sides: fc.array(side, { minLength: 2, maxLength: 3 }),
    send: fc.option(name),
  });
  fc.assert(
    fc.property(spec, (wanted) => {
      expect(parseSpec(formatSpec(wanted))).toEqual(wanted);
    }),
  );
});

describe('refused', () => {
  test.each([
    '',
    'one-lab',
    'a/b/c/d',
    'a/../b',
    'a/b?one?two',
    'a/b?<script>',
    'a~x/b',
    'a~x.y.z/b',
    'A/b',
    'a//b',
    'a/b?',
  ])("'%s'", (text) => expect(parseSpec(text)).toBeNull());

  test('anything whatever ends in a specification or in null', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseSpec(text)));
  });
});

describe('what is compared without a wish', () => {
  const options = ['vxlan', 'host-gw', 'udp'].map((option) => ({ name: option, title: { en: option } }));
  const lab = (chosen: string) => ({
    id: 'flannel',
    choices: [{ name: 'backend', title: { en: 'Backend' }, options, default: 'vxlan', chosen }],
  });

  test('the lab as it is, and with its next option', () => {
    expect(specFor(lab('vxlan'))).toBe('flannel/flannel~backend.host-gw');
    expect(specFor(lab('udp'))).toBe('flannel~backend.udp/flannel~backend.vxlan');
  });

  test('a lab without options gives way to one that has some', () => {
    const spec = specFor({ id: 'docker0', choices: [] });
    expect(spec).toBe(specFor(null));
    expect(parseSpec(spec)?.sides.length).toBeGreaterThan(1);
  });
});
