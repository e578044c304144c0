/** Rules for names, labels and ports. Source: apimachinery pkg/util/validation/validation.go, pkg/api/validate/content. */
import { utf8Length } from '../../base/bytes';

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const QUALIFIED = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const LABEL_VALUE = `(${QUALIFIED})?`;

const EXPRESSIONS: ReadonlyMap<string, RegExp> = new Map(
  [LABEL, SUBDOMAIN, QUALIFIED, LABEL_VALUE].map((pattern) => [pattern, new RegExp(`^${pattern}$`)]),
);

const fits = (pattern: string, text: string): boolean => EXPRESSIONS.get(pattern)?.test(text) === true;

function regexError(says: string, pattern: string, ...examples: readonly string[]): string {
  const shown = examples.map((example) => `'${example}', `).join(' or ');
  return `${says} (e.g. ${shown}regex used for validation is '${pattern}')`;
}

const tooLong = (max: number): string => `must be no more than ${max} bytes`;

/** RFC 1123 label: names of containers and namespaces. */
export function labelFaults(text: string): string[] {
  const faults = utf8Length(text) > 63 ? [tooLong(63)] : [];
  if (fits(LABEL, text)) return faults;
  if (fits(SUBDOMAIN, text)) return [...faults, 'must not contain dots'];
  const says =
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
  return [...faults, regexError(says, LABEL, 'my-name', '123-abc')];
}

/** RFC 1123 subdomain: names of most objects. */
export function subdomainFaults(text: string): string[] {
  const faults = utf8Length(text) > 253 ? [tooLong(253)] : [];
  if (fits(SUBDOMAIN, text)) return faults;
  const says =
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
  return [...faults, regexError(says, SUBDOMAIN, 'example.com')];
}

/** Keys of labels and annotations: `app`, `example.com/app`. */
export function labelKeyFaults(text: string): string[] {
  const parts = text.split('/');
  const says =
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
  if (parts.length > 2) {
    const whole = regexError(`a qualified name ${says}`, QUALIFIED, 'MyName', 'my.name', '123-abc');
    return [`${whole} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  const faults: string[] = [];
  const [prefix, name] = parts.length === 2 ? [parts[0] ?? '', parts[1] ?? ''] : [null, parts[0] ?? ''];
  if (prefix === '') faults.push('prefix part must be non-empty');
  else if (prefix !== null) faults.push(...subdomainFaults(prefix).map((fault) => `prefix part ${fault}`));
  if (name === '') faults.push('name part must be non-empty');
  else if (utf8Length(name) > 63) faults.push(`name part ${tooLong(63)}`);
  if (!fits(QUALIFIED, name)) {
    faults.push(`name part ${regexError(says, QUALIFIED, 'MyName', 'my.name', '123-abc')}`);
  }
  return faults;
}

export function labelValueFaults(text: string): string[] {
  const faults = utf8Length(text) > 63 ? [tooLong(63)] : [];
  if (fits(LABEL_VALUE, text)) return faults;
  const says =
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
  return [...faults, regexError(says, LABEL_VALUE, 'MyValue', 'my_value', '12345')];
}

/** Names of ports (RFC 6335). */
export function portNameFaults(text: string): string[] {
  const faults: string[] = [];
  if (utf8Length(text) > 15) faults.push(tooLong(15));
  if (!/^[-a-z0-9]+$/.test(text))
    faults.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  if (!/[a-z]/.test(text)) faults.push('must contain at least one letter (a-z)');
  if (text.includes('--')) faults.push('must not contain consecutive hyphens');
  if (/^-|-$/.test(text)) faults.push('must not begin or end with a hyphen');
  return faults;
}

export function portFaults(port: number): string[] {
  return port >= 1 && port <= 65_535 ? [] : ['must be between 1 and 65535, inclusive'];
}
