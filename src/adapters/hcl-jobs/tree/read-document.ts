import type { JsonObject } from '../../../domain/shared/json.js';
import { suggest } from '../../../domain/shape/suggest.js';
import { type Scope, withNames } from '../evaluation/scope.js';
import { functionsFor } from '../functions/functions.js';
import { HclError } from '../syntax/hcl-error.js';
import type { Attribute, Block, Body } from '../syntax/syntax-tree.js';
import type { Assignment } from '../variables/assignments.js';
import { declarationsIn } from '../variables/declarations.js';
import { withLocals } from '../variables/locals.js';
import { resolveVariables } from '../variables/resolve-variables.js';
import { expandBody } from './expand-body.js';
import type { Findings } from './findings.js';
import { jobRules } from './label-rules.js';

/** The one job of a document as plain data, every expression in it evaluated. */
export interface JobTree {
  readonly label: string;
  readonly body: JsonObject;
}

export interface DocumentInputs {
  /** The weaker ones first. */
  readonly assignments: readonly Assignment[];
  /** Where relative paths in expressions begin. */
  readonly directory: string;
}

/** Undefined when there is no job to read; what is wrong is among the findings in any case. */
export function readDocument(body: Body, inputs: DocumentInputs, findings: Findings): JobTree | undefined {
  const outer: Scope = {
    text: findings.source.text,
    functions: functionsFor(inputs.directory),
    lookup: () => undefined,
  };
  reportUnknown(body, findings);
  const variables = resolveVariables(declarationsIn(body, findings), inputs.assignments, outer, findings);
  const scope = withLocals(body, withNames(outer, { var: variables }), findings);
  const job = theJob(body, findings);
  if (job === undefined) return undefined;
  const label = job.labels[0] ?? '';
  const path = `job.${label}`;
  findings.locate(path, job.range);
  return { label, body: expandBody(job.body, { scope, findings, path, rules: jobRules }) };
}

const keywords = ['job', 'variable', 'variables', 'locals'];

function reportUnknown({ items }: Body, findings: Findings): void {
  for (const { name, kind, range } of items) {
    if (kind === 'block' && keywords.includes(name)) continue;
    const nearest = suggest(name, keywords);
    const suggestion =
      nearest === undefined ? `a job file holds ${keywords.join(', ')} blocks` : `did you mean "${nearest}"?`;
    findings.report(name, new HclError('is not known here', range, suggestion));
  }
}

function theJob({ items }: Body, findings: Findings): Block | undefined {
  const [job, ...others] = items.filter(isJob);
  for (const { range } of others)
    findings.report('job', new HclError('stands more than once: a file holds one job', range));
  if (job === undefined)
    findings.report('job', new HclError('is required: a block job "name" { … }', { start: 0, end: 0 }));
  else if (job.labels.length !== 1)
    findings.report('job', new HclError('needs just one name', job.range, 'write job "some-name" { … }'));
  return job;
}

const isJob = (item: Attribute | Block): item is Block => item.kind === 'block' && item.name === 'job';
