/** What a step marks that configures nothing. */
import type { StepMarks } from './contract';

export const NO_MARKS: StepMarks = { marks: [], actor: null, api: false, watchers: [] };
