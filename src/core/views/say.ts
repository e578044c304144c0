/** Makes messages. The list of sentences is needed by the compiler only, so it is not among what visitors download. */
import type { Message } from './message';
import type { MessageKey, MessageParams, PlainKey } from './message-keys';

/** A message whose parameters are exactly those its text is given. */
export function message<K extends MessageKey>(key: K, params: MessageParams<K>): Message {
  return { key, params };
}

const NONE = {} as const;

export function plain(key: PlainKey): Message {
  return { key, params: NONE };
}
