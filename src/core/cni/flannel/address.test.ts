import { expect, test } from 'vitest';
import { linkByName } from '../../kernel/ctx';
import type { Link } from '../../model/link';
import { recordedShell } from '../../testing/shell-host';
import { parseCidr4, type Cidr4 } from '../../wire/addr';
import { ensureAddress } from './address';
import { commandOf } from './op-text';

function net(text: string): Cidr4 {
  const parsed = parseCidr4(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
}

function commands(present: Link | null): readonly string[] {
  const effects = ensureAddress(
    'd0',
    present,
    net('10.244.1.0/24'),
    net('10.244.0.0/16'),
    'failed to configure',
  );
  return effects.map((effect) => (effect.kind === 'net' ? commandOf(effect.op) : effect.kind));
}

function device(...addrs: readonly string[]): Link | null {
  const lines = addrs.map((addr) => `ip addr add ${addr} dev d0`);
  const { host } = recordedShell(`ip link add d0 type dummy\n${lines.join('\n')}`);
  const ns = host.world.netns.find((each) => each?.name === 'node-1');
  return ns === undefined ? null : linkByName(ns, 'd0');
}

test('a new device gets its address', () => {
  expect(commands(null)).toEqual(['ip addr add 10.244.1.0/32 dev d0']);
});

test('an address that is right stays, others of the network go, strangers are nobody’s business', () => {
  expect(commands(device('10.244.1.0/32', '172.16.0.1/24'))).toEqual([]);
  expect(commands(device('10.244.7.0/32', '10.244.1.0/24', '172.16.0.1/24'))).toEqual([
    'ip addr del 10.244.7.0/32 dev d0',
    'ip addr del 10.244.1.0/24 dev d0',
    'ip addr add 10.244.1.0/32 dev d0',
  ]);
});

test('a refusal is told in full', () => {
  const [effect] = ensureAddress(
    'd0',
    null,
    net('10.244.1.0/24'),
    net('10.244.0.0/16'),
    'failed to configure',
  );
  expect(effect).toMatchObject({
    stops: true,
    complaint:
      'failed to configure: failed to ensure address of interface d0: failed to add IP address 10.244.1.0/32 to d0: ',
  });
});
