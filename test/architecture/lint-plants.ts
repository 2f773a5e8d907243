import type { Plant } from './planted-project.js';

const source = (rule: string, name: string, text: string): Plant => ({
  rule,
  path: `src/app/${name}.ts`,
  text,
});
const domain = (rule: string, name: string, text: string): Plant => ({
  rule,
  path: `src/domain/model/${name}.ts`,
  text,
});
const test = (rule: string, name: string, text: string): Plant => ({
  rule,
  path: `test/unit/${name}.ts`,
  text,
});

const lines = (count: number, line: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => line(n)).join('\n');

/** Files that break nothing, one for each kind of place. */
export const soundFiles: readonly { readonly path: string; readonly text: string }[] = [
  { path: 'src/app/sound.ts', text: `export const double = (n: number): number => n * 2;\n` },
  {
    path: 'src/domain/model/sound.ts',
    text: `export const later = (now: number): Date => new Date(now + 1);\n`,
  },
  { path: 'src/testing.ts', text: `export { double } from './app/sound.js';\n` },
  {
    path: 'test/unit/sound.ts',
    text: `describe('a thing', () => { it('holds', () => { String(1); }); });\n`,
  },
];

export const lintPlants: readonly Plant[] = [
  source(
    '@typescript-eslint/explicit-module-boundary-types',
    'untyped-edge',
    'export const f = (n: number) => n;',
  ),
  source(
    '@typescript-eslint/consistent-type-imports',
    'type-import',
    `import { Stats } from 'node:fs'; export const f = (s: Stats): number => s.size;`,
  ),
  source(
    '@typescript-eslint/consistent-type-exports',
    'type-export',
    `import type { Stats } from 'node:fs'; export { Stats };`,
  ),
  source(
    '@typescript-eslint/switch-exhaustiveness-check',
    'forgets-a-case',
    `export function f(x: 'a' | 'b'): number { switch (x) { case 'a': return 1; } return 2; }`,
  ),
  source(
    '@typescript-eslint/no-floating-promises',
    'floats',
    `export function f(): void { Promise.resolve(1); }`,
  ),
  source(
    '@typescript-eslint/no-non-null-assertion',
    'asserts',
    'export const f = (s: string | undefined): string => s!;',
  ),
  source('@typescript-eslint/no-explicit-any', 'any', 'export const f = (x: any): void => { String(x); };'),
  source(
    '@typescript-eslint/prefer-readonly',
    'mutable',
    'export class C { private a = 1; b(): number { return this.a; } }',
  ),
  source(
    'max-lines',
    'long-file',
    lines(301, (n) => `export const a${n.toString()} = 1;`),
  ),
  source(
    'max-lines-per-function',
    'long-function',
    `export function f(): void {\n${lines(51, (n) => `String(${n.toString()});`)}\n}`,
  ),
  source(
    'complexity',
    'branches',
    `export function f(n: number): void {\n${lines(10, (n) => `if (n === ${n.toString()}) String(n);`)}\n}`,
  ),
  source(
    'max-params',
    'five-parameters',
    'export const f = (a: 1, b: 1, c: 1, d: 1, e: 1): number => a + b + c + d + e;',
  ),
  source('no-restricted-exports', 'default-export', 'export default 1;'),
  source('no-restricted-syntax', 'exports-on', `export { join } from 'node:path';`),
  source('no-restricted-syntax', 'exports-all-on', `export * from 'node:path';`),
  domain('no-restricted-syntax', 'exports-on', `export { later } from './sound.js';`),
  source('no-restricted-exports', 'default-by-name', 'const a = 1; export { a as default };'),

  domain('no-restricted-properties', 'clock', 'export const f = (): number => Date.now();'),
  domain('no-restricted-properties', 'dice', 'export const f = (): number => Math.random();'),
  domain('no-restricted-syntax', 'today', 'export const f = (): Date => new Date();'),
  domain('no-restricted-syntax', 'today-in-words', 'export const f = (): string => Date();'),
  domain('no-restricted-syntax', 'throws', `export const f = (): never => { throw new Error('no'); };`),

  test('mocha/no-exclusive-tests', 'exclusive', `describe.only('a', () => { it('b', () => {}); });`),
  test(
    'mocha/no-identical-title',
    'twins',
    `describe('a', () => { it('b', () => {}); it('b', () => {}); });`,
  ),
  test('mocha/no-nested-tests', 'nested', `describe('a', () => { it('b', () => { it('c', () => {}); }); });`),
  test(
    'mocha/no-return-and-callback',
    'both-ways',
    `describe('a', () => { it('b', function (done) { return Promise.resolve(done()); }); });`,
  ),
  test(
    'mocha/no-sibling-hooks',
    'two-hooks',
    `describe('a', () => { before(() => {}); before(() => {}); it('b', () => {}); });`,
  ),
  test(
    'mocha/no-top-level-hooks',
    'global-hook',
    `before(() => {}); describe('a', () => { it('b', () => {}); });`,
  ),
  test(
    '@typescript-eslint/no-non-null-assertion',
    'asserts',
    `describe('a', () => { it('b', () => { process.env['HOME']!.trim(); }); });`,
  ),
];
