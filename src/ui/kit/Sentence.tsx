import { useTexts } from '../../i18n/setup';
import type { MessageLike } from '../../i18n/setup';
import styles from './Sentence.module.css';

/** Isolates, which Unicode has for exactly this: a foreign piece of text inside a sentence. */
const OPEN = '\u2068';
const CLOSE = '\u2069';

/** What is no longer than this is never broken: a MAC address, a netns. */
const UNBROKEN = 24;

/** A sentence of the core, with addresses and names set as one would type them. */
export function Sentence({ message }: { readonly message: MessageLike }) {
  const { tm } = useTexts();
  const pieces = tm({ key: message.key, params: markTyped(message.params) }).split(/[\u2068\u2069]/);
  return pieces.map((piece, index) =>
    // Every second piece stood between an opening and a closing mark.
    index % 2 === 1 ? (
      <code key={index} className={piece.length <= UNBROKEN ? styles.whole : styles.typed}>
        {piece}
      </code>
    ) : (
      piece
    ),
  );
}

/** Marks the parameters that one would type: names, commands, and words that hold a digit, a dot, a slash or a colon. */
export function markTyped(params: MessageLike['params']): MessageLike['params'] {
  const marked = Object.entries(params).map(([name, value]) => [
    name,
    typeof value === 'string' && isTyped(name, value) ? `${OPEN}${value}${CLOSE}` : value,
  ]);
  return Object.fromEntries(marked) as MessageLike['params'];
}

/** What the machines themselves call things, print and are told: typed, whatever it looks like. */
const TYPED = new Set([
  'app',
  'bridge',
  'chain',
  'command',
  'dev',
  'hook',
  'line',
  'netns',
  'peer',
  'peerNetns',
  'port',
  'state',
  'table',
  'oldPort',
  'via',
]);

function isTyped(name: string, value: string): boolean {
  return (TYPED.has(name) && value !== '') || /^\S*[\d./:_-]\S*$/.test(value);
}
