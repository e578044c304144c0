/** What the shell of a netns remembers from one command line to the next. */
export interface ShellState {
  /** `$?` */
  readonly status: number;
  /** Variables that were set, `PWD` among them once somebody changed folder. */
  readonly vars: Readonly<Record<string, string>>;
  /** Names of variables that commands see in their environment; absent for none. */
  readonly exported?: readonly string[];
}

export const NEW_SHELL: ShellState = Object.freeze({ status: 0, vars: Object.freeze({}) });
