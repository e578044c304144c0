/** One wire in one direction. */
export interface Leg {
  readonly wire: string;
  readonly reversed: boolean;
}
