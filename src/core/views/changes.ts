/** What changes of World did to the tables a reader can look at. Counters and queues are left out. */
import { Part } from '../base/part';
import type { Change } from '../model/change';
import type { World } from '../model/world';
import { UNTOLD, type ToldChange } from './changes.told';
import type { TableChange } from './contract';

const texts = new Part('rows of changes', () => import('./changes.rows'));

const untold: ReadonlySet<Change['slot']> = new Set(UNTOLD);

function isTold(change: Change): change is ToldChange {
  return !untold.has(change.slot);
}

/** What the changes of one record did, as rows before and after. */
export function tableChanges(world: World, changes: readonly Change[]): readonly TableChange[] {
  const told = changes.filter(isTold);
  return told.length === 0 ? [] : texts.content.changedRows(world, told);
}
