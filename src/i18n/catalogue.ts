/**
 * The type of the catalogues. English is the original: its keys are the keys, its parameters the parameters.
 * Another language is typed by it, so that a missing text does not compile.
 */

/** A catalogue with the same keys as `C`, every text any string. */
export type CatalogueOf<C> = {
  readonly [K in keyof C]: C[K] extends string ? string : CatalogueOf<C[K]>;
};

/** `count_one` and `count_other` are both asked for as `count`. */
type WithoutPlural<K extends string> = K extends `${infer Stem}_${'one' | 'other'}` ? Stem : K;

/** Dotted keys of all texts in a catalogue. */
export type KeyOf<C, Prefix extends string = ''> = {
  [K in keyof C & string]: C[K] extends string
    ? `${Prefix}${WithoutPlural<K>}`
    : KeyOf<C[K], `${Prefix}${K}.`>;
}[keyof C & string];

/** Names inside `{{…}}` of one text. */
type Names<Text extends string> = Text extends `${string}{{${infer Name}}}${infer Rest}`
  ? Name | Names<Rest>
  : never;

/** The text at a dotted key; for a plural the form for many. */
type TextAt<C, K extends string> = K extends `${infer Head}.${infer Tail}`
  ? Head extends keyof C
    ? TextAt<C[Head], Tail>
    : never
  : K extends keyof C
    ? C[K]
    : `${K}_other` extends keyof C
      ? C[`${K}_other`]
      : never;

/** What the text at a key must be given. Catalogues that are not `as const` allow anything. */
export type ParamsOf<C, K extends string> =
  TextAt<C, K> extends infer Text extends string
    ? string extends Text
      ? Readonly<Record<string, string | number>>
      : Readonly<Record<Names<Text>, string | number>>
    : never;

/** Both catalogues as one; a group that stands in both has the texts of both. */
export type Joined<A, B> = {
  readonly [K in keyof A | keyof B]: K extends keyof A
    ? K extends keyof B
      ? A[K] extends string
        ? A[K]
        : Joined<A[K], B[K]>
      : A[K]
    : K extends keyof B
      ? B[K]
      : never;
};

export function joined<A extends object, B extends object>(a: A, b: B): Joined<A, B> {
  const whole: Record<string, unknown> = Object.fromEntries(Object.entries(a));
  for (const [key, value] of Object.entries(b)) {
    const known = whole[key];
    whole[key] =
      typeof known === 'object' && known !== null && typeof value === 'object'
        ? joined(known, value as object)
        : value;
  }
  return whole as Joined<A, B>;
}
