/**
 * `kubectl get -o jsonpath=…` and `-o custom-columns=…`, `--sort-by`. Source: kubernetes v1.34 cli-runtime pkg/printers/
 * jsonpath.go, kubectl pkg/cmd/get/customcolumn.go and sorter.go.
 */
import type { Json } from '../../../base/json';
import type { Result } from '../../../base/result';
import { err, ok } from '../../../base/result';
import type { Outcome } from '../../command';
import { fault } from './kubectl';
import { findByTemplate, findingText, goText } from './jsonpath';
import { parseTemplate, type Template } from './jsonpath.parse';
import { table } from './table';

/** Formats that are followed by a template: `jsonpath={…}`. */
export function isTemplated(output: string): boolean {
  return /^(?:jsonpath|jsonpath-as-json|custom-columns)(?:=|$)/.test(output);
}

/** Prints `whole`, or of columns one row for each of `items`. */
export function byTemplate(output: string, whole: Json, items: readonly Json[], headers: boolean): Outcome {
  const equals = output.indexOf('=');
  const format = equals < 0 ? output : output.slice(0, equals);
  const template = equals < 0 ? '' : output.slice(equals + 1);
  if (format === 'custom-columns') return columns(template, items, headers);
  if (template === '') return fault('template format specified but no template given');
  const parsed = parseTemplate(template);
  if (!parsed.ok) return fault(`error parsing jsonpath ${template}, ${parsed.error}`);
  const found = findByTemplate(parsed.value, whole);
  if (!found.ok) return unexecuted(template, found.error, whole);
  if (format === 'jsonpath-as-json') {
    return text(found.value.map((block) => `${JSON.stringify(block, null, 4)}\n`).join(''));
  }
  return text(found.value.map((block) => block.map(findingText).join(' ')).join(''));
}

/** What was printed, which need not end with a newline. */
function text(whole: string): Outcome {
  if (whole === '') return { exitCode: 0, stdout: [], stderr: [], pid: null };
  const unterminated = !whole.endsWith('\n');
  const lines = (unterminated ? whole : whole.slice(0, -1)).split('\n');
  return { exitCode: 0, stdout: lines, stderr: [], pid: null, unterminated };
}

function unexecuted(template: string, problem: string, whole: Json): Outcome {
  const said = fault(
    `error executing jsonpath ${JSON.stringify(template)}: Error executing template: ${problem}. Printing more information for debugging the template:`,
  );
  return {
    ...said,
    stderr: [
      ...said.stderr,
      '\ttemplate was:',
      ...`\t\t${template}`.split('\n'),
      '\tobject given to jsonpath engine was:',
      `\t\t${goText(whole, true)}`,
      '',
      '',
    ],
  };
}

/** `N:.metadata.name,IP:.status.podIP` */
function columns(spec: string, items: readonly Json[], headers: boolean): Outcome {
  if (spec === '') return fault('custom-columns format specified but no custom columns given');
  const heads: string[] = [];
  const templates: Template[] = [];
  for (const part of spec.split(',')) {
    const colon = part.indexOf(':');
    if (colon < 0)
      return fault(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`);
    const template = relaxed(part.slice(colon + 1));
    if (!template.ok) return fault(template.error);
    heads.push(part.slice(0, colon));
    templates.push(template.value);
  }
  const rows: string[][] = headers ? [heads] : [];
  for (const item of items) {
    const row: string[] = [];
    for (const template of templates) {
      const found = findByTemplate(template, item);
      if (!found.ok) return { ...fault(found.error), stdout: table(rows) };
      const cells = found.value.flat().map((value) => goText(value, false));
      row.push((found.value[0] ?? []).length === 0 ? '<none>' : cells.join(','));
    }
    rows.push(row);
  }
  return { exitCode: 0, stdout: table(rows), stderr: [], pid: null };
}

/** A path without its braces, or without its first dot (RelaxedJSONPathExpression). */
function relaxed(path: string): Result<Template, string> {
  if (path === '') return ok([]);
  const [, inBraces, bare] = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/.exec(path) ?? [];
  const field = inBraces ?? bare;
  if (field === undefined) {
    return err(
      "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'",
    );
  }
  return parseTemplate(`{.${field}}`);
}

/** Sorts by what a path finds; what has no such field comes first. */
export function sortedBy<T>(
  path: string,
  items: readonly T[],
  of: (item: T) => Json,
): Result<readonly T[], string> {
  const template = relaxed(path);
  if (!template.ok) return template;
  const keyed: { item: T; key: Json | undefined }[] = [];
  for (const item of items) {
    const found = findByTemplate(template.value, of(item));
    if (!found.ok) return found;
    keyed.push({ item, key: found.value[0]?.[0] });
  }
  const keys = keyed.flatMap(({ key }) => (key === undefined ? [] : [key]));
  const shown = `{.${path.replace(/^\{?\.?|\}$/g, '')}}`;
  if (items.length > 0 && keys.length === 0) {
    return err(`couldn't find any field with path "${shown}" in the list of objects`);
  }
  const unsortable = keys.find((key) => typeof key === 'object');
  if (unsortable !== undefined)
    return err(`unsortable type: ${Array.isArray(unsortable) ? '[]' : 'map[string]'}interface {}`);
  return ok(keyed.sort((a, b) => order(a.key, b.key)).map(({ item }) => item));
}

function order(a: Json | undefined, b: Json | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return natural(findingText(a), findingText(b));
}

/** Digits in texts count as numbers (sortorder.NaturalLess). */
function natural(a: string, b: string): number {
  const [left, right] = [a, b].map((one) => one.match(/\d+|\D+/g) ?? []);
  for (let at = 0; left !== undefined && right !== undefined; at += 1) {
    const [x, y] = [left[at], right[at]];
    if (x === undefined || y === undefined) return Number(x !== undefined) - Number(y !== undefined);
    if (x === y) continue;
    const numbers = /^\d/.test(x) && /^\d/.test(y);
    if (numbers && Number(x) !== Number(y)) return Number(x) - Number(y);
    return x < y ? -1 : 1;
  }
  return 0;
}
