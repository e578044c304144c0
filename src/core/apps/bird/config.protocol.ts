/** `protocol` and `template`: what every protocol may say, and what is each one's own. Source: BIRD 1.6.8 nest/config.Y. */
import type {
  CommonOptions,
  InterfacePattern,
  ProtocolConfig,
  ProtocolKind,
  StaticRoute,
} from '../../model/bird.config';
import { bgpDefaults, finished, readBgpOption, type BgpDraft } from './config.bgp';
import {
  expect,
  expectNumber,
  expectString,
  expectWithin,
  expectWord,
  fail,
  next,
  peek,
  take,
  takeSwitch,
} from './config.cursor';
import type { Cursor } from './config.cursor';
import type { Writable } from './draft';
import { readFilterUse, type Names } from './config.filter';
import { readInterfaces, readStaticRoute } from './config.static';

/** A protocol while it is read; a template is one that is copied. */
export interface ProtocolDraft extends Writable<CommonOptions> {
  readonly kind: ProtocolKind;
  bgp: BgpDraft;
  scanTime: number;
  interfaces: readonly InterfacePattern[];
  routes: readonly StaticRoute[];
  learn: boolean;
  persist: boolean;
  mergePaths: number;
  metric: number;
}

/** Source: BIRD 1.6.8 nest/protocol.h DEF_PREF_*. */
const PREFERENCES: Readonly<Record<ProtocolKind, number>> = {
  device: 240,
  direct: 240,
  static: 200,
  bgp: 100,
  kernel: 10,
};

/** Ways of one route, unless `merge paths on limit` says otherwise. */
const MERGE_LIMIT = 16;

export function newDraft(kind: ProtocolKind, name: string): ProtocolDraft {
  return {
    ...{ kind, name, description: null, preference: PREFERENCES[kind], disabled: false },
    importFilter: { kind: 'all', name: 'ACCEPT' },
    exportFilter: { kind: 'none', name: 'REJECT' },
    bgp: bgpDefaults(),
    ...{ scanTime: 60, interfaces: [], routes: [], learn: false, persist: false, mergePaths: 0, metric: 0 },
  };
}

/** A copy by another name, as `from` makes it. */
export function copyDraft(draft: ProtocolDraft, name: string): ProtocolDraft {
  return { ...draft, bgp: { ...draft.bgp }, name };
}

/** The options in braces. */
export function readProtocolBody(c: Cursor, draft: ProtocolDraft, names: Names): void {
  expect(c, '{');
  while (!take(c, '}')) {
    if (take(c, ';')) continue;
    if (!readCommon(c, draft, names) && !readOwn(c, draft)) fail(peek(c));
    expect(c, ';');
  }
}

function readCommon(c: Cursor, draft: ProtocolDraft, names: Names): boolean {
  const token = peek(c);
  if (token.kind !== 'word') return false;
  switch (token.text) {
    case 'import':
    case 'export':
      c.at += 1;
      // `import keep filtered`, `import limit 100 action disable` and the like change nothing here.
      if (take(c, 'keep')) {
        expect(c, 'filtered');
        takeSwitch(c);
      } else if (take(c, 'limit')) readLimit(c);
      else draft[token.text === 'import' ? 'importFilter' : 'exportFilter'] = readFilterUse(c, names);
      return true;
    case 'receive':
      c.at += 1;
      expect(c, 'limit');
      readLimit(c);
      return true;
    case 'description':
      c.at += 1;
      draft.description = expectString(c);
      return true;
    case 'preference':
      c.at += 1;
      draft.preference = expectWithin(c, 0, 0xffff, 'Invalid preference');
      return true;
    case 'disabled':
      c.at += 1;
      draft.disabled = takeSwitch(c);
      return true;
    case 'debug':
      c.at += 1;
      skipDebug(c);
      return true;
    case 'router':
      c.at += 1;
      expect(c, 'id');
      c.at += 1;
      return true;
    case 'table':
      c.at += 1;
      if (peek(c).text !== 'master') fail(peek(c), 'Unknown routing table');
      c.at += 1;
      return true;
    default:
      return false;
  }
}

function readLimit(c: Cursor): void {
  if (take(c, 'off')) return;
  expectNumber(c);
  if (take(c, 'action')) expectWord(c);
}

/** `debug { states, routes }`, `debug all`, `debug off`: nothing is logged either way. */
export function skipDebug(c: Cursor): void {
  if (!take(c, '{')) {
    next(c);
    return;
  }
  while (!take(c, '}')) if (next(c).kind === 'end') fail(peek(c));
}

function readOwn(c: Cursor, draft: ProtocolDraft): boolean {
  const token = peek(c);
  switch (draft.kind) {
    case 'bgp':
      return readBgpOption(c, draft.bgp);
    case 'direct':
      if (!take(c, 'interface')) return false;
      draft.interfaces = readInterfaces(c);
      return true;
    case 'static':
      if (take(c, 'check')) {
        expect(c, 'link');
        takeSwitch(c);
        return true;
      }
      if (!take(c, 'route')) return false;
      draft.routes = [...draft.routes, readStaticRoute(c)];
      return true;
    case 'device':
    case 'kernel':
      if (take(c, 'scan')) {
        expect(c, 'time');
        draft.scanTime = expectNumber(c);
        if (draft.scanTime < 1) fail(token, 'Scan time must be a positive number');
        return true;
      }
      return draft.kind === 'kernel' && readKernel(c, draft);
  }
}

function readKernel(c: Cursor, draft: ProtocolDraft): boolean {
  if (take(c, 'learn')) draft.learn = takeSwitch(c);
  else if (take(c, 'persist')) draft.persist = takeSwitch(c);
  else if (take(c, 'metric')) draft.metric = expectNumber(c);
  else if (take(c, 'device')) {
    expect(c, 'routes');
    takeSwitch(c);
  } else if (take(c, 'graceful')) {
    expect(c, 'restart');
    takeSwitch(c);
  } else if (take(c, 'merge')) {
    expect(c, 'paths');
    draft.mergePaths = takeSwitch(c) ? MERGE_LIMIT : 0;
    if (take(c, 'limit'))
      draft.mergePaths = expectWithin(c, 1, 255, 'Merge paths limit must be in range 1-255');
  } else if (take(c, 'kernel')) {
    expect(c, 'table');
    if (expectNumber(c) !== 254) fail(peek(c), 'Kernel table other than main is not in this lab');
  } else return false;
  return true;
}

export function protocolOf(draft: ProtocolDraft): ProtocolConfig {
  const { name, description, preference, importFilter, exportFilter, disabled } = draft;
  const common: CommonOptions = { name, description, preference, importFilter, exportFilter, disabled };
  const { scanTime, interfaces, routes, learn, persist, mergePaths, metric } = draft;
  switch (draft.kind) {
    case 'device':
      return { ...common, kind: 'device', scanTime };
    case 'direct':
      return { ...common, kind: 'direct', interfaces };
    case 'static':
      return { ...common, kind: 'static', routes };
    case 'kernel':
      return { ...common, kind: 'kernel', scanTime, learn, persist, mergePaths, metric };
    case 'bgp':
      return { ...common, kind: 'bgp', ...finished(draft.bgp) };
  }
}
