/**
 * Goal: what is offered is what there is. Method: a lab whose names are known from its file; and every candidate of a
 * device must be accepted by the command it completes.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openLab } from '../testing/open-lab';
import { COMMANDS } from './commands';
import { typedLine } from './complete.words';

const HAND = openLab(readFileSync('scenarios/flannel-vxlan-by-hand/scenario.yaml', 'utf8'));
const end = HAND.length - 1;
const offered = (netns: string, line: string, cursor?: number): string[] =>
  HAND.complete(end, netns, line, cursor).candidates.map(({ text }) => text);

describe('typedLine', () => {
  it.each<[string, readonly string[], string]>([
    ['', [], ''],
    ['ip ro', ['ip'], 'ro'],
    ['ip ', ['ip'], ''],
    ['ip link | gr', [], 'gr'],
    ['ping -c 1 x && ip ', ['ip'], ''],
    ['a; b  c', ['b'], 'c'],
    ['echo "a | b" ', ['echo', 'a | b'], ''],
    ['echo x >/tmp/y ', ['echo', 'x'], ''],
  ])('%s', (line, words, partial) => {
    expect(typedLine(line, line.length)).toMatchObject({ words, partial });
  });

  it('knows a file behind a redirection', () => {
    expect(typedLine('echo 1 > /proc/s', 16)).toMatchObject({ redirect: true, partial: '/proc/s', from: 9 });
  });
});

describe('complete', () => {
  it('offers commands, and none of a node’s in a pod', () => {
    expect(offered('node-1', 'ipt')).toEqual(['iptables', 'iptables-restore', 'iptables-save']);
    expect(offered('node-1', 'kub')).toEqual(['kubectl']);
    expect(HAND.complete(end, 'node-1', 'ip').candidates.find(({ text }) => text === 'ip')?.about).not.toBe(
      '',
    );
  });

  it('offers devices of the netns, with what they are', () => {
    const devices = HAND.world.netns
      .find((ns) => ns?.name === 'node-1')
      ?.links.flatMap((link) => (link === undefined ? [] : [link.name]));
    expect(offered('node-1', 'ip link show dev ')).toEqual(devices);
    expect(offered('node-1', 'ip l s dev fl')).toEqual(['flannel.1']);
    expect(offered('node-1', 'bridge fdb show dev fl')).toEqual(['flannel.1']);
  });

  it('offers words of the usage, options last', () => {
    expect(offered('node-1', 'ip ro')).toEqual(['route']);
    expect(offered('node-1', 'ip route a')).toEqual(['add', 'append']);
    const ping = offered('pod-a', 'ping ');
    expect(ping.indexOf('-c')).toBeGreaterThan(ping.indexOf('10.244.2.2'));
    expect(HAND.complete(end, 'pod-a', 'ping -c').candidates).toEqual([
      { text: '-c', about: 'stop after <count> replies', kind: 'word' },
    ]);
  });

  it('follows a command into another netns', () => {
    expect(offered('node-1', 'ip netns exec pod-a ip link show dev ')).toEqual(['lo', 'eth0']);
    expect(offered('node-1', 'ip -n pod-a link show dev ')).toEqual(['lo', 'eth0']);
    expect(offered('node-1', 'ip netns exec pod-a pi')).toEqual(['ping']);
  });

  it('offers settings, chains, tables', () => {
    expect(offered('node-1', 'sysctl net.ipv4.ip_forw')).toEqual([
      'net.ipv4.ip_forward',
      'net.ipv4.ip_forward_use_pmtu',
    ]);
    expect(offered('node-1', 'iptables -t nat -L POST')).toEqual(['POSTROUTING']);
    expect(offered('node-1', 'iptables -t n')).toEqual(['nat']);
    expect(offered('node-1', 'cat > /proc/sys/net/ipv4/ip_')).toContain('/proc/sys/net/ipv4/ip_forward');
  });

  it('replaces only the word at the cursor, and offers nothing in what nobody knows', () => {
    const { from, to } = HAND.complete(end, 'node-1', 'ip route show', 5);
    expect([from, to]).toEqual([3, 5]);
    expect(offered('node-1', 'nix ')).toEqual([]);
    expect(offered('nix', 'ip ')).toEqual([]);
  });

  it('has a summary for every command, and something to say of every option that has help', () => {
    for (const command of COMMANDS.values()) {
      expect(command.summary ?? '', command.kind).not.toBe('');
      const known = JSON.stringify([command.leading, ...(command.forms ?? command.usage)]);
      for (const word of Object.keys(command.about ?? {})) expect(known, command.kind).toContain(word);
    }
  });
});
