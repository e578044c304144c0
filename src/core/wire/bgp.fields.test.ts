/** Goal: each message of a segment is shown with its parts in their places. Method: what BIRD 1.6.8 sent, dissected. */
import { expect, test } from 'vitest';
import { fromHex } from '../base/bytes';
import { dissect, type DissectedLayer } from './dissect';

const MARKER = 'ff'.repeat(16);
const UPDATE = `${MARKER}003302000000144001010040020602010000fde94003040a000002180a0908180a0900`;
const OPEN = `${MARKER}00350104fde900f00a00000218021601040001000102004002000041040000fde946004700`;

/** A segment from port 179 with these bytes. */
function layersOf(payload: string): readonly DissectedLayer[] {
  const data = fromHex(payload);
  const packet = new Uint8Array(40 + data.length);
  packet.set(fromHex('4500000000004000400600000a0000010a000002'));
  packet[3] = packet.length;
  packet.set(fromHex('00b3829d00000001000000015018ffff00000000'), 20);
  packet.set(data, 40);
  return dissect(packet, 'ipv4').layers;
}

function fieldsOf(payload: string): Readonly<Record<string, string>> {
  const layer = layersOf(payload).find(({ header }) => header === 'bgp');
  return Object.fromEntries(layer?.fields.map(({ name, text }) => [name, text]) ?? []);
}

test('each message of a segment is a layer of its own, and the middle of one is data', () => {
  const headers = (payload: string): string[] => layersOf(payload).map(({ header }) => header);
  expect(headers(`${UPDATE}${MARKER}00170200000000`)).toEqual(['ipv4', 'tcp', 'bgp', 'bgp']);
  expect(headers('0a0908180a0900')).toEqual(['ipv4', 'tcp', 'payload']);
});

test('an UPDATE shows its attributes and prefixes', () => {
  expect(fieldsOf(UPDATE)).toMatchObject({
    ...{ len: '51', type: 'UPDATE (2)', withdrawnLen: '0', attributesLen: '20' },
    ...{ origin: '40010100', asPath: '40020602010000fde9', nextHop: '4003040a000002' },
    nlri: '180a0908180a0900',
  });
});

test('an OPEN and a NOTIFICATION show what they say', () => {
  expect(fieldsOf(OPEN)).toMatchObject({
    ...{ type: 'OPEN (1)', version: '4', myAs: '65001', holdTime: '240', routerId: '10.0.0.2' },
  });
  // Bad Peer AS: RFC 4271 section 6.2.
  expect(fieldsOf(`${MARKER}0015030202`)).toMatchObject({ code: '2', subcode: '2' });
});
