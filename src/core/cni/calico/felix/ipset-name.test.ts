import { expect, test } from 'vitest';
import { uniqueId } from '../unique-id';
import { IPSET_ID, mainIpsetName } from './ipset-name';

test('a prefix by family; what is too long for the kernel is cut', () => {
  expect(mainIpsetName(IPSET_ID.natOutgoingMasqPools, 4)).toBe('cali40masq-ipam-pools');
  expect(mainIpsetName(IPSET_ID.allHostNets, 6)).toBe('cali60all-hosts-net');
  const id = uniqueId('s', 'all()');
  const name = mainIpsetName(id, 4);
  expect(name).toHaveLength(31);
  expect(`cali40${id}`.startsWith(name)).toBe(true);
});
