/** Selectors of labels, as kubectl writes them. */
import type { Json, JsonObject } from '../base/json';
import { isJsonObject, listAt, objectAt } from '../base/json';

/**
 * `app=web,tier in (a,b)`, `<none>` for one that selects everything. Source: apimachinery
 * pkg/apis/meta/v1/helpers.go FormatLabelSelector.
 */
export function labelSelectorText(selector: JsonObject): string {
  const labels = Object.entries(objectAt(selector, 'matchLabels')).map(
    ([key, value]) => `${key}=${text(value)}`,
  );
  const expressions = listAt(selector, 'matchExpressions').filter(isJsonObject).map(expressionText);
  const all = [...labels, ...expressions].sort();
  return all.length === 0 ? '<none>' : all.join(',');
}

function expressionText(expression: JsonObject): string {
  const key = text(expression['key']);
  const values = listAt(expression, 'values').map(text).join(',');
  switch (expression['operator']) {
    case 'In':
      return `${key} in (${values})`;
    case 'NotIn':
      return `${key} notin (${values})`;
    case 'DoesNotExist':
      return `!${key}`;
    default:
      return key;
  }
}

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
