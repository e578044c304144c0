/** The public face of the core: what the page, the command line and the tests may use. */
import type { Result } from './base/result';
import type { ApiObject } from './model/cluster';
import type { Lab } from './scenario';
import type { JsonSchema } from './scenario/json-schema';
import type { Problem } from './session.types';

export type {
  Chosen,
  ClusterConfig,
  Input,
  LabChoiceInfo,
  LabInfo,
  LabOptionInfo,
  LabSend,
  Localized,
  LoggedInput,
  Opening,
  Problem,
  CirclePlace,
  RunReport,
  SemanticCursor,
  SharedLesson,
  SharedState,
} from './session.types';
export type * from './views/contract';
export type { Message } from './views/message';
export { captureFile, CAPTURE_FORMATS } from './views/capture/write';
export type { CaptureFormat } from './views/capture/write';
export { inputCommand } from './model/input';
export { TABLE_COSTS, TRAFFIC_COSTS, TUNNEL_KINDS } from './views/contract';
export { routesId } from './views/layout/routes-id';
export { decodeShared, encodeShared, presentName } from './scenario';
export type { CatalogLab, CatalogLesson, Lab } from './scenario';
export { nodeOfTwoSegments } from './scenario/fabric/two-segments';
export { COMPONENTS } from './scenario/fabric/allow';
export { labNameIn } from './scenario/lab-name';
export { MAX_FILE_CHARS, MAX_SHARED_INPUTS } from './scenario/limits';
export { problemAt, wholeFile } from './scenario/problems';
export { completionsAt, fieldHelpAt } from './scenario/json-schema.complete';
export type { Completion, Completions, FieldHelp } from './scenario/json-schema.complete';
export type { JsonSchema } from './scenario/json-schema';
export { loadAllParts, withParts } from './base/part';
export { ok } from './base/result';
export { Session } from './session';
export { formOf, readBuilt } from './session.built';
export type { BuiltLab } from './session.built';
export { circleText } from './session.circle-text';
export type { Candidate, ShellCompletions } from './shell';

/** The schemas of all documents of a lab's file. Loaded when somebody edits one. */
export async function fileJsonSchemas(): Promise<readonly JsonSchema[]> {
  return (await import('./scenario/json-schema.manifests')).fileJsonSchemas();
}

/** Reads a lab's file. What reads YAML is loaded with the first: labs that come with the page were read when it was built. */
export async function readLab(file: string, text: string): Promise<Result<Lab, readonly Problem[]>> {
  return (await import('./scenario/parse')).parseLab(file, text);
}

/** An API object as `kubectl get -o yaml` prints it. */
export async function objectYaml(object: ApiObject): Promise<string> {
  return (await import('./scenario/object-yaml')).objectYaml(object);
}
