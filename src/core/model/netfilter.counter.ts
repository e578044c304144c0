/** The counter of a rule as the World keeps it. */

/**
 * Packets and bytes a rule has seen. A counter of the present generation is changed in place, as nobody else has it: a rule
 * that every packet fits would otherwise leave a counter behind for each of them. One of an older generation is replaced.
 */
export interface RuleCounter {
  packets: number;
  bytes: number;
  readonly generation: number;
}
