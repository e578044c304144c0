import { describe, expect, test } from 'vitest';
import { delegateRoutes } from './delegate.routes';

describe('delegateRoutes', () => {
  test('known members in their order, the rest gone', () => {
    const given = [
      { scope: 0, gw: '10.0.0.1', mtu: 1400, advmss: 0, table: 5, dst: '10.96.0.0/12', other: true },
      { dst: 'fc00::/48', gw: '' },
    ];
    const routes = delegateRoutes(given);
    expect(routes.ok && JSON.stringify(routes.value)).toBe(
      '[{"dst":"10.96.0.0/12","gw":"10.0.0.1","mtu":1400,"table":5,"scope":0},{"dst":"fc00::/48"}]',
    );
  });

  test('none', () => {
    expect(delegateRoutes(undefined)).toEqual({ ok: true, value: [] });
    expect(delegateRoutes(null)).toEqual({ ok: true, value: [] });
  });

  test.each([
    ['10.96.0.0/12', 'json: cannot unmarshal string into Go value of type []types.Route'],
    [[true], 'json: cannot unmarshal bool into Go value of type types.route'],
    [[{}], 'invalid CIDR address: '],
    [[{ dst: '10.96.0.0' }], 'invalid CIDR address: 10.96.0.0'],
    [[{ dst: '10.96.0.0/12', gw: 'there' }], 'invalid IP address: there'],
  ])('refuses %j', (given, error) => expect(delegateRoutes(given)).toEqual({ ok: false, error }));
});
