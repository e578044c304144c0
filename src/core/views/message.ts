/** A sentence for the reader as key and parameters; the texts live in i18n, never in the core. */
export interface Message {
  /** Key in the catalogues, `narrate.route.unicast`. Typed by {@link MessageKey} where messages are made. */
  readonly key: string;
  readonly params: Readonly<Record<string, string | number>>;
}
