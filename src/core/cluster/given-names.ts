/** Names and UIDs that the API server gives: drawn from seed, name and moment, so that they are the same in every run. */
import { mixHex } from '../base/prng';
import type { Ctx } from '../kernel/ctx';
import type { ApiObject } from '../model/cluster';
import { objectKey } from '../model/cluster';
import { clusterOf } from './write';

/** A name of its own for an object that only says how its name begins. */
export function withName(ctx: Ctx, object: ApiObject): ApiObject {
  const { name, generateName } = object.metadata;
  if (name !== '' || generateName === undefined) return object;
  const version = clusterOf(ctx).resourceVersion;
  for (let attempt = 0; ; attempt += 1) {
    // Each object that was made changes the version, so that the next name is rarely taken.
    const own =
      generateName + nameSuffix(mixHex(`${ctx.world.seed} ${generateName} ${version} ${attempt}`, 16));
    const key = objectKey(object.kind, object.metadata.namespace ?? '', own);
    if (clusterOf(ctx).objects.entries.has(key)) continue;
    return { ...object, metadata: { ...object.metadata, name: own } };
  }
}

/** Letters and digits that make no words (apimachinery pkg/util/rand). */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** Five characters from 16 hexadecimal digits. */
export function nameSuffix(digits: string, length = 5): string {
  let suffix = '';
  for (let i = 0; i < length; i += 1) {
    const word = parseInt(digits.slice((i * 2) % 14, ((i * 2) % 14) + 3), 16);
    suffix += ALPHABET.charAt(word % ALPHABET.length);
  }
  return suffix;
}

/** A UUID from seed, name and moment: an unrelated object changes nobody's. */
export function uidOf(ctx: Ctx, key: string): string {
  const digits = mixHex(`${ctx.world.seed} ${key} ${ctx.world.nowNs} uid`, 32);
  const variant = '89ab'.charAt(parseInt(digits.charAt(16), 16) % 4);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join('-');
}
