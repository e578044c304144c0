/** What playing a golden case of a file answers. */
import type { Difference } from './difference';
import type { JsonObject } from './json';

/** What came of one case: the first difference, null for none; what was left out; that there is no such step; or what is not known yet. */
export type Played =
  | { readonly difference: Difference | string | null; readonly leftOut?: readonly string[] }
  | { readonly notModelled: string }
  | { readonly unknown: string };

export type Player = (golden: JsonObject) => Played;
