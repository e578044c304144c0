/** Decisions of control loops and the conversation with network plugins as evidence. */
import type { Json, JsonObject } from '../../base/json';
import type { EvidenceRow } from '../contract';
import { objectLine, objectText } from '../cluster-text';
import { tabled, untabled, type Witness } from './evidence';

export const apiEvidence: Witness<'api.change'> = (record) => {
  const { key, fields, message } = record.detail;
  if (message !== null) return untabled(objectText(key), message);
  const change = record.changes.find((one) => one.slot === 'api.object' && one.key === key);
  const object = change?.slot === 'api.object' ? (change.after ?? change.before) : undefined;
  const asked = { key: objectText(key), answer: object === undefined ? '' : objectLine(object) };
  if (change?.slot !== 'api.object' || fields.length === 0) return untabled(asked.key, asked.answer);
  const rows = fields.map((path): EvidenceRow => {
    const was = valueAt(change.before, path);
    const is = valueAt(change.after, path);
    return {
      cells: [
        path,
        [was, is].map((value) => (value === undefined ? '—' : JSON.stringify(value))).join(' → '),
      ],
      verdict: 'shown',
      reason: null,
      writtenBy: record.detail.by,
    };
  });
  return tabled(
    asked,
    { name: objectText(key), size: rows.length, columns: ['column.field', 'column.value'] },
    rows,
  );
};

export const reconcileEvidence: Witness<'ctrl.reconcile'> = ({ detail }) =>
  untabled(
    detail.about.includes('/') && detail.why !== 'file' ? objectText(detail.about) : detail.about,
    `${detail.controller}: ${detail.why}`,
  );

/** What went in and what came out, as it would be seen on the plugin's pipes. */
export const cniEvidence: Witness<'cni.call'> = ({ detail }) => {
  const { plugin, env, conf, result, error } = detail;
  const output = result ?? error;
  const rows = [
    ...Object.entries(env).map(([name, value]: [string, string]) => [name, value]),
    ...membersOf('stdin', conf),
    ...(output === null ? [] : membersOf('stdout', output as unknown as JsonObject)),
  ].map((cells): EvidenceRow => ({ cells, verdict: 'shown', reason: null, writtenBy: null }));
  const answer = output === null ? '' : JSON.stringify(output);
  return {
    ...tabled(
      { key: `${plugin} ${env.CNI_COMMAND}`, answer },
      { name: plugin, size: rows.length, columns: ['column.field', 'column.value'] },
      rows,
    ),
    rows,
    hidden: 0,
  };
};

function membersOf(name: string, value: JsonObject): string[][] {
  return Object.entries(value).flatMap(([key, member]) =>
    member === undefined ? [] : [[`${name}.${key}`, JSON.stringify(member)]],
  );
}

/** The value at a path as `changedPaths` writes it. */
function valueAt(object: unknown, path: string): Json | undefined {
  let value = object as Json | undefined;
  for (const step of path.split(/[.[\]]+/).filter((part) => part !== '')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Readonly<Record<string, Json | undefined>>)[step];
  }
  return value;
}
