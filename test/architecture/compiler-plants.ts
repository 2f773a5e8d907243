import type { Plant } from './planted-project.js';

/** A file that does not compile, for the one reason with this code. */
export interface CompilerPlant extends Plant {
  readonly code: number;
}

const plant = (rule: string, name: string, code: number, text: string): CompilerPlant => ({
  rule,
  path: `src/${name}.ts`,
  code,
  text,
});

export const compilerPlants: readonly CompilerPlant[] = [
  plant('strict', 'null', 2322, `export const s: string = null;`),
  plant('noUncheckedIndexedAccess', 'index', 2322, `export const f = (l: string[]): string => l[0];`),
  plant('exactOptionalPropertyTypes', 'optional', 2375, `export const a: { b?: string } = { b: undefined };`),
  plant(
    'noImplicitOverride',
    'override',
    4114,
    `class A { f(): void {} } export class B extends A { f(): void {} }`,
  ),
  plant(
    'noFallthroughCasesInSwitch',
    'fallthrough',
    7029,
    `export function f(n: number): void { switch (n) { case 1: String(n); case 2: String(n); } }`,
  ),
  plant('noImplicitReturns', 'return', 7030, `export function f(n: number) { if (n > 1) return n; }`),
  plant(
    'noPropertyAccessFromIndexSignature',
    'property',
    4111,
    `export const f = (r: Record<string, string>): string | undefined => r.home;`,
  ),
  plant('noUnusedLocals', 'local', 6133, `export function f(): void { const unused = 1; }`),
  plant('noUnusedParameters', 'parameter', 6133, `export function f(unused: number): void {}`),
  plant(
    'useUnknownInCatchVariables',
    'caught',
    18046,
    `export function f(): string { try { return 'a'; } catch (e) { return e.message; } }`,
  ),
  plant(
    'verbatimModuleSyntax',
    'type-as-value',
    1484,
    `import { PathLike } from 'node:fs'; export type S = PathLike;`,
  ),
  plant('erasableSyntaxOnly', 'enum', 1294, `export enum Colour { Red }`),
  plant('erasableSyntaxOnly', 'namespace', 1294, `export namespace n { export const a = 1; }`),
  plant(
    'erasableSyntaxOnly',
    'parameter-property',
    1294,
    `export class A { constructor(readonly a: number) {} }`,
  ),
];
