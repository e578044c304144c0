/** Goal: what is offered is what the schemas know. Method: texts with `|` where the cursor stands. */
import { describe, expect, test } from 'vitest';
import { labJsonSchema } from './json-schema';
import { completionsAt, fieldHelpAt } from './json-schema.complete';
import { manifestJsonSchemas } from './json-schema.manifests';

const SCHEMAS = [labJsonSchema(), ...manifestJsonSchemas()];
const LAB = 'apiVersion: packetwalk/v1\nkind: Lab\n';
const POD = 'apiVersion: v1\nkind: Pod\n';

function offered(marked: string): { text: string; options: readonly { label: string; insert: string }[] } {
  const offset = marked.indexOf('|');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  return { text, options: completionsAt(SCHEMAS, text, offset)?.options ?? [] };
}

const labels = (marked: string) => offered(marked).options.map(({ label }) => label);

describe('fields', () => {
  test('of a lab, without those that are there', () => {
    expect(labels(`${LAB}|`)).toEqual(['metadata', 'spec']);
    expect(labels(`${LAB}spec:\n  title:\n    en: x\n  |`)).not.toContain('title');
  });

  test('of a machine, those that must be there first', () => {
    const found = labels(`${LAB}spec:\n  machines:\n    - |`);
    expect(found.slice(0, 2)).toEqual(['name', 'role']);
    expect(found).toContain('setup');
  });

  test('of a manifest, down to its containers', () => {
    expect(labels(`${POD}spec:\n  containers:\n    - |`)).toContain('image');
    expect(labels(`${POD}spec:\n  |`)).toContain('nodeName');
  });

  test('of a document whose kind is not written yet', () => {
    expect(labels('|')).toEqual(['apiVersion', 'kind', 'metadata', 'spec'].slice(0, 3));
    expect(labels('kind: |')).toEqual(expect.arrayContaining(['Lab', 'Pod', 'Deployment']));
    expect(labels('apiVersion: apps/v1\nkind: |')).toEqual(['Deployment']);
  });

  test('bring the lines that follow', () => {
    const insert = (marked: string, label: string) =>
      offered(marked).options.find((option) => option.label === label)?.insert;
    expect(insert(`${LAB}spec:\n  |`, 'machines')).toBe('machines:\n    - ');
    expect(insert(`${LAB}spec:\n  |`, 'title')).toBe('title:\n    ');
    expect(insert(`${LAB}spec:\n  |`, 'seed')).toBe('seed: ');
    expect(insert('|', 'kind')).toBe('kind: Lab');
  });
});

describe('values', () => {
  test('are the choices of a field', () =>
    expect(labels(`${LAB}spec:\n  machines:\n    - role: |`)).toEqual(['node', 'host', 'router', 'switch']));

  test('are true and false of a flag', () =>
    expect(labels('apiVersion: v1\nkind: ConfigMap\nimmutable: |')).toEqual(['true', 'false']));

  test('are names that the file gives', () => {
    const machines = `${LAB}spec:\n  machines:\n    - name: left\n      setup: ip netns add pod-a\n    - name: right\n`;
    expect(labels(`${machines}  cables:\n    - [|`)).toEqual(['left', 'right']);
    expect(labels(`${machines}  sends:\n    - netns: |`)).toEqual(['left', 'right']);
  });

  test('are unknown elsewhere', () => {
    expect(labels(`${LAB}spec:\n  seed: |`)).toEqual([]);
    expect(labels(`${LAB}spec:\n  nonsense:\n    |`)).toEqual([]);
    expect(labels(`${LAB}# |`)).toEqual([]);
    expect(labels(`${LAB}__proto__:\n  |`)).toEqual([]);
  });
});

describe('tooltips', () => {
  const text = `${LAB}spec:\n  machines:\n    - name: a\n      role: node\n      colour: red\n`;

  test('explain a field and name its choices', () => {
    const help = fieldHelpAt(SCHEMAS, text, text.indexOf('role') + 1);
    expect(help).toMatchObject({
      path: 'spec.machines[0].role',
      choices: ['node', 'host', 'router', 'switch'],
    });
    expect(help?.description).not.toBe('');
    expect(text.slice(help?.from, help?.to)).toBe('role');
  });

  test('say nothing of values and of fields nobody knows', () => {
    expect(fieldHelpAt(SCHEMAS, text, text.indexOf('node'))).toBeNull();
    expect(fieldHelpAt(SCHEMAS, text, text.indexOf('colour'))).toBeNull();
  });
});
