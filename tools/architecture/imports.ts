import path from 'node:path/posix';
import ts from 'typescript';
import type { Modules } from './modules';

export interface Import {
  readonly from: string;
  readonly line: number;
  /** As written, without Vite's `?raw` and the like. */
  readonly specifier: string;
  /** Gone when the program runs. */
  readonly typeOnly: boolean;
}

export const allImports = (modules: Modules): Import[] =>
  [...modules].flatMap(([file, text]) => importsOf(file, text));

/** Every import of a module: static, of types, re-exported, dynamic, and `import('…')` in type position. */
export function importsOf(file: string, text: string): Import[] {
  if (!/\.(tsx?|m?js)$/.test(file)) return [];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  const found: Import[] = [];
  const add = (node: ts.Node | undefined, typeOnly = false): void => {
    if (!node || !ts.isStringLiteralLike(node)) return;
    const { line } = source.getLineAndCharacterOfPosition(node.pos);
    found.push({ from: file, line: line + 1, specifier: node.text.replace(/\?.*$/, ''), typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeClause(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node)) add(literalOf(node.argument), true);
    else if (isImportCall(node) || isWorkerUrl(node)) add(node.arguments?.[0]);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const isTypeClause = (clause: ts.ImportClause | undefined): boolean =>
  clause?.phaseModifier === ts.SyntaxKind.TypeKeyword;

const literalOf = (type: ts.TypeNode): ts.Node | undefined =>
  ts.isLiteralTypeNode(type) ? type.literal : undefined;

const isImportCall = (node: ts.Node): node is ts.CallExpression =>
  ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;

/** `new URL('./worker.ts', import.meta.url)` is how Vite is told about a worker, so it is an import too. */
const isWorkerUrl = (node: ts.Node): node is ts.NewExpression =>
  ts.isNewExpression(node) &&
  ts.isIdentifier(node.expression) &&
  node.expression.text === 'URL' &&
  node.arguments?.length === 2;

/** The place a relative import leads to, below src (`core/base/bytes.ts`), or beside it (`scenarios/x.yaml`). */
export function resolve(modules: Modules, { from, specifier }: Import): string | undefined {
  const target = path.join('src', path.dirname(from), specifier);
  if (!target.startsWith('src/')) return target;
  const base = target.slice('src/'.length);
  const candidates = [base, `${base}.ts`, `${base}.tsx`, `${base}/index.ts`, `${base}/index.tsx`];
  return candidates.find((candidate) => modules.has(candidate));
}

export const isRelative = (specifier: string): boolean => specifier.startsWith('.');

/** `@noble/hashes/sha2.js` → `@noble/hashes`; `react-dom/client` → `react-dom`; `node:fs` → `node`. */
export function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return 'node';
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
