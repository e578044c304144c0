import { describe, expect, test } from 'vitest';
import { decodeStruct, goBool, goInt, goOwn, goRaw, goString, goUint, goUint16, goUint32 } from './go-decode';
import { parseGoJson } from './go-json';

/** Reads a text into a struct of one field of each type; what was stored, and the error. */
function decode(text: string): {
  readonly stored: Readonly<Record<string, unknown>>;
  readonly error: string | null;
} {
  const stored: Record<string, unknown> = {};
  const into =
    (key: string) =>
    (value: unknown): void => {
      stored[key] = value;
    };
  const parsed = parseGoJson(text);
  if (!parsed.ok) return { stored, error: parsed.error };
  const error = decodeStruct(parsed.value, {
    name: 'Config',
    type: 'subnet.Config',
    fields: {
      On: goBool(into('On')),
      Mode: goString(into('Mode'), 'wireguard.Mode'),
      Count: goInt(into('Count')),
      SubnetLen: goUint(into('SubnetLen')),
      Port: goUint16(into('Port')),
      VNI: goUint32(into('VNI')),
      Network: goOwn((raw) => (raw === '"bad"' ? 'invalid CIDR address: bad' : null)),
      Backend: goRaw((json) => into('Backend')(json.raw)),
    },
  });
  return { stored, error };
}

describe('decodeStruct', () => {
  test('stores what fits, in any case, and passes over strangers', () => {
    expect(decode('{"on":true,"MODE":"auto","count":-3,"subnetlen":24,"Other":[1]}')).toEqual({
      stored: { On: true, Mode: 'auto', Count: -3, SubnetLen: 24 },
      error: null,
    });
  });

  test('letters Unicode counts as k and s are k and s', () => {
    expect(decode('{"bac\u212aend":{"a" : 1}, "\u017fubnetLen":8}').stored).toEqual({
      Backend: '{"a" : 1}',
      SubnetLen: 8,
    });
  });

  test('null leaves everything as it is, except what keeps its text', () => {
    expect(decode('{"On":null,"Mode":null,"SubnetLen":null,"Backend":null}')).toEqual({
      stored: { Backend: 'null' },
      error: null,
    });
    expect(decode('null')).toEqual({ stored: {}, error: null });
  });

  test('the later of two members counts', () =>
    expect(decode('{"VNI":1,"vni":2}').stored).toEqual({ VNI: 2 }));

  test.each([
    ['[]', 'json: cannot unmarshal array into Go value of type subnet.Config'],
    ['"x"', 'json: cannot unmarshal string into Go value of type subnet.Config'],
    ['{"On":"yes"}', 'json: cannot unmarshal string into Go struct field Config.On of type bool'],
    ['{"Mode":1}', 'json: cannot unmarshal number into Go struct field Config.Mode of type wireguard.Mode'],
    [
      '{"SubnetLen":"24"}',
      'json: cannot unmarshal string into Go struct field Config.SubnetLen of type uint',
    ],
    [
      '{"SubnetLen":-1}',
      'json: cannot unmarshal number -1 into Go struct field Config.SubnetLen of type uint',
    ],
    ['{"Count":1.5}', 'json: cannot unmarshal number 1.5 into Go struct field Config.Count of type int'],
    ['{"Count":1e2}', 'json: cannot unmarshal number 1e2 into Go struct field Config.Count of type int'],
    ['{"Port":65536}', 'json: cannot unmarshal number 65536 into Go struct field Config.Port of type uint16'],
    ['{"VNI":{}}', 'json: cannot unmarshal object into Go struct field Config.VNI of type uint32'],
    ['{"Network":"bad"}', 'invalid CIDR address: bad'],
  ])('%s: %s', (text, error) => expect(decode(text).error).toBe(error));

  test('reads on after a mismatch and answers the first; an own reader ends the reading', () => {
    expect(decode('{"On":1,"Mode":2,"SubnetLen":24}')).toEqual({
      stored: { SubnetLen: 24 },
      error: 'json: cannot unmarshal number into Go struct field Config.On of type bool',
    });
    expect(decode('{"On":1,"Network":"bad","SubnetLen":24}')).toEqual({
      stored: {},
      error: 'invalid CIDR address: bad',
    });
  });
});
