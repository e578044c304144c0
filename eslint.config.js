import { readFileSync } from 'node:fs';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Files that may be longer than the rest, each with its reason. src/architecture.test.ts keeps the list honest. */
const oversize = Object.keys(
  JSON.parse(readFileSync(new URL('tools/oversize.json', import.meta.url), 'utf8')),
);

/** What would make two runs of the core differ, and what to use in its place. */
const IMPURE_GLOBALS = {
  Date: 'Simulated time comes from ctx.now, in nanoseconds.',
  performance: 'Simulated time comes from ctx.now; real time is measured in src/cli/bench.ts.',
  Intl: 'Wording and number formats belong to i18n; the core prints as the real tools do.',
  setTimeout: 'Put an event into the queue: ctx.schedule.',
  setInterval: 'Put an event into the queue: ctx.schedule.',
  setImmediate: 'Put an event into the queue: ctx.schedule.',
  queueMicrotask: 'Put an event into the queue: ctx.schedule.',
  requestAnimationFrame: 'The core has no frames; the page plays cues from core/views.',
  console: 'Emit a trace record, or return a Result.',
  fetch: 'The core reads nothing; hand it the data.',
  crypto: 'Chance comes from core/base/prng, hashes from core/base.',
  process: 'The core has no surroundings; hand it the data.',
};

/** Math functions that ECMAScript lets every engine round in its own way. */
const INEXACT_MATH = [
  'acos',
  'acosh',
  'asin',
  'asinh',
  'atan',
  'atan2',
  'atanh',
  'cbrt',
  'cos',
  'cosh',
  'exp',
  'expm1',
  'hypot',
  'log',
  'log10',
  'log1p',
  'log2',
  'pow',
  'sin',
  'sinh',
  'tan',
  'tanh',
];

export default defineConfig(
  globalIgnores(['dist/', '.cache/', 'node_modules/', 'scenarios/']),

  {
    // An exception is made here, where everyone sees it and its reason, never in a comment in a file.
    linterOptions: { noInlineConfig: true },
  },

  {
    files: ['**/*.{ts,tsx,js,mjs}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      eqeqeq: ['error', 'always'],
      'max-lines': ['error', { max: 400 }],
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',

      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Sorting numbers without an order sorts them as text.
      '@typescript-eslint/require-array-sort-compare': ['error', { ignoreStringArrays: true }],

      // Numbers in messages are most of what this program says.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // `() => doIt()` reads well where the result is not looked at.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      // The compiler reports these (noUnusedLocals, noUnusedParameters), and once is enough.
      '@typescript-eslint/no-unused-vars': 'off',
    },
  },

  {
    // bytes[i] is a number wherever i was checked against the length; a branch per byte would cost speed.
    files: ['src/core/**', 'src/cli/**', '**/*.test.{ts,tsx}', 'e2e/**'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },

  {
    files: ['src/core/**'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...Object.entries(IMPURE_GLOBALS).map(([name, message]) => ({ name, message })),
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Chance comes from core/base/prng.' },
        ...INEXACT_MATH.map((property) => ({
          object: 'Math',
          property,
          message: 'Browsers differ in its last bit. Use integers, Math.imul, Math.clz32 or Math.sqrt.',
        })),
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'MemberExpression[property.name=/^toLocale/]',
          message: 'Its result depends on the machine. Use toString, toUpperCase, toLowerCase.',
        },
        {
          selector: "MemberExpression[property.name='localeCompare']",
          message: 'Its order depends on the machine. Compare with < and >.',
        },
        {
          selector: 'ForInStatement',
          message: 'Keys that look like numbers come first. Use a Map, an array or Object.entries.',
        },
      ],
    },
  },

  {
    files: ['src/ui/**', 'src/main.tsx'],
    extends: [reactHooks.configs.flat.recommended],
  },

  {
    // A fixture typed by `as`, and a matcher of expect, are what the checks below take for mistakes.
    files: ['**/*.test.{ts,tsx}', 'e2e/**'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },

  {
    files: ['tools/**/*.mjs', 'eslint.config.js'],
    rules: {
      // JSON.parse gives any, and JavaScript has no `as unknown` to tame it with.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },

  { files: oversize.length > 0 ? oversize : ['-'], rules: { 'max-lines': 'off' } },
);
