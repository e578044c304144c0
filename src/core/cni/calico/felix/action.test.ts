import { describe, expect, test } from 'vitest';
import { actionText, clearMark, goTo, hostPort, jump, setMark, type Action } from './action';

const PLAIN = { snatFullyRandom: false, masqueradeFullyRandom: false };
const RANDOM = { snatFullyRandom: true, masqueradeFullyRandom: true };

// The long options of iptables(8) and iptables-extensions(8).
describe('actionText', () => {
  test.each<[Action, string]>([
    [{ kind: 'accept' }, '--jump ACCEPT'],
    [{ kind: 'noTrack' }, '--jump NOTRACK'],
    [{ kind: 'reject' }, '--jump REJECT'],
    [{ kind: 'reject', with: 'tcp-reset' }, '--jump REJECT --reject-with tcp-reset'],
    [jump('cali-x'), '--jump cali-x'],
    [goTo('cali-x'), '--goto cali-x'],
    [clearMark(0x30000), '--jump MARK --set-mark 0/0x30000'],
    [setMark(0x80000000), '--jump MARK --set-mark 0x80000000/0x80000000'],
    [{ kind: 'setMaskedMark', mark: 0, mask: 0x600 }, '--jump MARK --set-mark 0x0/0x600'],
    [{ kind: 'setConnmark', mark: 1 }, '--jump CONNMARK --set-mark 0x1/0xffffffff'],
    [{ kind: 'saveConnmark', mask: 0xf }, '--jump CONNMARK --save-mark --mask 0xf'],
    [{ kind: 'dnat', address: '10.0.0.1' }, '--jump DNAT --to-destination 10.0.0.1'],
    [{ kind: 'dnat', address: 'fd00::1', port: 80 }, '--jump DNAT --to-destination [fd00::1]:80'],
    [{ kind: 'log', prefix: 'calico-packet' }, '--jump LOG --log-prefix "calico-packet: " --log-level 5'],
  ])('%j', (action, text) => expect(actionText(action, PLAIN)).toBe(text));

  test('random ports where iptables knows them', () => {
    expect(actionText({ kind: 'masquerade' }, PLAIN)).toBe('--jump MASQUERADE');
    expect(actionText({ kind: 'masquerade', toPorts: '1-2' }, RANDOM)).toBe(
      '--jump MASQUERADE --to-ports 1-2 --random-fully',
    );
    expect(actionText({ kind: 'snat', to: '10.0.0.1' }, RANDOM)).toBe(
      '--jump SNAT --to-source 10.0.0.1 --random-fully',
    );
  });
});

test('hostPort', () => expect(hostPort('10.0.0.1', '80')).toBe('10.0.0.1:80'));
