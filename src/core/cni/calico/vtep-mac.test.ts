import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { formatMac, isGroupMac } from '../../wire/addr';
import { vtepMac } from './vtep-mac';

const digits = (text: string): string => createHash('sha1').update(text).digest('hex').slice(0, 10);

test.each(['node1', 'control-plane', ''])('the letter f and five bytes of SHA-1 of %j', (node) => {
  const four = vtepMac(node, 4);
  expect(formatMac(four).replaceAll(':', '')).toBe(`66${digits(node)}`);
  expect(formatMac(vtepMac(node, 6)).replaceAll(':', '')).toBe(`66${digits(`${node}-v6`)}`);
  expect(isGroupMac(four)).toBe(false);
});
