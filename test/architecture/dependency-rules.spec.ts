import { expect } from 'chai';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { dependencyPlants, soundTree } from './dependency-plants.js';
import { cruise, type DependencyViolation, plantProject, projectRoot } from './planted-project.js';

const { forbidden } = createRequire(import.meta.url)(join(projectRoot, '.dependency-cruiser.cjs')) as {
  forbidden: readonly { readonly name: string; readonly severity: string }[];
};

describe('the dependency rules', function () {
  this.timeout(60_000);
  let planted: readonly DependencyViolation[];

  before(async () => {
    const project = await plantProject([...soundTree, ...dependencyPlants]);
    planted = await cruise(project.root, ['src', 'test', 'bench']);
    await project.remove();
  });

  for (const { rule, path } of dependencyPlants) {
    it(`${rule} notices ${path}`, () => {
      expect(planted).to.deep.include({ rule, from: path });
    });
  }

  it('blame no file of a sound tree', () => {
    const sound = soundTree.map(({ path }) => path);
    expect(planted.filter(({ from }) => sound.includes(from))).to.deep.equal([]);
  });

  for (const { name, severity } of forbidden) {
    it(`${name} is an error and has a planted violation`, () => {
      expect(severity).to.equal('error');
      expect(dependencyPlants.map(({ rule }) => rule)).to.include(name);
    });
  }

  it('hold in this project', async () => {
    expect(await cruise(projectRoot, ['src', 'test', 'bench'])).to.deep.equal([]);
  });
});
