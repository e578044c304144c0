/**
 * The flannel CNI plugin as kubelet's runtime calls it: it writes down what it will ask of another plugin, and asks it.
 * Source: flannel-io/cni-plugin v1.9.1 flannel.go cmdAdd, cmdDel, cmdCheck; flannel_linux.go doCmdAdd, doCmdDel.
 */
import type { Json, JsonObject } from '../../base/json';
import { isJsonObject, textAt } from '../../base/json';
import { ok, type Result } from '../../base/result';
import { errorText, fail } from '../../cluster/cni/exec';
import type { CniPlugin } from '../../cluster/cni/plugin';
import { delegateConf, filesOf } from './delegate';

export const flannelPlugin: CniPlugin = {
  kind: 'flannel',

  add(io, { env, conf }) {
    const { subnetFile, dataDir } = filesOf(conf);
    const delegate = delegateFor(conf, io.readFile(subnetFile));
    if (!delegate.ok) return fail(delegate.error);
    io.writeFile(`${dataDir}/${env.CNI_CONTAINERID}`, delegate.value.text);
    const answer = io.delegate(textAt(delegate.value.conf, 'type'), 'ADD', delegate.value.conf);
    return answer.ok ? answer : fail(`failed to delegate add: ${errorText(answer.error)}`);
  },

  /**
   * What ADD wrote down decides; where nothing is written, nothing was done. The file goes whatever the delegate
   * answers, and stays when nobody can read it.
   */
  del(io, { env, conf }) {
    const path = `${filesOf(conf).dataDir}/${env.CNI_CONTAINERID}`;
    const written = readConf(io.readFile(path));
    if (written === null) return ok(null);
    const answer = io.delegate(textAt(written, 'type'), 'DEL', written);
    io.writeFile(path, undefined);
    return answer;
  },

  check: () => ok(null),
};

interface Delegate {
  readonly conf: JsonObject;
  readonly text: string;
}

/** What comes of a configuration and a subnet.env: the same for all pods of a node, so that it is worked out once. */
function delegateFor(conf: JsonObject, subnetEnv: string | null): Result<Delegate, string> {
  const known = DELEGATES.get(conf) ?? new Map<string | null, Result<Delegate, string>>();
  const before = known.get(subnetEnv);
  if (before !== undefined) return before;
  const made = delegateConf(conf, subnetEnv);
  const delegate = made.ok ? ok({ conf: made.value, text: JSON.stringify(made.value) }) : made;
  if (known.size >= DELEGATES_MAX) known.clear();
  DELEGATES.set(conf, known.set(subnetEnv, delegate));
  return delegate;
}

const DELEGATES = new WeakMap<JsonObject, Map<string | null, Result<Delegate, string>>>();
/** A node's file differs from every other's; with more of them remembering begins anew. */
const DELEGATES_MAX = 2048;

/** What ADD wrote down, which is the same text for all pods of a node. */
function readConf(text: string | null): JsonObject | null {
  if (text === null) return null;
  const known = WRITTEN.get(text);
  if (known !== undefined) return known;
  const conf = parsed(text);
  if (WRITTEN.size >= DELEGATES_MAX) WRITTEN.clear();
  WRITTEN.set(text, conf);
  return conf;
}

const WRITTEN = new Map<string, JsonObject | null>();

function parsed(text: string): JsonObject | null {
  try {
    const conf = JSON.parse(text) as Json;
    return isJsonObject(conf) ? conf : null;
  } catch {
    return null;
  }
}
