/** Bounds on lessons, which may come from strangers. */
export const MAX_LESSON_CHARS = 131_072;
export const MAX_LINE_CHARS = 2000;
export const MAX_STEPS = 60;
export const MAX_PARTS = 60;
export const MAX_OPTIONS = 8;
/** Quotes and lists inside one another; emphasis and links inside one another. */
export const MAX_NESTING = 8;
/** A paragraph or list: the Markdown library's work on one grows faster than its length. */
export const MAX_BLOCK_CHARS = 6000;
