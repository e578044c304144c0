/** What is wrong with a field, in the API server's words. Source: apimachinery pkg/util/validation/field/errors.go. */
import type { Json } from '../../base/json';

export interface FieldError {
  readonly reason:
    | 'FieldValueRequired'
    | 'FieldValueInvalid'
    | 'FieldValueDuplicate'
    | 'FieldValueNotSupported'
    | 'FieldValueForbidden'
    | 'FieldValueTooLong';
  /** `spec.containers[0].name` */
  readonly field: string;
  /** The text without the field: `Required value`. */
  readonly body: string;
}

const withDetail = (text: string, detail: string): string => (detail === '' ? text : `${text}: ${detail}`);

export function required(field: string, detail = ''): FieldError {
  return { reason: 'FieldValueRequired', field, body: withDetail('Required value', detail) };
}

export function invalid(field: string, value: Json, detail: string): FieldError {
  return {
    reason: 'FieldValueInvalid',
    field,
    body: withDetail(`Invalid value: ${JSON.stringify(value)}`, detail),
  };
}

export function duplicate(field: string, value: Json): FieldError {
  return { reason: 'FieldValueDuplicate', field, body: `Duplicate value: ${JSON.stringify(value)}` };
}

export function notSupported(field: string, value: string, supported: readonly string[]): FieldError {
  const choices = supported.map((choice) => JSON.stringify(choice)).join(', ');
  return {
    reason: 'FieldValueNotSupported',
    field,
    body: `Unsupported value: ${JSON.stringify(value)}: supported values: ${choices}`,
  };
}

export function forbidden(field: string, detail: string): FieldError {
  return { reason: 'FieldValueForbidden', field, body: withDetail('Forbidden', detail) };
}

export function tooLong(field: string, maxBytes: number): FieldError {
  return { reason: 'FieldValueTooLong', field, body: `Too long: may not be more than ${maxBytes} bytes` };
}

/** `spec.nodeName: Required value` */
export function fieldText({ field, body }: FieldError): string {
  return `${field}: ${body}`;
}
