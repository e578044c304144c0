/** What every shell has besides `cat`, `echo` and `sleep`: the tools of coreutils and grep that are used on the output of others, and bash's own. */
import type { Command } from '../../command';
import { grep } from './grep';
import { head, tail } from './head';
import { ls } from './ls';
import { rm } from './rm';
import { small } from './small';
import { sort, uniq } from './sort';
import { system } from './system';
import { wc } from './wc';

export const textTools: readonly Command[] = [grep, head, ls, rm, sort, tail, uniq, wc, ...small, ...system];
