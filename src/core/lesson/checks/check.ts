/** A check: a question about a run that data can ask. Each member of the shelf is one. */
import type * as v from 'valibot';
import type { Message } from '../../views/message';
import type { Scope } from '../packets';

export interface CheckKind<S extends v.GenericSchema = v.GenericSchema> {
  /** As it is written in lessons. */
  readonly kind: string;
  /** Its fields, each with a description. */
  readonly schema: S;
  /** Null when it is fulfilled, else the reason why not. */
  readonly run: (scope: Scope, args: v.InferOutput<S>) => Message | null;
}

/** Keeps the type of the arguments while it states the shape. */
export function checkKind<const K extends string, S extends v.GenericSchema>(
  kind: CheckKind<S> & { readonly kind: K },
): CheckKind<S> & { readonly kind: K } {
  return kind;
}
