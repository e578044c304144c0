/** Times as print_ms_timer of iproute2 6.1 writes them. */
import { expect, test } from 'vitest';
import type { TcpSocket } from '../../../model/tcp';
import { timerText } from './info';

const socket = (dueNs: number, more: Partial<TcpSocket> = {}): TcpSocket =>
  ({
    ...{ state: 'ESTABLISHED', sndUna: 1, sndNxt: 2, retransmits: 3 },
    timers: { retransmit: { dueNs, eventNs: dueNs }, ack: { dueNs: 0 }, linger: { dueNs, eventNs: dueNs } },
    ...more,
  }) as TcpSocket;

test.each([
  [200e6, ' timer:(on,200ms,3)'],
  [2.8e9, ' timer:(on,2.800ms,3)'],
  [3e9, ' timer:(on,3sec,3)'],
  [12.5e9, ' timer:(on,12sec,3)'],
  [119e9, ' timer:(on,1min59sec,3)'],
  [0, ''],
])('%i ns', (dueNs, text) => {
  expect(timerText(socket(dueNs), 0)).toBe(text);
});

test('what is closed waits to be forgotten; a closed window is probed', () => {
  expect(timerText(socket(59e9, { state: 'TIME_WAIT' }), 0)).toBe(' timer:(timewait,59sec,0)');
  expect(timerText(socket(5e9, { sndNxt: 1 }), 0)).toBe(' timer:(persist,5sec,3)');
});
