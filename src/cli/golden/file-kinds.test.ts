import { describe, expect, it } from 'vitest';
import { playFile } from './file-kinds';

describe('playFile', () => {
  it('counts the cases of a file nobody knows', () => {
    expect(playFile('weave/encap.json', [{ name: 'a' }, { name: 'b' }])).toEqual([
      { outcome: 'skipped', name: 'weave/encap.json', cases: 2 },
    ]);
    expect(playFile('toString', [])).toEqual([{ outcome: 'skipped', name: 'toString', cases: 0 }]);
  });

  it('names each case after its file', () => {
    const cases = [
      {
        name: 'good',
        input: '10.5.34.0-24',
        expected: { v4: '10.5.34.0/24', v6: null, roundTrip: '10.5.34.0-24' },
      },
      { name: 'bad', input: '10.5.34.0-24', expected: null },
    ];
    expect(playFile('flannel/subnet-keys.json', cases)).toEqual([
      { outcome: 'passed', name: 'flannel/subnet-keys/good', leftOut: [] },
      {
        outcome: 'failed',
        name: 'flannel/subnet-keys/bad',
        why: {
          section: 'expected',
          place: '',
          expected: 'null',
          got: '{"roundTrip":"10.5.34.0-24","v4":"10.5.34.0/24","v6":null}',
        },
      },
    ]);
  });

  it('fails a case that makes a player throw, and says what is not modelled', () => {
    const [broken] = playFile('flannel/ip4net.json', [
      { name: 'x', input: { op: 'overlaps', a: 'here', b: '' }, expected: true },
    ]);
    expect(broken).toMatchObject({ outcome: 'failed', why: 'thrown: missing: a network in "here"' });
    const [absent] = playFile('flannel/ip4net.json', [{ name: 'x', input: { op: 'frob' }, expected: true }]);
    expect(absent).toMatchObject({ outcome: 'not modelled', name: 'flannel/ip4net/x' });
  });
});
