import { expect, it } from 'vitest';
import { ipv4 } from '../wire/addr';
import { ncatWords } from './ncat.text';

/** As ncat 7.93 and nc.openbsd 1.219-1 print them. */
it.each([
  [ncatWords.nc.bindFailed(ipv4('0.0.0.0'), 9007, 'EADDRINUSE'), 'nc: Address already in use'],
  [
    ncatWords.ncat.bindFailed(ipv4('0.0.0.0'), 9007, 'EADDRINUSE'),
    'Ncat: bind to 0.0.0.0:9007: Address already in use. QUITTING.',
  ],
  [
    ncatWords.nc.connected({ host: '10.0.0.1', dst: ipv4('10.0.0.1'), port: 443, numeric: false }),
    'Connection to 10.0.0.1 443 port [tcp/https] succeeded!',
  ],
  [
    ncatWords.nc.connected({ host: '10.0.0.1', dst: ipv4('10.0.0.1'), port: 123, numeric: false }),
    'Connection to 10.0.0.1 123 port [tcp/*] succeeded!',
  ],
  [
    ncatWords.nc.connected({ host: 'four', dst: ipv4('10.1.0.4'), port: 8080, numeric: true }),
    'Connection to four (10.1.0.4) 8080 port [tcp/*] succeeded!',
  ],
  [
    ncatWords.nc.failed({ host: 'web.example', dst: ipv4('10.1.0.2'), port: 80 }, 'ECONNREFUSED'),
    'nc: connect to web.example (10.1.0.2) port 80 (tcp) failed: Connection refused',
  ],
  [
    ncatWords.nc.unknownHost('nope', 80, 'Temporary failure in name resolution').text,
    'nc: getaddrinfo for host "nope" port 80: Temporary failure in name resolution',
  ],
  [
    ncatWords.ncat.unknownHost('nope', 80, 'Temporary failure in name resolution').text,
    'Ncat: Could not resolve hostname "nope": Temporary failure in name resolution. QUITTING.',
  ],
])('%s', (text, expected) => {
  expect(text).toBe(expected);
});
