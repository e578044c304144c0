/** `kubectl get`. Source: kubernetes v1.34 kubectl/pkg/cmd/get/get.go, cli-runtime pkg/printers/tableprinter.go. */
import type { Json, JsonObject } from '../../../base/json';
import { asJson } from '../../../base/json';
import { ok } from '../../../base/result';
import type { ResourceKind } from '../../../cluster/objects/kind';
import type { Outcome } from '../../command';
import { failed, notYet, printed } from '../../command';
import { columnsOf } from './columns';
import { readFields } from './field-selector';
import { nothing, value } from './flags';
import type { Kubectl, Verb } from './kubectl';
import { fault, kindWord, objectWord, told } from './kubectl';
import { byTemplate, isTemplated, sortedBy } from './output';
import type { Asked, Found } from './resources';
import { findAsked } from './resources';
import { table } from './table';

const FORMATS =
  'custom-columns,custom-columns-file,go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,wide,yaml';

export const get: Verb = {
  kind: 'get',
  usage: [
    'get (TYPE[,TYPE...] [NAME | -l LABEL] | TYPE/NAME ...) [-n NAMESPACE | -A]',
    'get … [-o wide|yaml|json|name] [-L LABEL] [--show-labels] [--no-headers]',
    'get … -o (jsonpath=TEMPLATE | custom-columns=HEAD:PATH,...)',
    'get … [--sort-by=PATH] [--field-selector=FIELD=VALUE,...]',
  ],
  flags: {
    output: value('o'),
    selector: value('l'),
    'all-namespaces': nothing('A'),
    'label-columns': value('L'),
    'show-labels': nothing(),
    'no-headers': nothing(),
    'ignore-not-found': nothing(),
    'sort-by': value(),
    'field-selector': value(),
  },
  run(kubectl): Outcome {
    const { flags, words } = kubectl;
    if (words.length === 0) return nothingAsked();
    const output = flags.get('output') ?? '';
    if (!['', 'wide', 'yaml', 'json', 'name'].includes(output) && !isTemplated(output)) {
      const [format = ''] = output.split('=');
      return FORMATS.split(',').includes(format)
        ? notYet(`kubectl get -o ${format}`)
        : fault(
            `unable to match a printer suitable for the output format "${output}", allowed formats are: ${FORMATS}`,
          );
    }
    const unsorted = findAsked(kubectl, words);
    if (!unsorted.ok) return fault(unsorted.error);
    const { kinds } = unsorted.value;
    const fields = readFields(flags.get('field-selector') ?? '', kinds);
    if (!fields.ok) return failed(1, `Error from server (BadRequest): ${fields.error}`);
    const selected = unsorted.value.found.filter(({ object }) => fields.value(asJson(object)));
    const order = flags.get('sort-by') ?? '';
    const sorted = order === '' ? ok(selected) : sortedBy(order, selected, ({ object }) => asJson(object));
    if (!sorted.ok) return fault(sorted.error);
    const asked = ok({ ...unsorted.value, found: sorted.value });
    const missing = flags.get('ignore-not-found') === 'true' ? [] : asked.value.missing;
    const bad = missing.length > 0;
    if (output === 'yaml' || output === 'json') return told(raw(kubectl, asked.value, output), missing, bad);
    if (isTemplated(output)) {
      const items = asked.value.found.map(({ object }) => asJson(object));
      const outcome = byTemplate(output, wholeOf(asked.value), items, !flags.has('no-headers'));
      return bad && outcome.exitCode === 0 ? { ...outcome, exitCode: 1, stderr: missing } : outcome;
    }
    if (output === 'name') {
      return told(
        asked.value.found.map(({ kind, object }) => objectWord(kind, object)),
        missing,
        bad,
      );
    }
    if (asked.value.found.length === 0 && !bad) return noneFound(kubectl, asked.value);
    return told(tables(kubectl, asked.value), missing, bad);
  },
};

function nothingAsked(): Outcome {
  return failed(
    1,
    'You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.',
    '',
    'error: Required resource not specified.',
    'Use "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).',
    "See 'kubectl get -h' for help and examples",
  );
}

function noneFound({ flags, namespace }: Kubectl, { kinds }: Asked): Outcome {
  const inOne = flags.get('all-namespaces') !== 'true' && kinds.some(({ namespaced }) => namespaced);
  const stderr = [inOne ? `No resources found in ${namespace} namespace.` : 'No resources found'];
  return { ...printed(), stderr: flags.get('ignore-not-found') === 'true' ? [] : stderr };
}

/** One table a kind, with a blank line between. */
function tables(kubectl: Kubectl, { kinds, found }: Asked): string[] {
  const present = kinds.filter((kind) => found.some((one) => one.kind === kind));
  // Of `all` each name says its kind, however many kinds there are (get.go, withKind).
  const several = present.length > 1 || kubectl.words.includes('all');
  return present.flatMap((kind, index) => [
    ...(index > 0 && !kubectl.flags.has('no-headers') ? [''] : []),
    ...oneTable(
      kubectl,
      kind,
      found.filter((one) => one.kind === kind),
      several,
    ),
  ]);
}

function oneTable(
  { flags, caller }: Kubectl,
  kind: ResourceKind,
  found: readonly Found[],
  several: boolean,
): string[] {
  const columns = columnsOf(kind.kind);
  const wide = flags.get('output') === 'wide';
  const shown = (flags.get('label-columns') ?? '').split(',').filter((key) => key !== '');
  const namespaces = flags.get('all-namespaces') === 'true' && kind.namespaced;
  const labels = flags.get('show-labels') === 'true';
  const head = [
    ...(namespaces ? ['NAMESPACE'] : []),
    ...columns.heads,
    ...(wide ? columns.wide : []),
    ...shown.map((key) => key.slice(key.lastIndexOf('/') + 1).toUpperCase()),
    ...(labels ? ['LABELS'] : []),
  ];
  const rows = found.map(({ object }) => {
    const [name = '', ...cells] = columns.cells(object, caller.ctx.world.nowNs);
    const own = object.metadata.labels ?? {};
    return [
      ...(namespaces ? [object.metadata.namespace ?? ''] : []),
      several ? `${kindWord(kind)}/${name}` : name,
      ...cells,
      ...(wide ? columns.wideCells(object) : []),
      ...shown.map((key) => own[key] ?? ''),
      ...(labels ? [labelText(own)] : []),
    ];
  });
  return table(flags.has('no-headers') ? rows : [head, ...rows]);
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.keys(labels)
    .sort()
    .map((key) => `${key}=${labels[key] ?? ''}`);
  return pairs.length === 0 ? '<none>' : pairs.join(',');
}

/** A single object that was named stands alone, everything else in a List. */
function wholeOf({ found, named }: Asked): JsonObject {
  const [first] = found;
  const items = found.map(({ object }) => asJson(object));
  return named && first !== undefined && found.length === 1
    ? asJson(first.object)
    : { apiVersion: 'v1', items, kind: 'List', metadata: { resourceVersion: '' } };
}

function raw({ yaml }: Kubectl, asked: Asked, output: 'yaml' | 'json'): string[] {
  if (asked.found.length === 0 && asked.named) return [];
  const shown = wholeOf(asked);
  const text = output === 'yaml' ? yaml.write(shown) : `${goJson(shown)}\n`;
  return text.replace(/\n$/, '').split('\n');
}

/** JSON as `kubectl -o json` prints it: four blanks, keys in order, `<`, `>` and `&` escaped (encoding/json). */
export function goJson(value: Json): string {
  return JSON.stringify(sorted(value), null, 4).replace(/[<>&\u2028\u2029]/g, (char) => {
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** Keys in the order of Go's maps as they are printed. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const object = value as JsonObject;
  return Object.fromEntries(
    Object.keys(object)
      .sort()
      .flatMap((key) => (object[key] === undefined ? [] : [[key, sorted(object[key])]])),
  );
}
