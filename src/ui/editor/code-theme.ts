/** The looks of the editor in the page's tokens: they follow the theme by themselves. Ink and weight, no hues. */
import { HighlightStyle } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

export const editorColours = EditorView.theme({
  '&': { height: '100%', color: 'var(--text)', backgroundColor: 'var(--panel)' },
  // The ring is drawn around gutter and text, by the panel.
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    font: '12px/19px var(--mono)',
    fontSize: 'var(--t1)',
    lineHeight: 'calc(19px * var(--k))',
  },
  '.cm-content': { caretColor: 'var(--ink)', padding: '8px 0' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--ink)', borderLeftWidth: '2px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--halo)',
  },
  '.cm-gutters': {
    backgroundColor: 'var(--raised)',
    color: 'var(--muted)',
    borderRight: 'var(--bw) solid var(--line)',
  },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--sunk)' },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    backgroundColor: 'transparent',
    outline: '1px solid var(--edge)',
  },
  '.cm-specialChar': { color: 'var(--drop)' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--drop)',
    textUnderlineOffset: '3px',
  },
  '.cm-lint-marker-error': {
    content: 'normal',
    width: '8px',
    height: '8px',
    margin: '5px 1px',
    borderRadius: '50%',
    backgroundColor: 'var(--drop)',
  },
  '.cm-tooltip': {
    maxWidth: 'min(460px, 80vw)',
    border: 'var(--bw) solid var(--line-2)',
    borderRadius: 'var(--r2)',
    backgroundColor: 'var(--panel)',
    color: 'var(--text)',
    boxShadow: '0 4px 16px var(--halo)',
    font: '13px/19px var(--sans)',
    fontSize: 'var(--t2)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    font: 'inherit',
    fontFamily: 'var(--mono)',
    maxHeight: '14em',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 10px', lineHeight: '1.4' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--sel)',
    color: 'var(--on-sel)',
  },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '600' },
  '.cm-completionDetail': { fontStyle: 'normal', opacity: '0.85' },
  '.cm-tooltip.cm-completionInfo': { padding: '6px 10px', whiteSpace: 'normal' },
  '.cm-diagnostic': { padding: '6px 10px', borderLeft: '3px solid var(--drop)' },
  '.pw-help': { padding: '6px 10px' },
  '.pw-path': { color: 'var(--muted)', fontFamily: 'var(--mono)', fontSize: 'var(--t0)' },
  '.pw-mend': { color: 'var(--muted)' },
});

export const editorHighlights = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--ink)', fontWeight: '600' },
  { tag: tags.comment, color: 'var(--muted)', fontStyle: 'italic' },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: 'var(--muted)' },
  { tag: [tags.meta, tags.keyword, tags.labelName], color: 'var(--muted)', fontWeight: '600' },
]);
