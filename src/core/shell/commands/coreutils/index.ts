/** What every shell has besides `cat`, `echo` and `sleep`: the tools of coreutils and grep that are used on the output of others, and bash's own. */
import type { Command } from '../../command';
import { awk } from './awk';
import { cut, tr } from './cut';
import { find } from './find';
import { grep } from './grep';
import { head, tail } from './head';
import { ls } from './ls';
import { pipes } from './pipes';
import { rm } from './rm';
import { small } from './small';
import { sed } from './sed';
import { sort, uniq } from './sort';
import { system } from './system';
import { wc } from './wc';

export const textTools: readonly Command[] = [
  awk,
  cut,
  find,
  grep,
  head,
  ls,
  ...pipes,
  rm,
  sed,
  sort,
  tail,
  tr,
  uniq,
  wc,
  ...small,
  ...system,
];
