/**
 * The CNI call, from the runtime's side: which network a node has, running its plugins in order, keeping the result for
 * DEL. Owned by the caller, as libcni is. Source: containernetworking/cni libcni/api.go.
 */
import type { Json, JsonObject } from '../base/json';
import { isJsonObject, listAt, objectAt, textAt } from '../base/json';
import type { Result } from '../base/result';
import { err, ok } from '../base/result';
import { filesIn, readFile, writeFile } from '../kernel/ops/file';
import type { CniEnv, CniError } from '../trace/kinds.cluster';
import type { ConfList } from './cni/conf';
import { CONF_DIR, chooseConf, deriveConf } from './cni/conf';
import type { PluginHost } from './cni/exec';
import { callPlugin, containerIdFault, errorText } from './cni/exec';
import type { CniCommand } from './cni/plugin';
import type { CniResult } from './cni/result';
import { EMPTY_RESULT, atLeast, printResult } from './cni/result';

export type { ConfList } from './cni/conf';
export type { PluginHost } from './cni/exec';

/** One attachment: which interface of which container. */
export interface Attachment {
  readonly containerId: string;
  /** Path of the netns. */
  readonly netns: string;
  readonly ifname: string;
  /** Keys and values of CNI_ARGS. */
  readonly args: readonly (readonly [string, string])[];
  /** What the runtime knows of, by capability: `{"portMappings": […]}`. */
  readonly capabilityArgs: JsonObject;
}

const CNI_PATH = '/opt/cni/bin';
const CACHE_DIR = '/var/lib/cni/results';

/** The network of a node, null when it has none. */
export function nodeNetwork({ ctx, host }: PluginHost): ConfList | null {
  const ns = ctx.own(host);
  return chooseConf(filesIn(ns, CONF_DIR), (path) => readFile(ns, path));
}

/** Attaches a container: each plugin in order, each seeing the result before it. The error is libcni's text. */
export function addToNetwork(
  at: PluginHost,
  list: ConfList,
  attachment: Attachment,
): Result<CniResult, string> {
  const fault = containerIdFault(attachment.containerId);
  if (fault !== null) return err(errorText(fault));
  const env = envOf('ADD', attachment);
  let last: CniResult | null = null;
  for (const plugin of list.plugins) {
    // For the record a plugin is seen to get the result before it; it is handed what was read of that in any case.
    const seen = last === null || !at.ctx.trace.on ? null : printResult(last, list.cniVersion);
    const conf = deriveConf(list, plugin, attachment.capabilityArgs, seen);
    const answer = callPlugin(at, textAt(plugin, 'type'), env, conf, last);
    if (!answer.ok) return err(`${described(plugin)} failed (add): ${errorText(answer.error)}`);
    last = answer.value;
  }
  const text = cacheText(list, attachment, last);
  writeFile(at.ctx, at.ctx.own(at.host), cachePath(list, attachment), text);
  return ok(last ?? EMPTY_RESULT);
}

/** What libcni keeps of an attachment. Its configuration is most of it, and one text for all attachments of a network. */
function cacheText(list: ConfList, attachment: Attachment, result: CniResult | null): string {
  const { containerId, ifname, netns, args, capabilityArgs } = attachment;
  const printed = result === null ? null : printResult(result, list.cniVersion);
  const own = JSON.stringify({
    ifName: ifname,
    networkName: list.name,
    netns,
    cniArgs: args,
    capabilityArgs,
    result: printed,
  });
  return `{"kind":"cniCacheV1","containerId":${JSON.stringify(containerId)},"config":${configText(list)},${own.slice(1)}`;
}

function configText(list: ConfList): string {
  const known = CONFIGS.get(list);
  if (known !== undefined) return known;
  const { name, cniVersion, plugins } = list;
  const text = JSON.stringify({ name, cniVersion, plugins });
  CONFIGS.set(list, text);
  lastWritten = { text, list: { name, cniVersion, disableCheck: false, plugins } };
  return text;
}

const CONFIGS = new WeakMap<ConfList, string>();
/** The configuration that most attachments of most nodes were made with; what plugins read in it was read once. */
let lastWritten: { readonly text: string; readonly list: ConfList } | null = null;

/**
 * Detaches a container: the plugins in reverse, each seeing the final result of ADD. What is not there any more is no
 * error of theirs.
 */
export function removeFromNetwork(
  at: PluginHost,
  list: ConfList,
  attachment: Attachment,
): Result<null, string> {
  const last = atLeast(list.cniVersion, '0.4.0') ? cachedResult(at, list, attachment) : null;
  for (const plugin of [...list.plugins].reverse()) {
    const conf = deriveConf(list, plugin, attachment.capabilityArgs, last);
    const answer = callPlugin(at, textAt(plugin, 'type'), envOf('DEL', attachment), conf);
    if (!answer.ok) return err(`${described(plugin)} failed (delete): ${errorText(answer.error)}`);
  }
  writeFile(at.ctx, at.ctx.own(at.host), cachePath(list, attachment), undefined);
  return ok(null);
}

/** Asks the plugins whether all is as ADD left it. */
export function checkNetwork(at: PluginHost, list: ConfList, attachment: Attachment): Result<null, string> {
  if (!atLeast(list.cniVersion, '0.4.0')) {
    return err(`configuration version ${JSON.stringify(list.cniVersion)} does not support the CHECK command`);
  }
  if (list.disableCheck) return ok(null);
  const last = cachedResult(at, list, attachment);
  for (const plugin of list.plugins) {
    const conf = deriveConf(list, plugin, attachment.capabilityArgs, last);
    const answer = callPlugin(at, textAt(plugin, 'type'), envOf('CHECK', attachment), conf);
    if (!answer.ok) return err(errorText(answer.error));
  }
  return ok(null);
}

/** What the runtime still knows of: everything else of a network is garbage. */
export interface ValidAttachment {
  readonly containerID: string;
  readonly ifname: string;
}

/**
 * Collects garbage: attachments the runtime no longer knows are deleted, then each plugin is told which are valid. All of
 * it is tried; the errors are collected. Source: libcni/api.go GCNetworkList, gcNetwork.
 */
export function collectGarbage(
  at: PluginHost,
  list: ConfList,
  valid: readonly ValidAttachment[],
): readonly string[] {
  if (list.disableGc === true) return [];
  const errors: string[] = [];
  for (const stale of cachedAttachments(at, list.name)) {
    const { containerId, ifname } = stale;
    if (valid.some((one) => one.containerID === containerId && one.ifname === ifname)) continue;
    const gone = removeFromNetwork(at, list, stale);
    if (!gone.ok) errors.push(`failed to delete stale attachment ${containerId} ${ifname}: ${gone.error}`);
  }
  if (!atLeast(list.cniVersion, '1.1.0')) return errors;
  const attachments = valid.map(({ containerID, ifname }) => ({ containerID, ifname }));
  for (const plugin of list.plugins) {
    const conf: JsonObject = {
      ...plugin,
      name: list.name,
      cniVersion: list.cniVersion,
      'cni.dev/valid-attachments': attachments,
      // The specification once called it so.
      'cni.dev/attachments': attachments,
    };
    const type = textAt(plugin, 'type');
    const answer = callPlugin(at, type, envOf('GC', NO_ATTACHMENT), conf);
    if (!answer.ok) errors.push(`failed to GC plugin ${type}: ${errorText(answer.error)}`);
  }
  return errors;
}

const NO_ATTACHMENT: Attachment = { containerId: '', netns: '', ifname: '', args: [], capabilityArgs: {} };

/** The attachments of a network that libcni has noted. */
function cachedAttachments(at: PluginHost, network: string): readonly Attachment[] {
  const ns = at.ctx.own(at.host);
  return filesIn(ns, CACHE_DIR).flatMap((name): readonly Attachment[] => {
    const cached = parseCache(readFile(ns, `${CACHE_DIR}/${name}`));
    if (cached === null || textAt(cached, 'networkName') !== network) return [];
    return [
      {
        containerId: textAt(cached, 'containerId'),
        netns: textAt(cached, 'netns'),
        ifname: textAt(cached, 'ifName'),
        args: listAt(cached, 'cniArgs') as unknown as Attachment['args'],
        capabilityArgs: objectAt(cached, 'capabilityArgs'),
      },
    ];
  });
}

/** The configuration an attachment was made with: what DEL has to use, whatever is in the folder now. */
export function cachedNetwork(at: PluginHost, name: string, attachment: Attachment): ConfList | null {
  const text = readFile(at.ctx.own(at.host), cachePath({ name }, attachment));
  const cached = parseCache(text);
  if (cached === null || text === null) return null;
  if (lastWritten !== null && isWith(text, lastWritten.text)) return lastWritten.list;
  const config = objectAt(cached, 'config');
  const plugins = config['plugins'];
  return {
    name,
    cniVersion: textAt(config, 'cniVersion'),
    disableCheck: false,
    plugins: (Array.isArray(plugins) ? (plugins as readonly Json[]) : []).filter(isJsonObject),
  };
}

/** Whether a configuration stands in a cached attachment in these words. */
function isWith(text: string, config: string): boolean {
  const at = text.indexOf(CONFIG) + CONFIG.length;
  return text.startsWith(`${config},"ifName"`, at);
}

const CONFIG = '"config":';

function cachedResult(at: PluginHost, list: ConfList, attachment: Attachment): JsonObject | null {
  const result = readCache(at, list, attachment)?.['result'];
  return isJsonObject(result) ? result : null;
}

function readCache(at: PluginHost, list: Pick<ConfList, 'name'>, attachment: Attachment): JsonObject | null {
  return parseCache(readFile(at.ctx.own(at.host), cachePath(list, attachment)));
}

function parseCache(text: string | null): JsonObject | null {
  if (text === null) return null;
  // DEL asks for the same file several times.
  if (text !== lastParsed.text) lastParsed = { text, cached: parsed(text) };
  return lastParsed.cached;
}

let lastParsed: { readonly text: string; readonly cached: JsonObject | null } = { text: '', cached: null };

/** Nobody but us writes these files, and what somebody broke by hand counts as missing, as in libcni. */
function parsed(text: string): JsonObject | null {
  try {
    const cached = JSON.parse(text) as Json;
    return isJsonObject(cached) ? cached : null;
  } catch {
    return null;
  }
}

function cachePath({ name }: Pick<ConfList, 'name'>, { containerId, ifname }: Attachment): string {
  return `${CACHE_DIR}/${name}-${containerId}-${ifname}`;
}

function envOf(command: CniCommand, { containerId, netns, ifname, args }: Attachment): CniEnv {
  return {
    CNI_COMMAND: command,
    CNI_CONTAINERID: containerId,
    CNI_NETNS: netns,
    CNI_IFNAME: ifname,
    CNI_ARGS: args.map(([key, value]) => `${key}=${value}`).join(';'),
    CNI_PATH,
  };
}

/** `plugin type="bridge"` */
function described(plugin: JsonObject): string {
  const name = textAt(plugin, 'name');
  return `plugin type=${JSON.stringify(textAt(plugin, 'type'))}${name === '' ? '' : ` name=${JSON.stringify(name)}`}`;
}

export type { CniError };
