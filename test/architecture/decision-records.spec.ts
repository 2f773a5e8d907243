import { expect } from 'chai';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './planted-project.js';

const folder = join(projectRoot, 'docs/adr');
const records = readdirSync(folder).toSorted();
const rules = ['.dependency-cruiser.cjs', 'eslint.config.js']
  .map((config) => readFileSync(join(projectRoot, config), 'utf8'))
  .join('\n');

const parts = [
  /^---\nstatus: (accepted|rejected|superseded by ADR-\d{4})\ndate: \d{4}-\d{2}-\d{2}\n---\n/,
  /^# .+$/m,
  /^## Context and problem statement$/m,
  /^## Considered options$/m,
  /^## Decision outcome$/m,
  /^### Consequences$/m,
  /^- Good: /m,
  /^- Bad: /m,
  /^## Confirmation$/m,
];

/** What a record names that looks like a path of this project. */
const pathsIn = (text: string): readonly string[] =>
  [...text.matchAll(/`((?:src|test|bench|scripts|docs)\/[\w./-]+)`/g)].flatMap(([, path]) => path ?? []);

describe('the decision records', () => {
  it('are numbered without a gap', () => {
    const numbers = records.map((name) => Number(name.slice(0, 4)));
    expect(numbers).to.deep.equal(records.map((_, index) => index + 1));
  });

  for (const name of records) {
    const text = readFileSync(join(folder, name), 'utf8');

    it(`${name} has all parts`, () => {
      for (const part of parts) expect(text).to.match(part);
    });

    it(`${name} names only paths that exist`, () => {
      expect(pathsIn(text).filter((path) => !existsSync(join(projectRoot, path)))).to.deep.equal([]);
    });
  }

  it('include every record that a rule names', () => {
    const named = [...rules.matchAll(/ADR-(\d{4})/g)].map(([, number]) => number);
    expect(named).to.have.length.above(0);
    for (const number of named)
      expect(records.some((name) => name.startsWith(`${String(number)}-`))).to.equal(true);
  });
});
