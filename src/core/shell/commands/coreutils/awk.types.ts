/** What a program of `awk` is once it is read, and what of the language is not here. */
import type { Regex } from '../../../base/regex';

export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | Reference
  | { readonly kind: 'matches'; readonly of: Expression | null; readonly regex: Regex | Expression }
  | { readonly kind: 'not' | 'minus' | 'plus'; readonly of: Expression }
  | { readonly kind: 'in'; readonly subscript: readonly Expression[]; readonly array: string }
  | { readonly kind: 'choice'; readonly of: Expression; readonly yes: Expression; readonly no: Expression }
  | { readonly kind: 'set'; readonly target: Reference; readonly sign: Sign | null; readonly to: Expression }
  /** `x++`, `--x`: the value before, or after. */
  | { readonly kind: 'step'; readonly target: Reference; readonly by: 1 | -1; readonly before: boolean }
  | { readonly kind: 'call'; readonly name: string; readonly of: readonly Expression[] }
  | { readonly kind: 'two'; readonly sign: Sign; readonly left: Expression; readonly right: Expression };

/** What may be assigned to. */
export type Reference =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'field'; readonly of: Expression }
  | { readonly kind: 'element'; readonly array: string; readonly subscript: readonly Expression[] };

export type Sign =
  '||' | '&&' | '<' | '<=' | '==' | '!=' | '>' | '>=' | 'join' | '+' | '-' | '*' | '/' | '%' | '^';

export type Statement =
  | { readonly kind: 'print' | 'printf'; readonly items: readonly Expression[] }
  | { readonly kind: 'do'; readonly expression: Expression }
  | { readonly kind: 'block'; readonly body: readonly Statement[] }
  | {
      readonly kind: 'if';
      readonly condition: Expression;
      readonly body: Statement;
      readonly otherwise: Statement | null;
    }
  /** `after`: the condition is asked behind the body. */
  | {
      readonly kind: 'while';
      readonly condition: Expression;
      readonly body: Statement;
      readonly after: boolean;
    }
  | {
      readonly kind: 'for';
      readonly first: Statement | null;
      readonly condition: Expression | null;
      readonly step: Statement | null;
      readonly body: Statement;
    }
  | { readonly kind: 'each'; readonly name: string; readonly array: string; readonly body: Statement }
  | { readonly kind: 'delete'; readonly array: string; readonly subscript: readonly Expression[] | null }
  | { readonly kind: 'exit'; readonly status: Expression | null }
  | { readonly kind: 'return'; readonly value: Expression | null }
  | { readonly kind: 'next' | 'break' | 'continue' };

export interface Rule {
  readonly when: 'BEGIN' | 'END' | Expression | null;
  /** The end of a range of lines. */
  readonly to: Expression | null;
  /** Null: prints the line. */
  readonly does: readonly Statement[] | null;
}

export interface AwkFunction {
  readonly parameters: readonly string[];
  readonly body: readonly Statement[];
}

export interface Program {
  readonly rules: readonly Rule[];
  readonly functions: ReadonlyMap<string, AwkFunction>;
}

/** Deepest expression, and longest program. */
export const DEPTH_MAX = 40;
export const PROGRAM_MAX = 4000;

/** Functions of the language that are here, with how many arguments they take. */
export const BUILTINS: ReadonlyMap<string, readonly [least: number, most: number]> = new Map([
  ['length', [0, 1]],
  ['substr', [2, 3]],
  ['index', [2, 2]],
  ['split', [2, 3]],
  ['sub', [2, 3]],
  ['gsub', [2, 3]],
  ['match', [2, 2]],
  ['sprintf', [1, 100]],
  ['int', [1, 1]],
  ['tolower', [1, 1]],
  ['toupper', [1, 1]],
]);

/** What the language has besides, and is not here. */
export const LATER =
  /^(?:nextfile|getline|sin|cos|atan2|exp|log|sqrt|rand|srand|system|close|fflush|strftime|systime|mktime|length_t)$/;
/** Words that are no names. */
export const RESERVED =
  /^(?:if|else|while|for|do|break|continue|next|exit|return|delete|function|func|print|printf|in|BEGIN|END)$/;
/** Variables that mean something to awk, and that are not here. */
export const VARIABLES_LATER = /^(?:RS|OFMT|CONVFMT|FILENAME|ENVIRON|ARGV|ARGC)$/;

/** Thrown while a program is read: what is not understood. */
export class Unknown extends Error {}
