/** Documents from outside: labs, their catalogue, and the state in a shared address. */
export { fabricOps, netnsProblems, problemOfCommand, problemOfService } from './build';
export type { Answer } from './build';
export { parseCatalog } from './catalog';
export type { CatalogGroup, CatalogLab } from './catalog';
export type { Lab, LabCable, LabCommand, LabMachine, LabService } from './lab';
export { parseLab } from './parse';
export { decodeShared, encodeShared } from './share';
