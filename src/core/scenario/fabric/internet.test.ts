/** Goal: the Internet is reached from public addresses alone. */
import { describe, expect, test } from 'vitest';
import { dropsOf, fabricSession, said } from '../../testing/fabric-lab';

const CURL = 'curl -sS -m 2 http://198.51.100.80/';
const POD = [
  '  machines:',
  '    - name: node-1',
  '      role: node',
  '      setup: ip addr add 10.244.1.1/32 dev lo',
];

test('a node is seen as its gateway', () =>
  expect(said(fabricSession('{ kind: internet }'), 'node-1', CURL)).toBe('server sees 203.0.113.2'));

describe('a private source', () => {
  const ping = 'ping -c 1 -W 1 -I 10.244.1.1 198.51.100.80';
  test('that the gateway does not hide is the provider’s to drop', () =>
    expect(dropsOf(fabricSession('{ kind: internet }', POD), 'node-1', ping)).toEqual([
      'internet NETFILTER_DROP',
    ]));
  test('is hidden with the rest where all are; then only the way from the gateway back to the pod is missing', () =>
    expect(dropsOf(fabricSession('{ kind: internet, masquerade: all }', POD), 'node-1', ping)[0]).toBe(
      'internet IP_INNOROUTES',
    ));
  test('of a node is dropped as well without masquerading', () =>
    expect(
      dropsOf(
        fabricSession('{ kind: internet, masquerade: none }'),
        'node-1',
        'ping -c 1 -W 1 198.51.100.80',
      ),
    ).toEqual(['internet NETFILTER_DROP']));
});
