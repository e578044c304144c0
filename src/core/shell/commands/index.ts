/**
 * The shelf's list: what is sent most often is at hand; `others.ts` lists the rest, which is fetched when somebody needs one of them.
 */
import { Part } from '../../base/part';
import { shelf, type Shelf } from '../../base/shelf';
import type { Command } from '../command';
import { ping } from './ping';

const others = new Part('commands', async () => (await import('./others')).others);

export const COMMANDS: Shelf<Command> = shelf([ping], others);

/** Whether a command needs no fetching. */
export function isAtHand(kind: string): boolean {
  return kind === ping.kind;
}
