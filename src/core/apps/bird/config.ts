/** A configuration of BIRD 1.6, read whole or refused at its first fault. Source: BIRD 1.6.8 conf/, nest/config.Y. */
import { err, ok, type Result } from '../../base/result';
import type { BirdConfig, ConfigError, ProtocolConfig, ProtocolKind } from '../../model/bird.config';
import { ANY_IPV4, type Ipv4Addr } from '../../wire/addr';
import {
  ConfigFault,
  expect,
  expectId,
  expectNumber,
  expectWord,
  fail,
  next,
  peek,
  take,
  takeSwitch,
} from './config.cursor';
import type { Cursor } from './config.cursor';
import { readFilter, readFunction, type Names } from './config.filter';
import {
  copyDraft,
  newDraft,
  protocolOf,
  readProtocolBody,
  skipDebug,
  type ProtocolDraft,
} from './config.protocol';
import { tokenise, type Token } from './config.token';

const KINDS: readonly ProtocolKind[] = ['device', 'direct', 'static', 'kernel', 'bgp'];

/** Lines a configuration may have of protocols; a hostile one may not eat the memory. */
const PROTOCOLS_MAX = 4096;

interface Reading extends Names {
  readonly templates: Map<string, ProtocolDraft>;
  readonly protocols: { readonly config: ProtocolConfig; readonly token: Token }[];
  routerId: Ipv4Addr;
  listenPort: number;
}

/** Reads the file at `path`; `read` answers the text of a file, null when there is none. */
export function parseConfig(
  path: string,
  read: (path: string) => string | null,
): Result<BirdConfig, ConfigError> {
  const text = read(path);
  if (text === null) {
    return err({
      file: path,
      line: 0,
      column: 0,
      text: `Unable to open configuration file ${path}: No such file or directory`,
    });
  }
  const tokens = tokenise(text, path, read);
  if (!tokens.ok) return tokens;
  const cursor: Cursor = { tokens: tokens.value, at: 0, depth: 0, links: 0 };
  try {
    return ok(readAll(cursor));
  } catch (error) {
    if (error instanceof ConfigFault) return err(error.fault);
    throw error;
  }
}

function readAll(c: Cursor): BirdConfig {
  const reading: Reading = {
    ...{ functions: Object.create(null) as Reading['functions'] },
    ...{ filters: Object.create(null) as Reading['filters'] },
    ...{ templates: new Map<string, ProtocolDraft>(), protocols: [], routerId: ANY_IPV4, listenPort: 179 },
  };
  while (peek(c).kind !== 'end') readTop(c, reading);
  const { routerId, listenPort, functions } = reading;
  const protocols = reading.protocols.map(({ config }) => config);
  if (protocols.length === 0) fail(peek(c), 'No protocol is specified in the config file');
  return { routerId, listenPort, protocols, functions: { ...functions } };
}

function readTop(c: Cursor, reading: Reading): void {
  const token = next(c);
  if (token.kind === 'mark' && token.text === ';') return;
  if (token.kind !== 'word') return fail(token);
  switch (token.text) {
    case 'function':
      readFunction(c, reading);
      return;
    case 'filter':
      readFilter(c, reading);
      return;
    case 'protocol':
    case 'template':
      readProtocol(c, reading, token.text === 'template');
      return;
    case 'router':
      expect(c, 'id');
      reading.routerId = expectId(c);
      break;
    case 'listen':
      expect(c, 'bgp');
      readListen(c, reading);
      break;
    case 'log':
    case 'timeformat':
    case 'mrtdump':
    case 'watchdog':
      while (peek(c).text !== ';' && peek(c).kind !== 'end') c.at += 1;
      break;
    case 'debug':
      expect(c, 'protocols');
      skipDebug(c);
      break;
    case 'graceful':
      expect(c, 'restart');
      expect(c, 'wait');
      expectNumber(c);
      break;
    default:
      return fail(token);
  }
  expect(c, ';');
}

function readListen(c: Cursor, reading: Reading): void {
  for (;;) {
    if (take(c, 'port')) reading.listenPort = portOf(expectNumber(c));
    else if (take(c, 'address')) c.at += 1;
    else if (take(c, 'v6only')) takeSwitch(c);
    else return;
  }
}

/** No number is refused: what the kernel is given has sixteen bits, and nothing is BGP's own. */
function portOf(number: number): number {
  const port = number & 0xffff;
  return port === 0 ? 179 : port;
}

function readProtocol(c: Cursor, reading: Reading, isTemplate: boolean): void {
  const token = peek(c);
  const word = expectWord(c);
  const kind = KINDS.find((each) => each === word) ?? fail(token);
  const nameToken = peek(c);
  const name =
    nameToken.kind === 'word' && nameToken.text !== 'from' ? next(c).text : nextName(kind, reading);
  if (reading.templates.has(name) || reading.protocols.some(({ config }) => config.name === name)) {
    fail(peek(c), 'Symbol already defined');
  }
  let draft = newDraft(kind, name);
  if (take(c, 'from')) {
    const from = peek(c);
    const template = reading.templates.get(expectWord(c)) ?? fail(from, 'Template or protocol name expected');
    if (template.kind !== kind) fail(from, 'Protocol type is different from the template');
    draft = copyDraft(template, name);
  }
  if (peek(c).text === '{') readProtocolBody(c, draft, reading);
  else expect(c, ';');
  if (isTemplate) {
    reading.templates.set(name, draft);
    return;
  }
  if (kind === 'bgp') check(draft, c);
  if (reading.protocols.length >= PROTOCOLS_MAX) fail(token, 'Too many protocols for this lab');
  reading.protocols.push({ config: protocolOf(draft), token });
}

/** `static1`, and so on for each kind. */
function nextName(kind: ProtocolKind, { protocols }: Reading): string {
  const taken = new Set(protocols.map(({ config }) => config.name));
  let number = 1;
  while (taken.has(`${kind}${String(number)}`)) number += 1;
  return `${kind}${String(number)}`;
}

/** Source: BIRD 1.6.8 proto/bgp/bgp.c bgp_check_config; the place is that of the closing brace. */
function check({ bgp }: ProtocolDraft, c: Cursor): void {
  const at = c.tokens[c.at - 1] ?? peek(c);
  if (bgp.localAs === 0) fail(at, 'Local AS number must be set');
  if (bgp.neighbor === ANY_IPV4) fail(at, 'Neighbor must be configured');
  if (bgp.remoteAs === 0) fail(at, 'Remote AS number must be set');
  const internal = bgp.localAs === bgp.remoteAs;
  if (!internal && bgp.rrClient) fail(at, 'Only internal neighbor can be RR client');
  if (internal && bgp.rsClient) fail(at, 'Only external neighbor can be RS client');
}
