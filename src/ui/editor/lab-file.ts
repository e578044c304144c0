/** Files of labs: reading one that was chosen or dropped, and handing one out. */
import { labNameIn, MAX_FILE_CHARS } from '../../core/index';

export type ReadFile =
  | { readonly ok: true; readonly text: string }
  /** `binary`: it holds no text in UTF-8. */
  | { readonly ok: false; readonly why: 'large' | 'binary' | 'unreadable'; readonly size: number };

/** The part of a browser's file that is needed. */
export type FileLike = Pick<Blob, 'size' | 'arrayBuffer'>;

/** The text of a file. A large one is refused before it is read. */
export async function readFile(file: FileLike): Promise<ReadFile> {
  const { size } = file;
  // A character takes a byte at least.
  if (size > 3 * MAX_FILE_CHARS) return { ok: false, why: 'large', size };
  let bytes: ArrayBuffer;
  try {
    bytes = await file.arrayBuffer();
  } catch {
    return { ok: false, why: 'unreadable', size };
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes).replaceAll('\r\n', '\n');
    return text.length > MAX_FILE_CHARS ? { ok: false, why: 'large', size } : { ok: true, text };
  } catch {
    return { ok: false, why: 'binary', size };
  }
}

/** Lets the reader keep a text as a file. */
export function downloadText(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/yaml' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken it by then.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** What a lab's file is called: its id, as far as that is one. */
export function fileNameOf(text: string): string {
  return `${labNameIn(text) ?? 'lab'}.yaml`;
}
