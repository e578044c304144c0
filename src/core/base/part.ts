/**
 * Parts of the core that are fetched when somebody first needs them: most tools of the terminal, network solutions,
 * views of late panels. The simulation itself never waits, so a part that is not there ends the work with
 * {@link MissingPart}; {@link withParts} fetches it and does the work again.
 */

/** Thrown where a part is needed that nobody has fetched yet. */
export class MissingPart extends Error {
  constructor(readonly part: Part<unknown>) {
    super(`a part of the core was used before it was fetched: ${part.name}`);
    this.name = 'MissingPart';
  }
}

const known = new Set<Part<unknown>>();

export class Part<T> {
  private fetched: { readonly content: T } | null = null;

  /** `name` is for messages; `fetch` is usually a dynamic import. */
  constructor(
    readonly name: string,
    private readonly fetch: () => Promise<T>,
  ) {
    known.add(this);
  }

  /** What was fetched. Throws {@link MissingPart} before. */
  get content(): T {
    if (this.fetched === null) throw new MissingPart(this);
    return this.fetched.content;
  }

  get isThere(): boolean {
    return this.fetched !== null;
  }

  /** Fetches the part, once. */
  async load(): Promise<void> {
    this.fetched ??= { content: await this.fetch() };
  }
}

/**
 * Does `work`, and again after each part it lacked was fetched. `work` has to be something that can be done anew from its
 * beginning: nothing of an attempt that ended early may be left.
 */
export async function withParts<T>(work: () => T): Promise<T> {
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof MissingPart)) throw error;
      await error.part.load();
    }
  }
}

/** Fetches all parts, and what they bring in turn: for programs that run on a machine of their own, and for idle time. */
export async function loadAllParts(): Promise<void> {
  for (;;) {
    const missing = [...known].filter(({ isThere }) => !isThere);
    if (missing.length === 0) return;
    await Promise.all(missing.map((part) => part.load()));
  }
}
