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

/** An input as a command, as the log and the trace have it. `sends`: the lab's, by whose commands sends are told. */
export function inputCommand(
  input: Input,
  sends: readonly { readonly name: string; readonly command: string }[] = [],
): string {
  switch (input.kind) {
    case 'exec':
      return input.command;
    case 'send':
      return sends.find(({ name }) => name === input.name)?.command ?? input.name;
    case 'interrupt':
      return '^C';
    case 'cable':
      return `cable ${input.plugged ? 'in' : 'out'} ${input.netns}/${input.dev}`;
    case 'wait':
      return `sleep ${String(input.seconds)}`;
  }
}
