import { dirname } from 'node:path';

import { isObject } from '../values/value.js';
import type { Problem } from '../../../domain/shape/problem.js';
import { evaluate } from '../evaluation/evaluate.js';
import type { Scope } from '../evaluation/scope.js';
import { functionsFor } from '../functions/functions.js';
import { isJson } from '../job-files.js';
import { parseJson } from '../json-format/read-json-job.js';
import { HclError } from '../syntax/hcl-error.js';
import { parseHcl } from '../syntax/parse-body.js';
import type { SourceText } from '../syntax/source-text.js';
import type { Attribute } from '../syntax/syntax-tree.js';
import { Findings } from '../tree/findings.js';
import { type Assignment, fromFile } from './assignments.js';

export interface FileAssignments {
  readonly assignments: readonly Assignment[];
  readonly problems: readonly Problem[];
}

/** The values that a file gives to variables: attributes of HCL, or the members of a JSON object. */
export const assignmentsIn = (source: SourceText): FileAssignments =>
  isJson(source) ? fromJson(source) : fromHcl(source);

function fromJson(source: SourceText): FileAssignments {
  const parsed = parseJson(source);
  if (!parsed.ok) return { assignments: [], problems: parsed.error };
  if (!isObject(parsed.value))
    return { assignments: [], problems: [{ path: source.path, message: 'must hold one JSON object' }] };
  const values = Object.entries(parsed.value).map(([name, value]) => [name, value ?? null] as const);
  return { assignments: fromFile(source.path, Object.fromEntries(values)), problems: [] };
}

function fromHcl(source: SourceText): FileAssignments {
  const findings = new Findings(source);
  const scope: Scope = {
    text: source.text,
    functions: functionsFor(dirname(source.path)),
    lookup: () => undefined,
  };
  const assignments = caught(source.path, findings, () => parseHcl(source.text).items)?.flatMap((item) =>
    item.kind === 'block'
      ? reportBlock(item.name, item.range, findings)
      : assignmentOf(item, scope, findings),
  );
  return { assignments: assignments ?? [], problems: findings.problems };
}

function reportBlock(name: string, range: Attribute['range'], findings: Findings): readonly Assignment[] {
  findings.report(name, new HclError('is a block: such a file holds "name = value" only', range));
  return [];
}

function assignmentOf(attribute: Attribute, scope: Scope, findings: Findings): readonly Assignment[] {
  const { name, value, range } = attribute;
  const given = caught(name, findings, () => evaluate(value, scope));
  if (given === undefined) return [];
  const position = findings.source.positionAt(range.start);
  return fromFile(`${position.file}:${position.line.toString()}`, { [name]: given });
}

function caught<T>(path: string, findings: Findings, compute: () => T): T | undefined {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof HclError)) throw error;
    findings.report(path, error);
    return undefined;
  }
}
