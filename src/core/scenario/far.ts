/** Documents whose readers and writers are loaded with the first of them. */
import type { Result } from '../base/result';
import type { ApiObject } from '../model/cluster';
import type { Problem, SharedState } from '../session.types';
import type { JsonSchema } from './json-schema';
import type { Lab } from './lab';

/** The schemas of all documents of a lab's file. Loaded when somebody edits one. */
export async function fileJsonSchemas(): Promise<readonly JsonSchema[]> {
  return (await import('./json-schema.manifests')).fileJsonSchemas();
}

/** The state of a lab as what stands behind its address, and back. Loaded with the first that is made or read. */
export async function encodeShared(state: SharedState): Promise<string> {
  return (await import('./share')).encodeShared(state);
}

export async function decodeShared(text: string): Promise<Result<SharedState, readonly Problem[]>> {
  return (await import('./share')).decodeShared(text);
}

/** Reads a lab's file. What reads YAML is loaded with the first: labs that come with the page were read when it was built. */
export async function readLab(file: string, text: string): Promise<Result<Lab, readonly Problem[]>> {
  return (await import('./parse')).parseLab(file, text);
}

/** An API object as `kubectl get -o yaml` prints it. */
export async function objectYaml(object: ApiObject): Promise<string> {
  return (await import('./object-yaml')).objectYaml(object);
}
