import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ACCEPT, DROP, jump, setMark, clearMark } from './action';
import { match } from './match';
import {
  appendsName,
  chainLines,
  rule,
  ruleFragment,
  ruleHashes,
  ruleLine,
  textOfRule,
  type Rule,
} from './rule';

const PLAIN = { snatFullyRandom: false, masqueradeFullyRandom: false };
const texts = (rules: readonly Rule[]) => rules.map((each) => textOfRule(each, PLAIN));

describe('ruleHashes', () => {
  // What public dumps of clusters up to v3.29 show of cali-FORWARD.
  test('are those of real clusters', () => {
    const chain = [
      rule([], clearMark(0xe0000)),
      rule([match.markClear(0x10000)], jump('cali-from-hep-forward')),
      rule([match.inInterface('cali+')], jump('cali-from-wl-dispatch')),
      rule([match.outInterface('cali+')], jump('cali-to-wl-dispatch')),
      rule([], jump('cali-to-hep-forward')),
      rule([], jump('cali-cidr-block')),
    ];
    expect(ruleHashes('cali-FORWARD', texts(chain))).toEqual([
      'vjrMJCRpqwy5oRoX',
      'A_sPAO0mcxbT9mOV',
      '8ZoYfO5HKXWbB3pk',
      'jdEuaPBe14V2hutn',
      '12bc6HljsMKsmfr-',
      'NOSxoaGx8OIstr1z',
    ]);
  });

  test('appended rules have others than inserted ones', () => {
    const appended = [
      rule([match.markSingleBitSet(0x10000)], ACCEPT, 'Policy explicitly accepted packet.'),
      rule([], setMark(0x10000)),
    ];
    expect(ruleHashes(appendsName('FORWARD'), texts(appended))).toEqual([
      'S93hcgKJrXEqnTfs',
      'mp77cMpurHhyjLrM',
    ]);
    expect(ruleHashes('FORWARD', texts([rule([], jump('cali-FORWARD'))]))).toEqual(['wUHhoiAYhphO9Mso']);
  });

  test('a change changes the hashes from there on, and none before', () => {
    const ports = fc.array(fc.nat(65535), { minLength: 1, maxLength: 8 });
    const hashes = (list: readonly number[]): readonly string[] =>
      ruleHashes('cali-x', texts(list.map((port) => rule([match.destPort(port)], DROP))));
    fc.assert(
      fc.property(ports, fc.nat(), (list, where) => {
        const at = where % list.length;
        const changed = hashes(list.map((port, i) => (i === at ? port + 1 : port)));
        for (const [i, hash] of hashes(list).entries()) {
          if (i < at) expect(changed[i]).toBe(hash);
          else expect(changed[i]).not.toBe(hash);
        }
      }),
    );
  });
});

describe('text', () => {
  test('comments lose what iptables-restore could not read, and are cut', () => {
    expect(ruleFragment({ match: '', action: '', comments: [`a"b$(c)é x`] })).toBe(
      '-m comment --comment "a_b__c__ x"',
    );
    expect(ruleFragment({ match: '', action: '', comments: ['x'.repeat(300)] })).toHaveLength(
      '-m comment --comment ""'.length + 256,
    );
  });

  test('a line: hash, comments, conditions, action', () => {
    const [text] = texts([rule([match.protocol('tcp'), match.destPort(80)], ACCEPT, 'web')]);
    expect(text && ruleLine('-I', 'INPUT', 'abc', text)).toBe(
      '-I INPUT -m comment --comment "cali:abc" -m comment --comment "web" -p tcp --dport 80 --jump ACCEPT',
    );
  });

  test('a chain', () => {
    const [line = ''] = chainLines({ name: 'cali-x', rules: [rule([], null, 'nothing')] }, PLAIN);
    expect(line).toMatch(/^-A cali-x -m comment --comment "cali:[\w-]{16}" -m comment --comment "nothing"$/);
  });
});
