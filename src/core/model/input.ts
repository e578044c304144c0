/** Everything a learner can do to a lab. The input log is the only thing that is ever saved or shared. */

export type Input =
  /** Run a command in a netns (`argv[0]` is the command's name). */
  | {
      readonly kind: 'exec';
      readonly netns: string;
      readonly command: string;
      /** What it reads from its standard input: the manifests of `kubectl apply -f -`. */
      readonly stdin?: string;
    }
  /** Run one of the lab's prepared sends. */
  | { readonly kind: 'send'; readonly name: string }
  /**
   * Ctrl-C: SIGINT for what still runs in the foreground of an earlier input, `of` being that input's index in the log.
   * Nothing happens when it has ended.
   */
  | { readonly kind: 'interrupt'; readonly of: number }
  /** A cable is pulled out of a network card, or plugged in again. */
  | { readonly kind: 'cable'; readonly netns: string; readonly dev: string; readonly plugged: boolean }
  /** Let the clock run. */
  | { readonly kind: 'wait'; readonly seconds: number };

/** An input and the simulated time at which it reaches the machines, ns. */
export interface LoggedInput {
  readonly atNs: number;
  readonly input: Input;
}
