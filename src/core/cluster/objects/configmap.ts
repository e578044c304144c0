/** ConfigMap: data that components read, flannel's net-conf.json among them. */
import type { FieldError } from './fields';
import { invalid } from './fields';
import type { ResourceKind } from './kind';
import { objectMeta } from './meta';
import { subdomainFaults } from './names';
import { flag, map, struct, text } from './schema';

const KEY = '[-._a-zA-Z0-9]+';

export const configMap: ResourceKind = {
  kind: 'ConfigMap',
  apiVersion: 'v1',
  plural: 'configmaps',
  shortNames: ['cm'],
  namespaced: true,
  schema: struct('ConfigMap', {
    apiVersion: text,
    kind: text,
    metadata: objectMeta,
    immutable: flag,
    data: map(text),
    binaryData: map(text),
  }),
  defaults: (object) => object,
  nameFaults: subdomainFaults,
  validate: (object) =>
    Object.keys(object.data ?? {}).flatMap((key): FieldError[] =>
      new RegExp(`^${KEY}$`).test(key)
        ? []
        : [
            invalid(
              `data[${key}]`,
              key,
              `a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '${KEY}')`,
            ),
          ],
    ),
  validateUpdate: () => [],
  indexes: () => [],
  newStatus: null,
};
