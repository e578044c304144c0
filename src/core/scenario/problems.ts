/**
 * Problems: what is wrong with something that came from outside, where, and how to mend it. A problem's code names two
 * texts in the catalogues, `problems.<code>.problem` and `problems.<code>.mend`; both get the same parameters.
 */
import type { Problem } from '../session.types';

export const PROBLEM_CODES = [
  // the file
  'tooLarge',
  'tooDeep',
  'tooManyAliases',
  'noLab',
  'severalLabs',
  'notADocument',
  'unknownVersion',
  // YAML
  'yamlTab',
  'yamlIndent',
  'yamlBracket',
  'yamlDuplicateKey',
  'yamlMissingCharacter',
  'yamlAlias',
  'yamlSyntax',
  // fields
  'unknownField',
  'unknownFieldNearest',
  'missingField',
  'expectedText',
  'expectedNumber',
  'expectedFlag',
  'expectedList',
  'expectedMapping',
  'expectedChoice',
  'emptyText',
  'tooLong',
  'tooMany',
  'outOfRange',
  'badName',
  'badLanguage',
  'badCidr',
  'badPath',
  // what fields say together
  'duplicateName',
  'cableEnds',
  'cableEndForm',
  'unknownMachine',
  'unknownMachineNearest',
  'cardTaken',
  'noMachines',
  'badAllow',
  'fabricField',
  'fabricRanges',
  'fabricRangeSmall',
  'fabricRole',
  'faultNowhere',
  'faultRefused',
  'faultSilent',
  'setupForm',
  'unknownNetns',
  'unknownNetnsNearest',
  // clusters and manifests
  'manifestNoCluster',
  'manifestNode',
  'manifestKind',
  'manifestKindNearest',
  'manifestVersion',
  'manifestField',
  'manifestFieldNearest',
  'manifestType',
  'manifestInvalid',
  'manifestTwice',
  'manifestRefused',
  'tooManyManifests',
  'clusterNoNode',
  'cidrMask',
  'cidrMaskDifference',
  'cidrsFew',
  'cidrOverlap',
  'policyNotEnforced',
  'unknownDefault',
  'unknownPatched',
  'unknownChoice',
  'unknownOption',
  // commands
  'commandRefused',
  'commandSilent',
  'commandUnknown',
  'commandDevice',
  'commandNetns',
  'commandNotYet',
  // shared addresses
  'shareTooLong',
  'shareForm',
  'shareInput',
  'shareTooManyInputs',
  'shareOrder',
  'shareCursor',
  'shareChoice',
  'shareLab',
  'shareLabTooLarge',
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** Where a problem is. Document, line and column count from 1; 0 is unknown. */
export type Place = Pick<Problem, 'file' | 'document' | 'line' | 'column' | 'path'>;

export function problemAt(
  place: Place,
  code: ProblemCode,
  params: Readonly<Record<string, string | number>> = {},
): Problem {
  const { file, document, line, column, path } = place;
  return {
    file,
    document,
    line,
    column,
    path,
    problem: { key: `problems.${code}.problem`, params },
    mend: { key: `problems.${code}.mend`, params },
  };
}

/** The place of a file as a whole. */
export function wholeFile(file: string): Place {
  return { file, document: 0, line: 0, column: 0, path: '' };
}
