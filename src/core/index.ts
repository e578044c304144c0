/** The public face of the core: what the page, the command line and the tests may use. */
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
  RunReport,
  SemanticCursor,
  SharedState,
} from './session.types';
export type * from './views/contract';
export type { Message } from './views/message';
export { TUNNEL_KINDS } from './views/contract';
export { routesId } from './views/layout/routes-id';
export { decodeShared, encodeShared, parseCatalog, parseLab } from './scenario';
export type { CatalogGroup, CatalogLab, Lab } from './scenario';
export { Session } from './session';
