/** The manifests on standard input (`-f -`), lists opened up. Words: cli-runtime pkg/resource/{builder,visitor,mapper}.go. */
import type { Json, JsonObject } from '../../../base/json';
import { isJsonObject, listAt, objectAt, textAt } from '../../../base/json';
import type { Result } from '../../../base/result';
import { err, ok } from '../../../base/result';
import { kindNamed } from '../../../cluster/objects';
import type { ResourceKind } from '../../../cluster/objects/kind';
import { noSuchKind } from '../../../cluster/status';
import type { Outcome } from '../../command';
import { failed } from '../../command';
import type { Kubectl } from './kubectl';
import { fault } from './kubectl';

export interface ReadDocument {
  readonly kind: ResourceKind;
  readonly manifest: JsonObject;
  readonly name: string;
  /** Where the object belongs; empty for what belongs to no namespace. */
  readonly namespace: string;
}

/** Documents, and what is wrong with those that are none. */
export interface ReadDocuments {
  readonly documents: readonly ReadDocument[];
  readonly faults: readonly string[];
}

/** Reads what `-f -` means; anything else after `-f` is a file, and files there are none. */
export function readStdin(kubectl: Kubectl): Result<ReadDocuments, Outcome> {
  const { io, yaml, flags, verb } = kubectl;
  const path = flags.get('filename') ?? '';
  if (path !== '-') return err(fault(`the path "${path}" does not exist`));
  const text = io.stdin ?? '';
  if (text.trim() === '') return err(fault(`no objects passed to ${verb}`));
  const read = yaml.read(text);
  if (!read.ok) return err(failed(1, read.error));
  const documents: ReadDocument[] = [];
  const faults: string[] = [];
  for (const value of read.value.flatMap(opened)) {
    const document = checked(kubectl, value);
    if (document.ok) documents.push(document.value);
    else faults.push(...document.error);
  }
  if (documents.length === 0 && faults.length === 0) return err(fault(`no objects passed to ${verb}`));
  return ok({ documents, faults });
}

function opened(value: Json): readonly Json[] {
  const isList = isJsonObject(value) && value['kind'] === 'List' && value['apiVersion'] === 'v1';
  return isList ? listAt(value, 'items') : [value];
}

function checked({ flags, namespace }: Kubectl, value: Json): Result<ReadDocument, readonly string[]> {
  const manifest: JsonObject = isJsonObject(value) ? value : {};
  const apiVersion = textAt(manifest, 'apiVersion');
  const kindName = textAt(manifest, 'kind');
  const unset = [...(apiVersion === '' ? ['apiVersion'] : []), ...(kindName === '' ? ['kind'] : [])];
  if (unset.length > 0) {
    const texts = unset.map((field) => `${field} not set`);
    const what = texts.length === 1 ? texts.join('') : `[${texts.join(', ')}]`;
    return err([
      `error: error validating "STDIN": error validating data: ${what}; if you choose to ignore these errors, turn validation off with --validate=false`,
    ]);
  }
  const kind = kindNamed(apiVersion, kindName);
  const metadata = objectAt(manifest, 'metadata');
  const name = textAt(metadata, 'name');
  const own = textAt(metadata, 'namespace');
  if (kind === null) {
    const { message } = noSuchKind(apiVersion, kindName);
    return err([
      `error: resource mapping not found for name: "${name}" namespace: "${own}" from "STDIN": ${message}`,
      'ensure CRDs are installed first',
    ]);
  }
  if (kind.namespaced && own !== '' && flags.has('namespace') && own !== namespace) {
    return err([
      `error: the namespace from the provided object "${own}" does not match the namespace "${namespace}". You must pass '--namespace=${own}' to perform this operation.`,
    ]);
  }
  return ok({ kind, manifest, name, namespace: kind.namespaced ? own || namespace : '' });
}
