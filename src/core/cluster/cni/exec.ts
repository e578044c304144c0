/**
 * Running a plugin: environment, standard input, standard output, exit code.
 * Source: CNI SPEC.md section 2; containernetworking/cni pkg/skel/skel.go, pkg/utils/utils.go.
 */
import type { JsonObject } from '../../base/json';
import { isJsonObject, textAt } from '../../base/json';
import type { Result } from '../../base/result';
import { err, ok } from '../../base/result';
import type { Ctx } from '../../kernel/ctx';
import { applyOp } from '../../kernel/ops';
import { netnsByName } from '../../kernel/netns';
import { filesSaying, readFile, writeFile } from '../../kernel/ops/file';
import type { NetnsId } from '../../model/link';
import type { NetOp, OpError } from '../../model/op';
import type { CniEnv, CniError } from '../../trace/kinds.cluster';
import type {
  CniAnswer,
  CniCommand,
  CniIo,
  CniPlugin,
  CniPlugins,
  CniRequest,
  PluginRelease,
  Words,
} from './plugin';
import type { ApiDoor } from '../api-door';
import type { CniResult } from './result';
import { asSpoken, atLeast, printResult, readResult } from './result';

/** Where runtimes mount network namespaces. */
export const NETNS_DIR = '/var/run/netns/';

const INCOMPATIBLE_VERSION = 1;
const UNKNOWN_CONTAINER = 3;
const BAD_ENVIRONMENT = 4;
const BAD_CONFIG = 7;
/** What the reference plugins answer for everything else. */
export const GENERIC_ERROR = 999;

/** An error of a plugin's own. */
export function fail(msg: string): Result<never, CniError> {
  return err({ code: GENERIC_ERROR, msg });
}

/** As Go prints it. */
export function errorText({ msg, details }: CniError): string {
  return details === undefined || details === '' ? msg : `${msg}; ${details}`;
}

/** Who runs plugins, and where. */
export interface PluginHost {
  readonly ctx: Ctx;
  readonly plugins: CniPlugins;
  /** Missing where there is no cluster. */
  readonly api?: ApiDoor;
  /** Root netns of the machine. */
  readonly host: NetnsId;
}

/** Runs the plugin `type`; the answer is what it prints. */
export function runPlugin(
  at: PluginHost,
  type: string,
  env: CniEnv,
  conf: JsonObject,
): Result<JsonObject | null, CniError> {
  const answer = callPlugin(at, type, env, conf);
  if (!answer.ok || env.CNI_COMMAND === 'VERSION') return answer.ok ? ok(versions(at, type)) : answer;
  return ok(answer.value === null ? null : printResult(answer.value, versionOf(conf)));
}

/**
 * The same for a caller that reads what is printed: it is not printed at all, unless for the record. Both ends of the
 * call are records. `prevResult` is the one of the configuration, already read; `conf` need not have it then.
 */
export function callPlugin(
  at: PluginHost,
  type: string,
  env: CniEnv,
  conf: JsonObject,
  prevResult: CniResult | null = previousOf(conf),
): CniAnswer {
  const plugin = at.plugins.byType.get(type);
  if (plugin !== undefined && !at.ctx.trace.on) return execute(at, plugin, env, conf, prevResult);
  if (plugin === undefined) {
    const missing = fail(`failed to find plugin ${JSON.stringify(type)} in path [${env.CNI_PATH}]`);
    tell(at, type, env, conf, 'error', missing);
    return missing;
  }
  tell(at, type, env, conf, 'call', null);
  const answer = execute(at, plugin, env, conf, prevResult);
  tell(at, type, env, conf, answer.ok ? 'result' : 'error', answer);
  return answer;
}

function tell(
  at: PluginHost,
  type: string,
  env: CniEnv,
  conf: JsonObject,
  verdict: 'call' | 'result' | 'error',
  answer: CniAnswer | null,
): void {
  const { ctx, host } = at;
  if (!ctx.trace.on) return;
  const withoutEffect = at.plugins.byType.get(type)?.withoutEffect === true;
  const error = answer?.ok === false ? answer.error : null;
  const result = answer?.ok === true ? shown(at, type, env, conf, answer.value) : null;
  ctx.emit('cni.call', verdict, host, 0, null, { plugin: type, env, conf, result, error, withoutEffect });
}

function shown(
  at: PluginHost,
  type: string,
  env: CniEnv,
  conf: JsonObject,
  result: CniResult | null,
): JsonObject | null {
  if (env.CNI_COMMAND === 'VERSION') return versions(at, type);
  return result === null ? null : printResult(result, versionOf(conf));
}

function previousOf(conf: JsonObject): CniResult | null {
  const previous = conf['prevResult'];
  return isJsonObject(previous) ? readResult(previous) : null;
}

function versionOf(conf: JsonObject): string {
  const cniVersion = textAt(conf, 'cniVersion');
  return cniVersion === '' ? '0.1.0' : cniVersion;
}

/** The versions a plugin speaks, oldest first. */
function spokenBy({ plugins }: PluginHost, { oldestVersion }: CniPlugin): readonly string[] {
  const all = plugins.release.cniVersions;
  return oldestVersion === undefined ? all : all.filter((one) => atLeast(one, oldestVersion));
}

function versions(at: PluginHost, type: string): JsonObject {
  const plugin = at.plugins.byType.get(type);
  const supportedVersions = plugin === undefined ? [] : spokenBy(at, plugin);
  return { cniVersion: supportedVersions[supportedVersions.length - 1] ?? '', supportedVersions };
}

function execute(
  at: PluginHost,
  plugin: CniPlugin,
  env: CniEnv,
  conf: JsonObject,
  prevResult: CniResult | null,
): CniAnswer {
  const command = env.CNI_COMMAND;
  const fault = faultOf(env, conf);
  if (fault !== null) return err(fault);
  if (command === 'VERSION') return ok(null);
  const cniVersion = versionOf(conf);
  if (command === 'CHECK' && !atLeast(cniVersion, '0.4.0')) {
    return err({ code: INCOMPATIBLE_VERSION, msg: 'config version does not allow CHECK' });
  }
  if (command === 'GC' && !atLeast(cniVersion, '1.1.0')) {
    return err({ code: INCOMPATIBLE_VERSION, msg: 'config version does not allow GC' });
  }
  const spoken = spokenBy(at, plugin);
  if (!spoken.includes(cniVersion)) {
    const supported = spoken.map((one) => JSON.stringify(one)).join(' ');
    return err({
      code: INCOMPATIBLE_VERSION,
      msg: 'incompatible CNI versions',
      details: `config is ${JSON.stringify(cniVersion)}, plugin supports [${supported}]`,
    });
  }
  const request = { env, conf, prevResult };
  const answer = call(plugin, command, new PluginIo(at, plugin, env, request), request);
  if (!answer.ok || answer.value === null) return answer;
  const whole = asSpoken(answer.value, cniVersion);
  return whole === answer.value ? answer : ok(whole);
}

function call(plugin: CniPlugin, command: string, ...[io, request]: Parameters<CniPlugin['add']>): CniAnswer {
  switch (command) {
    case 'ADD':
      return plugin.add(io, request);
    case 'DEL':
      return plugin.del(io, request);
    case 'CHECK':
      return plugin.check(io, request);
    case 'GC':
      return plugin.gc?.(io, request) ?? ok(null);
    default:
      return err({ code: BAD_ENVIRONMENT, msg: `unknown CNI_COMMAND: ${command}` });
  }
}

const REQUIRED: Readonly<Record<string, readonly (keyof CniEnv)[]>> = {
  ADD: ['CNI_CONTAINERID', 'CNI_NETNS', 'CNI_IFNAME', 'CNI_PATH'],
  CHECK: ['CNI_CONTAINERID', 'CNI_NETNS', 'CNI_IFNAME', 'CNI_PATH'],
  DEL: ['CNI_CONTAINERID', 'CNI_IFNAME', 'CNI_PATH'],
  GC: ['CNI_PATH'],
};

/** What is wrong with a call. A delegate gets its caller's environment, and all pods of a node one configuration. */
function faultOf(env: CniEnv, conf: JsonObject): CniError | null {
  if (env !== soundEnv) {
    const fault = envFault(env);
    if (fault !== null) return fault;
    soundEnv = env;
  }
  if (env.CNI_COMMAND === 'VERSION' || SOUND_CONFS.has(conf)) return null;
  const fault = confFault(conf);
  if (fault === null) SOUND_CONFS.add(conf);
  return fault;
}

/** The environment that was last found to be sound. */
let soundEnv: CniEnv | null = null;
const SOUND_CONFS = new WeakSet<JsonObject>();

const NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/;

function envFault(env: CniEnv): CniError | null {
  const wanted = REQUIRED[env.CNI_COMMAND] ?? [];
  const id = env.CNI_CONTAINERID;
  if (wanted.includes('CNI_CONTAINERID') && id !== '' && !NAME.test(id)) {
    return { code: BAD_ENVIRONMENT, msg: 'invalid characters in containerID', details: id };
  }
  const name = env.CNI_IFNAME;
  if (wanted.includes('CNI_IFNAME') && name !== '') {
    const fault = ifnameFault(name);
    if (fault !== null) return fault;
  }
  const missing = wanted.filter((one) => env[one] === '');
  if (env.CNI_COMMAND === '') missing.unshift('CNI_COMMAND');
  if (missing.length === 0) return null;
  return { code: BAD_ENVIRONMENT, msg: `required env variables [${missing.join(',')}] missing` };
}

function ifnameFault(name: string): CniError | null {
  const code = BAD_ENVIRONMENT;
  if (name.length > 15) {
    const details = 'interface name should be less than 16 characters';
    return { code, msg: 'interface name is too long', details };
  }
  if (name === '.' || name === '..') return { code, msg: 'interface name is . or ..' };
  if (/[/:\s]/.test(name)) return { code, msg: 'interface name contains / or : or whitespace characters' };
  return null;
}

function confFault(conf: JsonObject): CniError | null {
  const name = textAt(conf, 'name');
  if (name === '') return { code: BAD_CONFIG, msg: 'missing network name' };
  if (!NAME.test(name))
    return { code: BAD_CONFIG, msg: 'invalid characters found in network name', details: name };
  return null;
}

/** What libcni itself refuses before it runs anything; null when nothing. */
export function containerIdFault(id: string): CniError | null {
  return id === '' ? { code: UNKNOWN_CONTAINER, msg: 'missing containerID' } : null;
}

export function pluginIo(
  at: PluginHost,
  plugin: CniPlugin,
  env: CniEnv,
  own: Pick<CniRequest, 'conf' | 'prevResult'> | null = null,
): CniIo {
  return new PluginIo(at, plugin, env, own);
}

/** Methods and not functions of each call: a pod takes half a dozen calls. */
class PluginIo implements CniIo {
  readonly ctx: Ctx;
  readonly host: NetnsId;
  readonly release: PluginRelease;
  readonly api: ApiDoor | null;
  private readonly at: PluginHost;
  private readonly plugin: CniPlugin;
  private readonly env: CniEnv;
  private readonly own: Pick<CniRequest, 'conf' | 'prevResult'> | null;

  constructor(
    at: PluginHost,
    plugin: CniPlugin,
    env: CniEnv,
    own: Pick<CniRequest, 'conf' | 'prevResult'> | null,
  ) {
    this.ctx = at.ctx;
    this.host = at.host;
    this.release = at.plugins.release;
    this.api = at.api ?? null;
    this.at = at;
    this.plugin = plugin;
    this.env = env;
    this.own = own;
  }

  netns(path: string): NetnsId | null {
    return netnsAt(this.ctx, this.host, path);
  }

  op(netns: NetnsId, op: NetOp, command: Words): OpError | null {
    return applyOp(this.ctx, netns, op, this.ctx.trace.on ? typed(this.plugin, command) : null);
  }

  readFile(path: string): string | null {
    return readFile(this.ctx.own(this.host), path);
  }

  writeFile(path: string, text: string | undefined): void {
    writeFile(this.ctx, this.ctx.own(this.host), path, text);
  }

  filesSaying(folder: string, text: string): readonly string[] {
    return filesSaying(this.ctx.own(this.host), folder, text);
  }

  delegate(type: string, command: CniCommand, conf: JsonObject, args?: string): CniAnswer {
    const { at, own } = this;
    const env = args === undefined ? this.env : { ...this.env, CNI_ARGS: `${this.env.CNI_ARGS};${args}` };
    const theirs = env.CNI_COMMAND === command ? env : { ...env, CNI_COMMAND: command };
    const previous = conf === own?.conf ? own.prevResult : previousOf(conf);
    return callPlugin(at, type, theirs, conf, previous);
  }
}

function typed({ kind }: CniPlugin, command: Words): string {
  return `${kind}: ${typeof command === 'string' ? command : command()}`;
}

/** A netns of the same machine by the path it is mounted at. */
function netnsAt(ctx: Ctx, host: NetnsId, path: string): NetnsId | null {
  if (!path.startsWith(NETNS_DIR)) return null;
  const id = netnsByName(ctx.world, path.slice(NETNS_DIR.length));
  const machine = ctx.world.netns[host]?.machine;
  return id !== null && ctx.world.netns[id]?.machine === machine ? id : null;
}
