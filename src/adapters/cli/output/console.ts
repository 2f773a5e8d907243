import type { RuntimeFault } from '../../../domain/faults/runtime-fault.js';
import { withRemedy } from '../../../domain/model/event-words.js';
import type { Failure } from '../../../domain/model/report.js';
import type { Position, Problem } from '../../../domain/shape/problem.js';
import type { Invocation } from '../invocation.js';
import { type Palette, paletteFor, wantsColor } from './palette.js';
import { Sink } from './sink.js';

/** What commands say of themselves: results on standard output, everything else on standard error. */
export class Console {
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly palettes: { readonly stdout: Palette; readonly stderr: Palette };

  constructor({ surroundings, color }: Invocation) {
    const { stdout, stderr, account } = surroundings;
    const wanted = wantsColor(color, account.environment);
    this.stdout = new Sink(stdout);
    this.stderr = new Sink(stderr);
    this.palettes = { stdout: paletteFor(stdout, wanted), stderr: paletteFor(stderr, wanted) };
  }

  lines(lines: readonly string[]): Promise<void> {
    return lines.length === 0 ? Promise.resolve() : this.stdout.write(`${lines.join('\n')}\n`);
  }

  json(document: object): Promise<void> {
    return this.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
  }

  complain(lines: readonly string[]): Promise<void> {
    return lines.length === 0 ? Promise.resolve() : this.stderr.write(`${lines.join('\n')}\n`);
  }

  problems(problems: readonly Problem[]): Promise<void> {
    return this.complain(problems.map((found) => problemLine(found, this.palettes.stderr)));
  }

  failure({ message, remedy }: Failure): Promise<void> {
    return this.complain([withRemedy(`wharf: ${this.palettes.stderr.bad(message)}`, remedy)]);
  }

  async fault({ message, remedy, problems = [] }: RuntimeFault): Promise<void> {
    await this.failure({ message, remedy });
    await this.problems(problems);
  }

  warnings(warnings: readonly string[]): Promise<void> {
    return this.complain(warnings.map((warning) => `wharf: warning: ${warning}`));
  }
}

/** `FILE:LINE:COLUMN: PATH MESSAGE (SUGGESTION)`, without what isn't known. */
function problemLine({ path, message, suggestion, position }: Problem, { bold }: Palette): string {
  const place = position === undefined ? '' : bold(`${placeOf(position)}: `);
  const subject = path === '' || path === position?.file ? '' : `${bold(path)} `;
  return `${place}${subject}${message}${suggestion === undefined ? '' : ` (${suggestion})`}`;
}

const placeOf = ({ file, line, column }: Position): string =>
  `${file}:${line.toString()}:${column.toString()}`;
