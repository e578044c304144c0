/** Documents from outside: labs, their catalogue, and the state in a shared address. */
export {
  fabricOps,
  netnsProblems,
  problemOfCommand,
  problemOfFault,
  problemOfManifest,
  problemOfService,
} from './build';
export type { Answer } from './build';
export { parseCatalog, parseLessonList } from './catalog';
export { presentName } from './renamed';
export type { CatalogGroup, CatalogLab, CatalogLesson } from './catalog';
export { chosenLab } from './chosen';
export { clusterWarnings } from './cluster';
export type { Lab, LabCable, LabCommand, LabMachine, LabManifest, LabService } from './lab';
export { parseLab } from './parse';
export { decodeShared, encodeShared } from './share';
