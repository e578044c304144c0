import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tunnelName } from './tunnel-name';

it('is a device name made of the SHA-256 of the bare digits', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => {
      const bare = address.split(/[.:]/).join('');
      const hash = createHash('sha256').update(bare).digest('hex');
      expect(tunnelName(address)).toBe(`tun-${hash}`.slice(0, 15));
    }),
  );
});
