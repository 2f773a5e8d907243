import { expect } from 'chai';
import { ESLint } from 'eslint';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { lintPlants, soundFiles } from './lint-plants.js';
import { type Plant, plantProject, projectRoot } from './planted-project.js';

interface ConfigBlock {
  readonly name?: string;
  readonly rules?: Readonly<Record<string, 'off' | 'error' | readonly ['error', ...string[]]>>;
}

const config = (await import(pathToFileURL(join(projectRoot, 'eslint.config.js')).href)) as {
  readonly default: readonly ConfigBlock[];
};
/** The rules this project states itself, beyond the presets it takes over whole. */
const ownBlocks = config.default.filter(({ name }) => name?.startsWith('wharfinger/'));
const statedRules = new Set(
  ownBlocks.flatMap(({ rules = {} }) => Object.keys(rules).filter((rule) => rules[rule] !== 'off')),
);

/** One plant for each name that the configuration forbids in the domain. */
const globalPlants: readonly Plant[] = ownBlocks
  .flatMap(({ rules = {} }) => rules['no-restricted-globals'] ?? [])
  .slice(1)
  .map((name) => ({
    rule: 'no-restricted-globals',
    path: `src/domain/model/global-${name}.ts`,
    text: `export const f = (): unknown => ${name};\n`,
  }));

const plants = [...lintPlants, ...globalPlants];

describe('the lint rules', function () {
  this.timeout(60_000);
  const reported = new Map<string, readonly (string | null)[]>();

  before(async () => {
    const project = await plantProject([...soundFiles, ...plants]);
    const eslint = new ESLint({
      cwd: project.root,
      overrideConfigFile: join(projectRoot, 'eslint.config.js'),
    });
    for (const { filePath, messages } of await eslint.lintFiles(['src', 'test'])) {
      reported.set(
        relative(project.root, filePath),
        messages.map(({ ruleId }) => ruleId),
      );
    }
    await project.remove();
  });

  for (const { rule, path } of plants) {
    it(`${rule} notices ${path}`, () => {
      expect(reported.get(path)).to.include(rule);
    });
  }

  for (const { path } of soundFiles) {
    it(`say nothing against ${path}`, () => {
      expect(reported.get(path)).to.deep.equal([]);
    });
  }

  for (const rule of statedRules) {
    it(`${rule} has a planted violation`, () => {
      expect(plants.map((plant) => plant.rule)).to.include(rule);
    });
  }
});
