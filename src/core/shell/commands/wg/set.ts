/**
 * `wg set`. Source: wireguard-tools 1.0.20210914 src/set.c, src/config.c config_read_cmd.
 *
 * Public keys are names. There are no files: the file named as `private-key` holds the key that belongs to the public
 * key of its own name, so that `/etc/wireguard/node-1.key` makes the device `node-1`.
 */
import { err, ok, type Result } from '../../../base/result';
import { isKey } from '../../../kernel/link/wireguard/key';
import type { NetOp, WireguardPeerSpec } from '../../../model/op';
import { networkOf, parseIpv4, type Cidr4 } from '../../../wire/addr';
import { failed, notYet, printed, type CommandIo, type Outcome } from '../../command';

export const SET_USAGE =
  'wg set <interface> [listen-port <port>] [fwmark <mark>] [private-key <name or file path>] [peer <public key> [remove] [endpoint <ip>:<port>] [allowed-ips <ip1>/<cidr1>[,<ip2>/<cidr2>]...] ]...';

const PORT_MAX = 0xffff;
const MARK_MAX = 0xffff_ffff;

type SetOp = NetOp & { kind: 'wg.set' };
interface Draft {
  publicKey?: string;
  listenPort?: number;
  fwmark?: number;
  readonly peers: WireguardPeerSpec[];
}

export function setInterface(io: CommandIo, argv: readonly string[]): Outcome {
  const [dev, ...rest] = argv;
  if (dev === undefined || rest.length === 0) return failed(1, `Usage: ${SET_USAGE}`);
  const warnings: string[] = [];
  const read = readWords(rest, warnings);
  if (!read.ok) return read.error;
  const { peers, ...device } = read.value;
  const op: SetOp = { kind: 'wg.set', dev, ...device, ...(peers.length > 0 && { peers }) };
  const error = io.host.apply(io.netns, op, io.typed);
  if (error) return failed(1, ...warnings, error.message);
  return { ...printed(), stderr: warnings };
}

function readWords(argv: readonly string[], warnings: string[]): Result<Draft, Outcome> {
  const draft: Draft = { peers: [] };
  for (let at = 0; at < argv.length;) {
    const word = argv[at] ?? '';
    const value = argv[at + 1];
    const peer = draft.peers.at(-1);
    const change = (patch: Partial<WireguardPeerSpec>): void => {
      if (peer !== undefined) draft.peers[draft.peers.length - 1] = { ...peer, ...patch };
    };
    let wrong: Outcome | null = null;
    if (word === 'remove' && peer !== undefined) {
      change({ remove: true });
      at += 1;
      continue;
    }
    if (value === undefined) return err(failed(1, `Invalid argument: ${word}`));
    if (word === 'listen-port' && peer === undefined) {
      wrong = note(readPort(value), (port) => (draft.listenPort = port));
    } else if (word === 'fwmark' && peer === undefined) {
      wrong = note(readMark(value), (mark) => (draft.fwmark = mark));
    } else if (word === 'private-key' && peer === undefined) {
      wrong = note(readKey(nameInside(value), value), (key) => (draft.publicKey = key));
    } else if (word === 'peer') {
      wrong = note(readKey(value, value), (publicKey) => draft.peers.push({ publicKey }));
    } else if (word === 'endpoint' && peer !== undefined) {
      wrong = note(readEndpoint(value), (endpoint) => {
        change({ endpoint });
      });
    } else if (word === 'allowed-ips' && peer !== undefined) {
      wrong = note(readAllowed(value.replace(/\s+/g, ''), warnings), (allowedIps) => {
        change({ allowedIps });
      });
    } else if (word === 'persistent-keepalive' && peer !== undefined) {
      if (value !== '0' && value.toLowerCase() !== 'off') wrong = notYet('wg set … persistent-keepalive');
    } else if (word === 'preshared-key') {
      wrong = notYet(`wg set … ${word}`);
    } else {
      wrong = failed(1, `Invalid argument: ${word}`);
    }
    if (wrong !== null) return err(wrong);
    at += 2;
  }
  return ok(draft);
}

function note<T>(read: Result<T, Outcome>, take: (value: T) => unknown): Outcome | null {
  if (!read.ok) return read.error;
  take(read.value);
  return null;
}

/** `/etc/wireguard/node-1.key` → `node-1` */
function nameInside(path: string): string {
  return path.replace(/^.*\//, '').replace(/\.key$/, '');
}

function readKey(key: string, typed: string): Result<string, Outcome> {
  return isKey(key) ? ok(key) : err(failed(1, `Key is not the correct length or format: \`${typed}'`));
}

function readPort(word: string): Result<number, Outcome> {
  if (word === '') return err(failed(1, 'Unable to parse empty port'));
  const port = /^\d{1,5}$/.test(word) ? Number(word) : PORT_MAX + 1;
  return port <= PORT_MAX ? ok(port) : err(failed(1, `Servname not supported for ai_socktype: \`${word}'`));
}

/** Decimal, or hexadecimal with `0x`; `off` for none. Source: config.c parse_fwmark. */
function readMark(word: string): Result<number, Outcome> {
  if (word.toLowerCase() === 'off') return ok(0);
  const mark = /^(?:0x[\da-f]{1,8}|\d{1,10})$/i.test(word) ? Number(word) : NaN;
  return mark <= MARK_MAX ? ok(mark) : err(failed(1, `Fwmark is neither 0/off nor 0-0xffffffff: \`${word}'`));
}

function readEndpoint(word: string): Result<NonNullable<WireguardPeerSpec['endpoint']>, Outcome> {
  if (word === '') return err(failed(1, 'Unable to parse empty endpoint'));
  if (word.startsWith('[')) return err(notYet('IPv6'));
  const colon = word.lastIndexOf(':');
  if (colon < 0 || colon === word.length - 1)
    return err(failed(1, `Unable to find port of endpoint: \`${word}'`));
  const addr = parseIpv4(word.slice(0, colon));
  const port = readPort(word.slice(colon + 1));
  if (!addr.ok) return err(failed(1, `Name or service not known: \`${word}'`));
  return port.ok ? ok({ addr: addr.value, port: port.value }) : port;
}

function readAllowed(word: string, warnings: string[]): Result<readonly Cidr4[], Outcome> {
  const prefixes: Cidr4[] = [];
  if (word === '') return ok(prefixes);
  for (const entry of word.split(',')) {
    if (/^[+-]/.test(entry)) return err(notYet('wg set … allowed-ips with + or -'));
    if (entry.includes(':')) return err(notYet('IPv6'));
    const [head = '', mask] = entry.split(/\/(.*)/s);
    const addr = parseIpv4(head);
    if (!addr.ok) return err(failed(1, `Unable to parse IP address: \`${head}'`));
    const len = mask === undefined ? 32 : /^\d+$/.test(mask) ? Number(mask) : 33;
    if (len > 32) return err(failed(1, `AllowedIP is not in the correct format: \`${entry}'`));
    if (networkOf(addr.value, len) !== addr.value)
      warnings.push(`Warning: AllowedIP has nonzero host part: ${head}/${mask ?? '(null)'}`);
    prefixes.push({ addr: addr.value, len });
  }
  return ok(prefixes);
}
