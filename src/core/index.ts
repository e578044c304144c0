/** The public face of the core: what the page, the command line and the tests may use. */
import type { JsonSchema } from './scenario/json-schema';

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
export { TUNNEL_KINDS } from './views/contract';
export { routesId } from './views/layout/routes-id';
export { decodeShared, encodeShared, parseCatalog, parseLab, parseLessonList, presentName } from './scenario';
export type { CatalogGroup, CatalogLab, CatalogLesson, Lab } from './scenario';
export { labNameIn } from './scenario/lab-name';
export { MAX_FILE_CHARS, MAX_SHARED_INPUTS } from './scenario/limits';
export { problemAt, wholeFile } from './scenario/problems';
export { completionsAt, fieldHelpAt } from './scenario/json-schema.complete';
export type { Completion, Completions, FieldHelp } from './scenario/json-schema.complete';
export type { JsonSchema } from './scenario/json-schema';
export { objectYaml } from './scenario/object-yaml';
export { Session } from './session';
export { circleText } from './session.circle-text';
export type { Candidate, ShellCompletions } from './shell';

/** The schemas of all documents of a lab's file. Loaded when somebody edits one. */
export async function fileJsonSchemas(): Promise<readonly JsonSchema[]> {
  return (await import('./scenario/json-schema.manifests')).fileJsonSchemas();
}
