/** `--field-selector`. Source: kubernetes v1.34 pkg/apis/core/v1/conversion.go (labels by kind), apimachinery pkg/fields/selector.go. */
import type { Json, JsonObject } from '../../../base/json';
import { isJsonObject } from '../../../base/json';
import type { Result } from '../../../base/result';
import { err, ok } from '../../../base/result';
import type { ResourceKind } from '../../../cluster/objects/kind';

const EVERY_KIND = ['metadata.name', 'metadata.namespace'];
const MORE: Readonly<Record<string, readonly string[]>> = {
  Pod: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.nominatedNodeName',
  ],
  Node: ['spec.unschedulable'],
  Namespace: ['status.phase'],
};

type Test = (object: JsonObject) => boolean;

/** What `FIELD=VALUE,…` asks of an object; the error is the server's. */
export function readFields(text: string, kinds: readonly ResourceKind[]): Result<Test, string> {
  const tests: Test[] = [];
  for (const term of text.split(',').filter((each) => each !== '')) {
    const [, field = '', sign = '', wanted = ''] = /^([^=!]*)(!=|==|=)(.*)$/.exec(term) ?? [];
    for (const { kind, plural, apiVersion } of kinds) {
      if (sign !== '' && [...EVERY_KIND, ...(MORE[kind] ?? [])].includes(field)) continue;
      const slash = apiVersion.includes('/') ? apiVersion : `/${apiVersion}`;
      const why =
        sign === ''
          ? `invalid selector: '${text}'; can't understand '${term}'`
          : `field label not supported: ${field}`;
      return err(
        `Unable to find "${slash}, Resource=${plural}" that match label selector "", field selector "${text}": ${why}`,
      );
    }
    tests.push((object) => (at(object, field) === wanted) !== (sign === '!='));
  }
  return ok((object) => tests.every((each) => each(object)));
}

/** A field as text; what is not there is empty, or false. */
function at(object: JsonObject, field: string): string {
  let found: Json | undefined = object;
  for (const key of field.split('.')) found = isJsonObject(found) ? found[key] : undefined;
  if (found === undefined) return /unschedulable|hostNetwork/.test(field) ? 'false' : '';
  return typeof found === 'string' ? found : JSON.stringify(found);
}
