import { expect, it } from 'vitest';
import { Words } from '../words';
import { mark } from './mark';

/** Spellings and what iptables-save makes of them (iptables 1.8, extensions/libxt_MARK.c). */
it.each<[readonly string[], string]>([
  [['--set-xmark', '0x4000/0x4000'], '-j MARK --set-xmark 0x4000/0x4000'],
  [['--set-mark', '0x1'], '-j MARK --set-xmark 0x1/0xffffffff'],
  [['--or-mark', '0x4000'], '-j MARK --set-xmark 0x4000/0x4000'],
  [['--and-mark', '0xff'], '-j MARK --set-xmark 0x0/0xffffff00'],
  [['--xor-mark', '0x2'], '-j MARK --set-xmark 0x2/0x0'],
])('%j', (words, printed) => {
  const target = mark.parse(new Words(words));
  expect(target === null ? null : mark.print(target)).toBe(printed);
});
