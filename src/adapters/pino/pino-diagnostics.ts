import { type DestinationStream, destination, type Level, type Logger, pino, stdSerializers } from 'pino';

import type { DiagnosticLevel, Diagnostics } from '../../domain/ports/diagnostics.js';

const { errWithCause } = stdSerializers;

/** One JSON line per note, of a level and above. */
export class PinoDiagnostics implements Diagnostics {
  readonly #logger: Logger<Level>;

  constructor(level: DiagnosticLevel | 'silent', to: DestinationStream = standardError()) {
    this.#logger = pino(
      {
        level,
        base: null,
        serializers: { error: errWithCause },
        formatters: { level: (label) => ({ level: label }) },
      },
      to,
    );
  }

  note(level: DiagnosticLevel, message: string, facts: Readonly<Record<string, unknown>> = {}): void {
    this.#logger[level](facts, message);
  }
}

/**
 * Written at once, so that the last words before an end are there. Whoever closed standard error does not want them, and
 * must not end the program by it.
 */
function standardError(): DestinationStream {
  const stream = destination({ fd: 2, sync: true });
  stream.on('error', () => undefined);
  return stream;
}
