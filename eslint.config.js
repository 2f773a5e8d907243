import js from '@eslint/js';
import prettier from 'eslint-config-prettier/flat';
import mocha from 'eslint-plugin-mocha';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const impureGlobals = [
  'globalThis',
  'global',
  'process',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'clearTimeout',
  'clearInterval',
  'clearImmediate',
  'queueMicrotask',
  'performance',
  'console',
  'fetch',
  'Buffer',
  'crypto',
];

const noReExports = ['ExportAllDeclaration', 'ExportNamedDeclaration[source]'].map((selector) => ({
  selector,
  message: 'Import it from where it is made; only entry points of the package export on.',
}));

export default defineConfig(
  {
    ignores: [
      'dist/**',
      'coverage/**',
      'reports/**',
      '*.js',
      '*.cjs',
      '*.mjs',
      'scripts/**',
      '.stryker-tmp/**',
      'examples/**',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
  {
    name: 'wharfinger/production',
    files: ['src/**/*.ts'],
    rules: {
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/prefer-readonly': 'error',
      // It takes a function that answers `undefined` for one that answers nothing.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      // A switch over a closed union counts once: it is a table.
      complexity: ['error', { max: 10, variant: 'modified' }],
      'max-params': ['error', 4],
      'no-restricted-syntax': ['error', ...noReExports],
      'no-restricted-exports': [
        'error',
        { restrictDefaultExports: { direct: true, named: true, defaultFrom: true, namedFrom: true } },
      ],
    },
  },
  {
    name: 'wharfinger/suites',
    files: ['src/testing/contract/*.ts'],
    // One suite is one list of checks, like a spec.
    rules: { 'max-lines': 'off', 'max-lines-per-function': 'off' },
  },
  {
    name: 'wharfinger/domain',
    files: ['src/domain/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', ...impureGlobals],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Take `now` as an argument.' },
        { object: 'Math', property: 'random', message: 'Take a seed.' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'Take `now` as an argument.',
        },
        { selector: "CallExpression[callee.name='Date']", message: 'Take `now` as an argument.' },
        { selector: 'ThrowStatement', message: 'Return a Result.' },
        ...noReExports,
      ],
    },
  },
  {
    name: 'wharfinger/entry-points',
    files: ['src/index.ts', 'src/testing.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    name: 'wharfinger/tests',
    files: ['test/**/*.ts', 'bench/**/*.ts', 'src/testing/**/*.ts'],
    plugins: { mocha },
    rules: {
      'mocha/no-exclusive-tests': 'error',
      'mocha/no-identical-title': 'error',
      'mocha/no-nested-tests': 'error',
      'mocha/no-return-and-callback': 'error',
      'mocha/no-sibling-hooks': 'error',
      'mocha/no-top-level-hooks': 'error',
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-non-null-assertion': 'error',
    },
  },
  prettier,
);
