/** What the shell says of a line that it cannot read. Texts: bash 5.2, but for what is not there. */
import type { ParseError } from './syntax';

export function syntaxText(error: ParseError): string {
  switch (error.code) {
    case 'open-quote':
      return `bash: unexpected EOF while looking for matching \`${error.what}'`;
    case 'unexpected':
      return `bash: syntax error near unexpected token \`${error.what}'`;
    case 'unfinished':
      return 'bash: syntax error: unexpected end of file';
    case 'not-a-name':
      return `bash: \`${error.what}': not a valid identifier`;
    case 'too-deep':
      return 'packetwalk: so many constructs within one another are not read';
    case 'unsupported':
      return `packetwalk: '${error.what}' is not in this shell`;
  }
}
