import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DROP } from './action';
import { hostDispatchChains, workloadDispatchChains } from './dispatch';
import type { Chain } from './rule';

/** Where a packet of a device ends: the chain it is sent to, or the action at the end; null for back to the caller. */
function follow(chains: readonly Chain[], start: string, device: string): string | null {
  const { rules = [] } = chains.find(({ name }) => name === start) ?? {};
  for (const { match, action } of rules) {
    const pattern = match[0]?.split(' ')[1];
    const fits =
      pattern === undefined ||
      (pattern.endsWith('+') ? device.startsWith(pattern.slice(0, -1)) : device === pattern);
    if (!fits) continue;
    if (action?.kind !== 'goto') return action?.kind ?? null;
    return chains.some(({ name }) => name === action.target)
      ? follow(chains, action.target, device)
      : action.target;
  }
  return null;
}

describe('workloadDispatchChains', () => {
  const device = fc
    .array(fc.constantFrom('a', 'b', '1'), { minLength: 1, maxLength: 4 })
    .map((c) => `cali${c.join('')}`);

  test('every device comes to its own chain, every other one to the end', () => {
    fc.assert(
      fc.property(fc.array(device, { maxLength: 12 }), device, (devices, stranger) => {
        const chains = workloadDispatchChains(devices, DROP);
        for (const each of devices) {
          expect(follow(chains, 'cali-from-wl-dispatch', each)).toBe(`cali-fw-${each}`);
          expect(follow(chains, 'cali-to-wl-dispatch', each)).toBe(`cali-tw-${each}`);
        }
        if (!devices.includes(stranger)) expect(follow(chains, 'cali-to-wl-dispatch', stranger)).toBe('drop');
      }),
    );
  });

  test('devices that begin alike share a chain below the root', () => {
    const chains = workloadDispatchChains(['cali61', 'cali62', 'cali7', 'cali7'], DROP);
    expect(chains.map(({ name, rules }) => [name, rules.length])).toEqual([
      ['cali-from-wl-dispatch-6', 3],
      ['cali-from-wl-dispatch', 3],
      ['cali-to-wl-dispatch-6', 3],
      ['cali-to-wl-dispatch', 3],
    ]);
  });
});

describe('hostDispatchChains', () => {
  test('other devices go on as if nothing had been', () => {
    const chains = hostDispatchChains(['eth0', 'eth1'], true);
    expect(follow(chains, 'cali-from-host-endpoint', 'eth1')).toBe('cali-fh-eth1');
    expect(follow(chains, 'cali-to-hep-forward', 'eth0')).toBe('cali-thfw-eth0');
    expect(follow(chains, 'cali-to-host-endpoint', 'eth2')).toBeNull();
    expect(hostDispatchChains([], false).map(({ name }) => name)).toEqual([
      'cali-from-host-endpoint',
      'cali-to-host-endpoint',
    ]);
  });
});
