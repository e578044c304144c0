/** Network configurations: finding the one a node uses, and what each plugin is told. Source: CNI SPEC.md section 1, 3. */
import type { Json, JsonObject } from '../../base/json';
import { isJsonObject, objectAt, textAt } from '../../base/json';
import type { Result } from '../../base/result';
import { err, ok } from '../../base/result';
import { atLeast } from './result';

export const CONF_DIR = '/etc/cni/net.d';
/** The newest version of the specification that the runtime speaks. */
export const CNI_VERSION = '1.1.0';

export interface ConfList {
  readonly name: string;
  readonly cniVersion: string;
  readonly disableCheck: boolean;
  readonly disableGc?: boolean;
  /** Plugin objects in order, as they stand in the file. */
  readonly plugins: readonly JsonObject[];
}

/** Reads a `.conflist`, or a `.conf` or `.json` that describes one plugin. The error is the text of libcni. */
export function parseConf(text: string): Result<ConfList, string> {
  // Every pod of every node asks for the same few texts.
  const known = PARSED.get(text);
  if (known !== undefined) return known;
  const read = readConf(text);
  if (PARSED.size >= PARSED_MAX) PARSED.clear();
  PARSED.set(text, read);
  return read;
}

const PARSED = new Map<string, Result<ConfList, string>>();
const PARSED_MAX = 64;

function readConf(text: string): Result<ConfList, string> {
  const json = parseJson(text);
  if (!isJsonObject(json)) return err('error parsing configuration list: no JSON object');
  const { name } = json;
  if (name === undefined) return err('error parsing configuration list: no name');
  if (typeof name !== 'string') return err('error parsing configuration list: invalid name type');
  const single = json['plugins'] === undefined && typeof json['type'] === 'string';
  const plugins: readonly Json[] = single ? [json] : Array.isArray(json['plugins']) ? json['plugins'] : [];
  if (plugins.length === 0) return err('error parsing configuration list: no plugins in list');
  const found: JsonObject[] = [];
  for (const [index, plugin] of plugins.entries()) {
    if (!isJsonObject(plugin) || textAt(plugin, 'type') === '') {
      return err(`failed to parse plugin config ${index}: error parsing configuration: missing 'type'`);
    }
    found.push(plugin);
  }
  const isOn = (key: string): boolean => json[key] === true || json[key] === 'true';
  const gc = isOn('disableGC') ? { disableGc: true } : {};
  return ok({ name, cniVersion: versionOf(json), disableCheck: isOn('disableCheck'), ...gc, plugins: found });
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** The highest of cniVersion and cniVersions that the runtime speaks. */
function versionOf(json: JsonObject): string {
  const listed = json['cniVersions'];
  const own = json['cniVersion'];
  const all = [...(Array.isArray(listed) ? (listed as readonly Json[]) : []), own];
  const spoken = all.filter((one): one is string => typeof one === 'string' && atLeast(CNI_VERSION, one));
  const highest = spoken.reduce((best, one) => (best === '' || atLeast(one, best) ? one : best), '');
  return highest === '' ? (typeof own === 'string' ? own : '0.1.0') : highest;
}

const EXTENSIONS = ['.conf', '.conflist', '.json'];

/**
 * The configuration a node uses: of the files in {@link CONF_DIR} the first by name that can be read. Null when there
 * is none. Source: containerd go-cni opts.go loadFromConfDir.
 */
export function chooseConf(names: readonly string[], read: (path: string) => string | null): ConfList | null {
  for (const name of [...names].sort((a, b) => (a < b ? -1 : 1))) {
    if (!EXTENSIONS.some((extension) => name.endsWith(extension))) continue;
    const conf = parseConf(read(`${CONF_DIR}/${name}`) ?? '');
    if (conf.ok) return conf.value;
  }
  return null;
}

/**
 * What a plugin gets on its standard input: its own object, the network's name and version, the capabilities it asked
 * for as far as the runtime supplies them, and the result before it. Members come in the order of their names, as Go
 * writes a map.
 */
export function deriveConf(
  list: Pick<ConfList, 'name' | 'cniVersion'>,
  plugin: JsonObject,
  capabilityArgs: JsonObject,
  prevResult: JsonObject | null,
): JsonObject {
  if (prevResult !== null) return derive(list, plugin, capabilityArgs, prevResult);
  const wanted = objectAt(plugin, 'capabilities');
  if (Object.keys(capabilityArgs).some((name) => wanted[name] === true)) {
    return derive(list, plugin, capabilityArgs, null);
  }
  // Without anything of the pod's own it is one and the same for all pods, and what plugins read in it is read once.
  const known = COMMON.get(plugin);
  if (known?.['name'] === list.name && known['cniVersion'] === list.cniVersion) return known;
  const conf = derive(list, plugin, {}, null);
  COMMON.set(plugin, conf);
  return conf;
}

/** By the plugin's object in its list. */
const COMMON = new WeakMap<JsonObject, JsonObject>();

function derive(
  list: Pick<ConfList, 'name' | 'cniVersion'>,
  plugin: JsonObject,
  capabilityArgs: JsonObject,
  prevResult: JsonObject | null,
): JsonObject {
  const { capabilities: _capabilities, ...own } = plugin;
  const wanted = objectAt(plugin, 'capabilities');
  const supplied = Object.entries(capabilityArgs).filter(([name]) => wanted[name] === true);
  const conf = new Map(Object.entries(own));
  conf.set('cniVersion', list.cniVersion).set('name', list.name);
  if (supplied.length > 0) conf.set('runtimeConfig', Object.fromEntries(supplied));
  if (prevResult !== null) conf.set('prevResult', prevResult);
  return Object.fromEntries([...conf].sort(([a], [b]) => (a < b ? -1 : 1)));
}
