/** Which objects a command line means: `pods`, `pod web`, `pod/web`, `pods,deploy`, `-l app=web`, `-A`. */
import type { Result } from '../../../base/result';
import { err, ok } from '../../../base/result';
import { getObject, listObjects } from '../../../cluster/apiserver';
import { kindCalled } from '../../../cluster/objects';
import type { ResourceKind } from '../../../cluster/objects/kind';
import { notFound } from '../../../cluster/status';
import type { ApiObject } from '../../../model/cluster';
import type { Kubectl } from './kubectl';
import { statusLines } from './kubectl';
import { matchesSelector, readSelector } from './selector';

export interface Found {
  readonly kind: ResourceKind;
  readonly object: ApiObject;
}

export interface Asked {
  /** The kinds that were asked for, in order. */
  readonly kinds: readonly ResourceKind[];
  readonly found: readonly Found[];
  /** What the server said of names it does not have. */
  readonly missing: readonly string[];
  /** Whether single objects were named. */
  readonly named: boolean;
}

/** What `all` stands for here (category "all" of the API). */
const ALL = ['pods', 'deployments'];

/** Finds what `words` name; the error is kubectl's, without `error: `. */
export function findAsked(kubectl: Kubectl, words: readonly string[]): Result<Asked, string> {
  const pairs = readWords(words);
  if (!pairs.ok) return pairs;
  const { flags, caller, namespace } = kubectl;
  const everywhere = flags.get('all-namespaces') === 'true';
  const selector = readSelector(flags.get('selector') ?? '');
  if (!selector.ok) return selector;
  const named = pairs.value.some(({ name }) => name !== null);
  if (named && flags.has('selector')) return err('name cannot be provided when a selector is specified');
  if (named && everywhere) return err('a resource cannot be retrieved by name across all namespaces');
  const found: Found[] = [];
  const missing: string[] = [];
  for (const { kind, name } of pairs.value) {
    const inside = kind.namespaced ? namespace : '';
    if (name === null) {
      const objects = listObjects(caller.ctx, kind.kind, everywhere && kind.namespaced ? null : inside);
      for (const object of objects) {
        if (matchesSelector(selector.value, object.metadata.labels ?? {})) found.push({ kind, object });
      }
      continue;
    }
    const object = getObject(caller.ctx, kind.kind, inside, name);
    if (object === null) missing.push(...statusLines(notFound(kind, name), kind, name));
    else found.push({ kind, object });
  }
  return ok({ kinds: [...new Set(pairs.value.map(({ kind }) => kind))], found, missing, named });
}

interface Pair {
  readonly kind: ResourceKind;
  readonly name: string | null;
}

/** Source: cli-runtime pkg/resource/builder.go ResourceTypeOrNameArgs. */
function readWords(words: readonly string[]): Result<readonly Pair[], string> {
  const slashed = words.filter((word) => word.includes('/'));
  if (slashed.length > 0) {
    if (slashed.length < words.length) {
      return err(
        "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'",
      );
    }
    return collect(
      slashed.map((word) => {
        const [type = '', name = ''] = word.split('/', 2);
        return kinds(type, name);
      }),
    );
  }
  const [types = '', ...names] = words;
  const each = types.split(',').flatMap((type) => (type === 'all' ? ALL : [type]));
  if (names.length === 0) return collect(each.map((type) => kinds(type, null)));
  return collect(each.flatMap((type) => names.map((name) => kinds(type, name))));
}

function kinds(type: string, name: string | null): Result<Pair, string> {
  const kind = kindCalled(type);
  return kind === null ? err(`the server doesn't have a resource type "${type}"`) : ok({ kind, name });
}

function collect<T>(results: readonly Result<T, string>[]): Result<readonly T[], string> {
  const values: T[] = [];
  for (const result of results) {
    if (!result.ok) return result;
    values.push(result.value);
  }
  return ok(values);
}
