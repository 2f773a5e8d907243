import { dirname } from 'node:path';

import type { JobReader, JobSource, ReadJob, UnreadJob } from '../../domain/ports/job-reader.js';
import { err, ok, type Result } from '../../domain/shared/result.js';
import type { Locate, Problem } from '../../domain/shape/problem.js';
import { isJson, isStandardInput, readSource, type StandardInput } from './job-files.js';
import { jobShape } from './job/job-shape.js';
import { locateJob } from './job/locate-job.js';
import { makeJob } from './job/make-job.js';
import { Notes } from './job/notes.js';
import { readableTasks } from './job/outline.js';
import { readJsonJob } from './json-format/read-json-job.js';
import { syntaxProblems } from './official/official-parser.js';
import { allUntilRunTime } from './syntax/escaped-references.js';
import { HclError } from './syntax/hcl-error.js';
import { parseHcl } from './syntax/parse-body.js';
import type { SourceText } from './syntax/source-text.js';
import { Findings } from './tree/findings.js';
import { type JobTree, readDocument } from './tree/read-document.js';
import { fromArguments, fromEnvironment } from './variables/assignments.js';
import { assignmentsIn } from './variables/variable-files.js';

export interface HclJobReaderParts {
  /** What `-` stands for. */
  readonly standardInput: StandardInput;
  /** Tells all syntax errors of texts; by default asks the official parser, in a process of its own. */
  readonly syntax?: (sources: readonly SourceText[]) => Promise<readonly Problem[]>;
}

/**
 * Reads Nomad job files: HCL2, and the JSON of Nomad's API.
 *
 * HCL's own parser decides what is HCL2 and says what is wrong with the rest. It tells neither the order nor the
 * places of what it accepts, so the text is then read once more, for evaluation.
 */
export class HclJobReader implements JobReader {
  private readonly parts: Required<HclJobReaderParts>;

  constructor({ standardInput, syntax = syntaxProblems }: HclJobReaderParts) {
    this.parts = { standardInput, syntax };
  }

  async read(asked: JobSource): Promise<Result<ReadJob, UnreadJob>> {
    const [job, ...files] = await Promise.all(
      [asked.path, ...asked.variableFiles].map((path) => readSource(path, this.parts.standardInput)),
    );
    const missing = [job, ...files].flatMap((source) => (source?.ok === false ? source.error : []));
    if (job?.ok !== true || missing.length > 0) return unread(missing);
    const findings = new Findings(job.value);
    const tree = isJson(job.value)
      ? readJsonJob(job.value, Object.keys(asked.variables))
      : await this.readHcl(
          asked,
          files.flatMap((file) => (file.ok ? [file.value] : [])),
          findings,
        );
    return tree.ok ? jobOf(tree.value, findings) : unread(tree.error);
  }

  private async readHcl(
    asked: JobSource,
    files: readonly SourceText[],
    findings: Findings,
  ): Promise<Result<JobTree, readonly Problem[]>> {
    const { source } = findings;
    const broken = await this.parts.syntax([source, ...files].filter((each) => !isJson(each)));
    if (broken.length > 0) return err(broken);
    const given = files.map(assignmentsIn);
    findings.problems.push(...given.flatMap(({ problems }) => problems));
    const assignments = [
      ...fromEnvironment(asked.environment),
      ...given.flatMap((file) => file.assignments),
      ...fromArguments(asked.variables),
    ];
    const directory = isStandardInput(asked.path) ? process.cwd() : dirname(asked.path);
    const tree = parsed(findings, () =>
      readDocument(parseHcl(source.text), { assignments, directory }, findings),
    );
    return tree === undefined ? err(findings.problems) : ok(tree);
  }
}

/** The official parser has accepted the text; where this one doesn't, that is told like any other error. */
function parsed<T>(findings: Findings, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof HclError)) throw error;
    findings.report(findings.source.path, error);
    return undefined;
  }
}

function jobOf(tree: JobTree, findings: Findings): Result<ReadJob, UnreadJob> {
  const path = `job.${tree.label}`;
  const notes = new Notes();
  const value = jobShape(notes).read(tree.body, {
    path,
    unresolved: 'refuse',
    report: (found) => {
      if (!findings.isOpen(found.path)) findings.problems.push(allUntilRunTime(found));
    },
  });
  const job =
    value === undefined || !findings.isWhole(path) ? undefined : allUntilRunTime(makeJob(tree.label, value));
  const locate: Locate =
    job === undefined ? (at) => findings.positionOf(at) : locateJob(tree.label, job, findings);
  if (job !== undefined && findings.problems.length === 0)
    return ok({ job, warnings: notes.warnings, locate });
  return err({
    problems: findings.problems.map((found) => findings.positioned(found)),
    job,
    tasks: job === undefined ? allUntilRunTime(readableTasks(tree, findings)) : [],
    locate,
    isOpen: (at) => findings.isOpen(at),
  });
}

/** Of which nothing more can be said. */
const unread = (problems: readonly Problem[]): Result<never, UnreadJob> =>
  err({ problems, job: undefined, tasks: [], locate: () => undefined, isOpen: () => false });
