/** CNI_ARGS: `KEY=value;KEY=value`. Source: containernetworking/cni pkg/types/args.go. */
import type { Result } from '../../../base/result';
import { err, ok } from '../../../base/result';

type Loaded = Result<ReadonlyMap<string, string>, string>;

/**
 * The values of the keys a plugin knows. Strangers are refused unless `IgnoreUnknown` is set. Where there is nothing but what
 * a kubelet says of a pod, no plugin that does not ask for it finds anything.
 */
export function loadArgs(args: string, known: readonly string[]): Loaded {
  return KUBELET.test(args) && !known.some((key) => key.startsWith('K8S_')) ? NOTHING : load(args, known);
}

const KUBELET = /^IgnoreUnknown=1(?:;K8S_[A-Z_]+=[^;=]*)*$/;
const NOTHING: Loaded = ok(new Map<string, string>());

function load(args: string, known: readonly string[]): Loaded {
  const values = new Map<string, string>();
  const strangers: string[] = [];
  let ignoreUnknown = false;
  for (const pair of args === '' ? [] : args.split(';')) {
    const equals = pair.indexOf('=');
    if (equals < 0 || pair.includes('=', equals + 1))
      return err(`ARGS: invalid pair ${JSON.stringify(pair)}`);
    const [key, value] = [pair.slice(0, equals), pair.slice(equals + 1)];
    if (key === 'IgnoreUnknown') ignoreUnknown = value === '1' || value.toLowerCase() === 'true';
    else if (known.includes(key)) values.set(key, value);
    else strangers.push(pair);
  }
  return strangers.length > 0 && !ignoreUnknown
    ? err(`ARGS: unknown args [${strangers.map((pair) => JSON.stringify(pair)).join(' ')}]`)
    : ok(values);
}
