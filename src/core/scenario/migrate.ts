/** Versions of the Lab document. Older ones will be brought up to date here, one pure step a version. */
import type { Problem } from '../session.types';
import type { SourceDocument } from './documents';
import { placeOf } from './place';
import { problemAt } from './problems';
import { API_VERSION } from './schema';

export const SUPPORTED_VERSIONS: readonly string[] = [API_VERSION];

/** The problem with a document's apiVersion, null when it can be read. */
export function versionProblem(source: SourceDocument, apiVersion: unknown): Problem | null {
  if (typeof apiVersion === 'string' && SUPPORTED_VERSIONS.includes(apiVersion)) return null;
  return problemAt(placeOf(source, ['apiVersion']), 'unknownVersion', {
    found: typeof apiVersion === 'string' ? apiVersion : '—',
    supported: SUPPORTED_VERSIONS.join(', '),
  });
}
