/** What every shell has: the tools of coreutils and grep that are used on the output of others, and bash's own. */
import type { Command } from '../../command';
import { cat } from './cat';
import { echo } from './echo';
import { grep } from './grep';
import { head, tail } from './head';
import { ls } from './ls';
import { sleep } from './sleep';
import { small } from './small';
import { sort, uniq } from './sort';
import { system } from './system';
import { wc } from './wc';

export const coreutils: readonly Command[] = [
  cat,
  echo,
  grep,
  head,
  ls,
  sleep,
  sort,
  tail,
  uniq,
  wc,
  ...small,
  ...system,
];
