/** Goal: `ip -j route get` as iproute2 6.1 prints it; expected values are its own. */
import { expect, test } from 'vitest';
import { jsonLines } from './json';
import { answerJson } from './route-get-json';

test.each([
  [
    ['10.5.2.2 via 10.5.1.1 dev tla0 src 10.5.1.2 uid 0 ', '    cache '],
    '[{"dst":"10.5.2.2","gateway":"10.5.1.1","dev":"tla0","prefsrc":"10.5.1.2","flags":[],"uid":0,"cache":[]}]',
  ],
  [
    ['10.5.2.2 via 10.5.1.1 dev tla0 src 10.5.1.2 mark 1 uid 0 ', '    cache '],
    '[{"dst":"10.5.2.2","gateway":"10.5.1.1","dev":"tla0","prefsrc":"10.5.1.2","flags":[],"mark":1,"uid":0,"cache":[]}]',
  ],
  [
    ['10.5.0.0/16 via 10.5.1.1 dev tla0 '],
    '[{"dst":"10.5.0.0/16","gateway":"10.5.1.1","dev":"tla0","flags":[]}]',
  ],
  [
    ['10.5.2.2 from 10.5.1.2 dev tlr1 ', '    cache iif tlr0 '],
    '[{"dst":"10.5.2.2","from":"10.5.1.2","dev":"tlr1","flags":[],"cache":[],"iif":"tlr0"}]',
  ],
  [
    ['local 127.0.0.1 dev lo table local src 127.0.0.1 uid 0 ', '    cache <local> '],
    '[{"type":"local","dst":"127.0.0.1","dev":"lo","table":"local","prefsrc":"127.0.0.1","flags":[],"uid":0,"cache":["local"]}]',
  ],
  [
    ['broadcast 10.1.0.255 dev tlv0 table local src 10.1.0.1 uid 0 ', '    cache <local,brd> '],
    '[{"type":"broadcast","dst":"10.1.0.255","dev":"tlv0","table":"local","prefsrc":"10.1.0.1","flags":[],"uid":0,"cache":["local","brd"]}]',
  ],
])('%j', (lines, json) => {
  expect(jsonLines([answerJson(lines)], false)).toEqual([json]);
});
