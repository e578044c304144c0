/** Frames with the lines that tcpdump 4.99.3 printed for them (sctp.recorded.json), good ones and broken ones. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fromHex } from '../../base/bytes';
import { frameText } from '../tcpdump';

const RECORDED = JSON.parse(readFileSync('src/core/views/tcpdump/sctp.recorded.json', 'utf8')) as readonly {
  readonly frame: string;
  readonly text: string;
}[];

test.each(RECORDED.map(({ frame, text }) => [text, frame]))('%s', (text, frame) => {
  expect(frameText({ bytes: fromHex(frame), l2: true }, { ether: false, verbose: false })).toBe(text);
});

test('with -v the header of IP comes first', () => {
  const bytes = fromHex(RECORDED[0]?.frame ?? '');
  expect(frameText({ bytes, l2: true }, { ether: false, verbose: true })).toBe(
    'IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto SCTP (132), length 68)\n' +
      '    10.0.0.1.4000 > 10.0.0.2.9000: sctp (1) [INIT] [init tag: 286331153] [rwnd: 106496] [OS: 10] [MIS: 65535] [init TSN: 100] ',
  );
});
