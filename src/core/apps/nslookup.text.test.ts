/** Goal: an alias is followed within one answer. */
import { expect, test } from 'vitest';
import { aliasTarget } from './nslookup.text';
import type { DnsMessage } from '../wire/dns';

test('aliasTarget', () => {
  const alias = (name: string, to: string): DnsMessage['answers'][number] => {
    return { name, type: 5, class: 1, ttl: 30, data: { kind: 'name', name: to } };
  };
  const message = { answers: [alias('WWW.x.', 'a.x.'), alias('a.x.', 'b.x.')] } as unknown as DnsMessage;
  expect(aliasTarget(message, 'www.x.')).toBe('b.x.');
  expect(aliasTarget(message, 'other.x.')).toBe('other.x.');
});
