import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './planted-project.js';

const page = readFileSync(join(projectRoot, 'docs/guarantees.md'), 'utf8');
const [, ...sections] = page.split(/^## /m);
const promises = sections.filter((section) => !section.startsWith('What is not promised'));

const proofsIn = (text: string): readonly { readonly file: string; readonly title: string }[] =>
  [...text.matchAll(/^- `((?:test|src\/testing)\/[^`]+)` · (.+)$/gm)].map(([, file = '', title = '']) => ({
    file,
    title,
  }));

describe('the guarantees', () => {
  for (const promise of promises) {
    const [heading = ''] = promise.split('\n');

    it(`"${heading}" names tests that hold it`, () => {
      expect(proofsIn(promise)).to.have.length.above(0);
    });

    for (const { file, title } of proofsIn(promise)) {
      it(`"${heading}" is held by: ${title}`, () => {
        expect(readFileSync(join(projectRoot, file), 'utf8')).to.match(new RegExp(`it\\(\\s*['"\`]${title}`));
      });
    }
  }
});
