import { expect, test } from 'vitest';
import { sctp } from '../kernel/sock/sctp/part';
import { tcpConnect } from '../kernel/sock/tcp';
import { doorOf } from './ncat.door';

test('TCP unless SCTP is asked for', () => {
  expect(doorOf({}).connect).toBe(tcpConnect);
  expect(doorOf({ transport: 'sctp' }).connect).toBe(sctp.content.sctpConnect);
});
