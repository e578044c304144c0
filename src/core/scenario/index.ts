/** Documents from outside: labs and their catalogue. The state in a shared address is read by share.ts. */
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
