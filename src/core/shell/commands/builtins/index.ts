/** What is no program but the shell itself: bash's builtins that steer it, ask, and keep variables. Texts: bash 5.2. */
import type { Command } from '../../command';
import { flow } from './flow';
import { functions } from './functions';
import { printf } from './printf';
import { read } from './read';
import { test } from './test';
import { variables } from './variables';

export const builtins: readonly Command[] = [...flow, ...functions, printf, read, ...test, ...variables];
