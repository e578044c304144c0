/**
 * The public face of the core: what the page, the command line and the tests may use. A list only: code of its own in this
 * file would make the worker download from the beginning what others ask for.
 */
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
export { TABLE_COSTS, TRAFFIC_COSTS, TUNNEL_KINDS, tabText } from './views/contract';
export { routesId } from './views/layout/routes-id';
export { presentName } from './scenario';
export { decodeShared, encodeShared, fileJsonSchemas, objectYaml, readLab } from './scenario/far';
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
export { inOneLine, wantsMore } from './shell/more';
