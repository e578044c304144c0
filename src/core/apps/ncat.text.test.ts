import { expect, it } from 'vitest';
import { ipv4 } from '../wire/addr';
import { ncatWords } from './ncat.text';

/** As ncat 7.93 and nc.openbsd 1.219-1 print them. */
it.each([
  [ncatWords.nc.bindFailed(9007, 'EADDRINUSE'), 'nc: Address already in use'],
  [
    ncatWords.ncat.bindFailed(9007, 'EADDRINUSE'),
    'Ncat: bind to 0.0.0.0:9007: Address already in use. QUITTING.',
  ],
  [
    ncatWords.nc.connected(ipv4('10.0.0.1'), 443, false),
    'Connection to 10.0.0.1 443 port [tcp/https] succeeded!',
  ],
  [
    ncatWords.nc.connected(ipv4('10.0.0.1'), 123, false),
    'Connection to 10.0.0.1 123 port [tcp/*] succeeded!',
  ],
])('%s', (text, expected) => {
  expect(text).toBe(expected);
});
