/** Reading a kernel case from its folder. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json, JsonObject } from './json';
import { isObject, parseJson } from './json';
import { readSpec, type Spec } from './spec';

export interface KernelCase {
  readonly spec: Spec;
  readonly hops: Json;
  /** By namespace; empty when the case has no such file. */
  readonly before: JsonObject;
  readonly after: JsonObject;
  /** Netfilter trace by namespace, null when the case has no such file. */
  readonly trace: JsonObject | null;
}

export function readKernelCase(folder: string): KernelCase {
  const state = (name: string): JsonObject => {
    const path = join(folder, name);
    if (!existsSync(path)) return {};
    const value = parseJson(readFileSync(path, 'utf8'));
    return isObject(value) ? value : {};
  };
  return {
    spec: readSpec(readFileSync(join(folder, 'spec.json'), 'utf8')),
    hops: parseJson(readFileSync(join(folder, 'hops.json'), 'utf8')),
    before: state('state-before.json'),
    after: state('state-after.json'),
    trace: existsSync(join(folder, 'trace.json')) ? state('trace.json') : null,
  };
}
