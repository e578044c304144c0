import { describe, expect, it } from 'vitest';
import {
  labelFaults,
  labelKeyFaults,
  labelValueFaults,
  portFaults,
  portNameFaults,
  subdomainFaults,
} from './names';

describe('names', () => {
  it.each(['a', 'a-b', '0', 'x'.repeat(63)])('label %s is one', (text) =>
    expect(labelFaults(text)).toEqual([]),
  );

  it('a label says what is wrong with it', () => {
    expect(labelFaults('a.b')).toEqual(['must not contain dots']);
    expect(labelFaults('x'.repeat(64))).toEqual(['must be no more than 63 bytes']);
    expect(labelFaults('-a')[0]).toBe(
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
    );
  });

  it('a subdomain may have dots', () => {
    expect(subdomainFaults('web.example.com')).toEqual([]);
    expect(subdomainFaults('Web')).toHaveLength(1);
    expect(subdomainFaults('a..b')).toHaveLength(1);
  });

  it('keys and values of labels', () => {
    expect(labelKeyFaults('app')).toEqual([]);
    expect(labelKeyFaults('example.com/app')).toEqual([]);
    expect(labelKeyFaults('/app')).toEqual(['prefix part must be non-empty']);
    expect(labelKeyFaults('a/b/c')).toHaveLength(1);
    expect(labelKeyFaults('-app')[0]).toMatch(/^name part must consist of alphanumeric characters/);
    expect(labelValueFaults('')).toEqual([]);
    expect(labelValueFaults('My_Value')).toEqual([]);
    expect(labelValueFaults('a b')).toHaveLength(1);
  });

  it('ports', () => {
    expect(portNameFaults('http')).toEqual([]);
    expect(portNameFaults('80')).toEqual(['must contain at least one letter (a-z)']);
    expect(portNameFaults('a--b')).toEqual(['must not contain consecutive hyphens']);
    expect(portNameFaults('-a')).toEqual(['must not begin or end with a hyphen']);
    expect(portNameFaults('HTTP')).toContain(
      'must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
    );
    expect(portFaults(0)).toEqual(['must be between 1 and 65535, inclusive']);
    expect(portFaults(65_535)).toEqual([]);
  });
});
