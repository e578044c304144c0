/**
 * How deeply a YAML text is nested, before it is parsed: the parser recurses, and a hundred thousand brackets end
 * the whole program rather than throw. The lexer alone is a loop.
 */
import { CST, Lexer } from 'yaml';

/**
 * The first line nested more deeply than `max`, null when there is none. Brackets count one each. Block structure
 * costs a column of indentation or an indicator (`-`, `?`, `:`) a level: no line may have more than `2 * max` of both.
 */
export function tooDeepAt(text: string, max: number): number | null {
  let line = 1;
  let open = 0;
  let steps = 0;
  let indenting = true;
  for (const token of new Lexer().lex(text)) {
    const type = CST.tokenType(token);
    if (type === 'flow-seq-start' || type === 'flow-map-start') open += 1;
    else if (type === 'flow-seq-end' || type === 'flow-map-end') open = Math.max(0, open - 1);
    else if (open === 0 && type?.endsWith('-ind') === true) steps += 1;
    else if (indenting && type === 'space') steps += token.length;
    indenting &&= type === 'space' || type === 'doc-mode' || type === 'byte-order-mark';
    if (open > max || steps > 2 * max) return line;
    const newlines = token.split('\n').length - 1;
    if (newlines > 0) {
      line += newlines;
      steps = 0;
      indenting = true;
    }
  }
  return null;
}
