import type { Answer } from '../../domain/ports/runtime.js';
import { done, err, ok } from '../../domain/shared/result.js';
import { errnoOf, programFault } from './read-fault.js';
import { ownRules, readTables, removalOf, type RuleMarks, type RuleTable } from './rule-text.js';
import type { RunProgram } from './run-program.js';

const families = [
  { save: 'iptables-save', restore: 'iptables-restore', isOptional: false },
  { save: 'ip6tables-save', restore: 'ip6tables-restore', isOptional: true },
] as const;

type Family = (typeof families)[number];

/** The rules and chains of one network that the host has. */
export async function shownRules(run: RunProgram, marks: RuleMarks): Answer<readonly RuleTable[]> {
  const shown: RuleTable[] = [];
  for (const family of families) {
    const tables = await shownIn(run, family, marks);
    if (!tables.ok) return tables;
    shown.push(...tables.value);
  }
  return ok(shown);
}

/** Takes them away, and nothing else. Whether that worked is told by another look. */
export async function removeRules(run: RunProgram, marks: RuleMarks): Answer<undefined> {
  for (const family of families) {
    const tables = await shownIn(run, family, marks);
    if (!tables.ok) return tables;
    if (tables.value.length === 0) continue;
    const args = ['--noflush', '--wait', '10'];
    await run({ program: family.restore, args, input: removalOf(tables.value) });
  }
  return done;
}

async function shownIn(run: RunProgram, family: Family, marks: RuleMarks): Answer<readonly RuleTable[]> {
  const end = await run({ program: family.save, args: [] });
  if (end.kind === 'not-run' && family.isOptional && errnoOf(end.cause) === 'ENOENT') return ok([]);
  if (end.kind !== 'code' || end.code !== 0) return err(programFault(family.save, end));
  return ok(ownRules(readTables(end.out), marks));
}
