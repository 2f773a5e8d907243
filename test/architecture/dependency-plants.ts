import type { Plant } from './planted-project.js';

/** A tree in the project's layout that breaks no rule; the plants point into it. */
export const soundTree: readonly { readonly path: string; readonly text: string }[] = [
  { path: 'src/domain/model/sound.ts', text: `export interface Sound { readonly id: string }` },
  {
    path: 'src/domain/ports/sound-port.ts',
    text: `import type { Sound } from '../model/sound.js'; export type SoundPort = () => Sound;`,
  },
  { path: 'src/domain/start/decide.ts', text: `export const decide = 1;` },
  {
    path: 'src/app/services/act.ts',
    text: `import type { SoundPort } from '../../domain/ports/sound-port.js';
           import { decide } from '../../domain/start/decide.js';
           export const act = (port: SoundPort) => [port(), decide];`,
  },
  {
    path: 'src/adapters/alpha/alpha.ts',
    text: `import type { SoundPort } from '../../domain/ports/sound-port.js';
           import { readFileSync } from 'node:fs';
           export const alpha: SoundPort = () => ({ id: String(readFileSync) });`,
  },
  { path: 'src/adapters/beta/beta.ts', text: `export const beta = 1;` },
  {
    path: 'src/adapters/cli/cli.ts',
    text: `import { act } from '../../app/services/act.js'; export const cli = act;`,
  },
  { path: 'src/app/agent.ts', text: `export interface Agent { readonly sound: boolean }` },
  {
    path: 'src/adapters/http-api/api.ts',
    text: `import type { Agent } from '../../app/agent.js'; export const api = (agent: Agent) => agent.sound;`,
  },
  {
    path: 'src/adapters/docker-engine/engine.ts',
    text: `import Docker from 'dockerode'; export const engine = new Docker();`,
  },
  {
    path: 'src/adapters/level-store/level.ts',
    text: `import { ClassicLevel } from 'classic-level'; export const level = new ClassicLevel('/x');`,
  },
  {
    path: 'src/app/composition/compose.ts',
    text: `import { Container } from 'inversify';
           import { alpha } from '../../adapters/alpha/alpha.js';
           export const compose = () => [new Container(), alpha];`,
  },
  {
    path: 'src/testing/suite.ts',
    text: `import { expect } from 'chai';
           import type { SoundPort } from '../domain/ports/sound-port.js';
           export const suite = (port: SoundPort) => expect(port);`,
  },
  {
    path: 'src/testing.ts',
    text: `export { suite } from './testing/suite.js'; export { compose } from './app/composition/compose.js';`,
  },
  { path: 'test/support/double.ts', text: `export const double = 1;` },
  { path: 'bench/stopwatch.ts', text: `export const stopwatch = 1;` },
  {
    path: 'test/unit/sound.spec.ts',
    text: `import { decide } from '../../src/domain/start/decide.js'; export const seen = decide;`,
  },
];

const importing = (rule: string, path: string, specifier: string): Plant => ({
  rule,
  path,
  text: `import * as planted from '${specifier}'; export const seen = planted;`,
});

/** Types count as much as values: they are what a reader has to know. */
const importingType = (rule: string, path: string, specifier: string, name: string): Plant => ({
  rule,
  path,
  text: `import type { ${name} } from '${specifier}'; export type Seen = typeof ${name};`,
});

export const dependencyPlants: readonly Plant[] = [
  importing('no-cycles', 'src/adapters/alpha/imports-itself.ts', './imports-itself.js'),
  importing('domain-is-closed', 'src/domain/model/reads-files.ts', 'node:fs'),
  importing('domain-is-closed', 'src/domain/model/logs.ts', 'pino'),
  importing('domain-is-closed', 'src/domain/start/knows-alpha.ts', '../../adapters/alpha/alpha.js'),
  importingType('domain-is-closed', 'src/domain/start/names-act.ts', '../../app/services/act.js', 'act'),
  importing('ports-are-contracts', 'src/domain/ports/decides.ts', '../start/decide.js'),
  importingType(
    'decisions-do-not-see-ports',
    'src/domain/start/fetches.ts',
    '../ports/sound-port.js',
    'SoundPort',
  ),
  importing('services-see-the-domain-only', 'src/app/services/reads-files.ts', 'node:fs'),
  importing(
    'services-see-the-domain-only',
    'src/app/services/knows-alpha.ts',
    '../../adapters/alpha/alpha.js',
  ),
  importing('services-see-the-domain-only', 'src/app/services/wires.ts', '../composition/compose.js'),
  importing('adapters-are-strangers', 'src/adapters/alpha/knows-beta.ts', '../beta/beta.js'),
  importing('adapters-are-strangers', 'src/adapters/alpha/knows-act.ts', '../../app/services/act.js'),
  importing('cli-drives-the-app', 'src/adapters/cli/knows-alpha.ts', '../alpha/alpha.js'),
  importing('api-drives-the-agent', 'src/adapters/http-api/through.ts', '../../app/services/act.js'),
  importing('api-drives-the-agent', 'src/adapters/http-api/stranger.ts', '../alpha/alpha.js'),
  importing('container-only-in-composition', 'src/adapters/alpha/resolves.ts', 'inversify'),
  importing('container-only-in-composition', 'src/app/config/resolves.ts', 'reflect-metadata'),
  importing('dockerode-stays-in-its-adapter', 'src/adapters/alpha/calls-docker.ts', 'dockerode'),
  importing('leveldb-stays-in-its-adapter', 'src/adapters/alpha/keeps.ts', 'classic-level'),
  importing('src-never-imports-test', 'src/adapters/alpha/doubles.ts', '../../../test/support/double.js'),
  importing('src-never-imports-test', 'src/adapters/alpha/measures.ts', '../../../bench/stopwatch.js'),
  importing('what-runs-does-not-judge', 'src/adapters/alpha/asserts.ts', 'chai'),
  importing('what-runs-does-not-judge', 'src/app/services/judges.ts', '../../testing/suite.js'),
  importing('suites-know-ports-and-memory', 'src/testing/judges-alpha.ts', '../adapters/alpha/alpha.js'),
  importing('suites-know-ports-and-memory', 'src/testing/judges-act.ts', '../app/services/act.js'),
  importing('entry-points-show-what-is-public', 'src/index.ts', './adapters/alpha/alpha.js'),
  importing('nobody-enters-from-inside', 'src/app/composition/enters.ts', '../../testing.js'),
  importing('unit-tests-see-the-domain-only', 'test/unit/alpha.spec.ts', '../../src/adapters/alpha/alpha.js'),
  importing('unit-tests-see-the-domain-only', 'test/property/act.spec.ts', '../../src/app/services/act.js'),
];
