import { expect, it } from 'vitest';
import { CT_STATES } from '../../model/netfilter.match';
import { parseStates, printStates } from './states';

it('orders states as the kernel does, and knows no others', () => {
  expect(parseStates('established,NEW', CT_STATES)).toEqual(['NEW', 'ESTABLISHED']);
  expect(printStates(['DNAT', 'INVALID', 'RELATED'])).toBe('INVALID,RELATED,DNAT');
  expect(parseStates('NEW,OLD', CT_STATES)).toBeNull();
});
