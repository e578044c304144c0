/** The list of apps: what every lab with pods runs is at hand, `others.ts` lists the rest. */
import { Part } from '../base/part';
import { shelf, type Shelf } from '../base/shelf';
import type { App } from './app';
import { ping } from './ping';
import { pause } from './pause';

const others = new Part('apps', async () => (await import('./others')).others);

/** A process's state is only ever made by the function of its own app, so each app may trust what it is handed. */
export const apps: Shelf<App<unknown>> = shelf([ping, pause], others);
