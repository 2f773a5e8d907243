import { expect } from 'chai';
import { join } from 'node:path';
import ts from 'typescript';
import { compilerPlants } from './compiler-plants.js';
import { type PlantedProject, plantProject, projectRoot } from './planted-project.js';

/** Options that say what is made of the code, not what the code may be. */
const notRules = ['skipLibCheck', 'sourceMap', 'declaration', 'incremental', 'isolatedModules'];

const tsconfig = ts.readConfigFile(join(projectRoot, 'tsconfig.json'), (path) => ts.sys.readFile(path))
  .config as {
  readonly compilerOptions: Readonly<Record<string, unknown>>;
};
const statedRules = Object.entries(tsconfig.compilerOptions)
  .filter(([option, value]) => value === true && !notRules.includes(option))
  .map(([option]) => option);

describe('the compiler options', function () {
  this.timeout(60_000);
  let project: PlantedProject;
  const reported = new Map<string, readonly number[]>();

  before(async () => {
    project = await plantProject(compilerPlants);
    const { options } = ts.convertCompilerOptionsFromJson(
      { ...tsconfig.compilerOptions, noEmit: true, incremental: false },
      project.root,
    );
    const program = ts.createProgram(
      compilerPlants.map(({ path }) => join(project.root, path)),
      options,
    );
    for (const { path } of compilerPlants) {
      const file = program.getSourceFile(join(project.root, path));
      const diagnostics = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
      reported.set(
        path,
        diagnostics.map(({ code }) => code),
      );
    }
  });

  after(() => project.remove());

  for (const { rule, path, code } of compilerPlants) {
    it(`${rule} notices ${path}`, () => {
      expect(reported.get(path)).to.deep.equal([code]);
    });
  }

  for (const option of statedRules) {
    it(`${option} has a planted violation`, () => {
      expect(compilerPlants.map(({ rule }) => rule)).to.include(option);
    });
  }
});
