import type { ContainerModule } from 'inversify';

import type { DiagnosticLevel } from '../../../domain/ports/diagnostics.js';
import { PortTokens } from './port-tokens.js';
import { lazily } from './bindings.js';

/** Reads Nomad job files, HCL2 and JSON, as `JobReader`; `-` stands for the program's standard input. */
export const hclJobsModule = (): ContainerModule =>
  lazily(async () => {
    const { HclJobReader } = await import('../../../adapters/hcl-jobs/hcl-job-reader.js');
    return ({ bind }) => {
      bind(PortTokens.JobReader)
        .toResolvedValue(() => new HclJobReader({ standardInput: process.stdin }))
        .inSingletonScope();
    };
  });

export interface PinoModuleOptions {
  readonly level: DiagnosticLevel | 'silent';
}

/** Writes what it is told to standard error, a line of JSON each, as `Diagnostics`. */
export const pinoModule = ({ level }: PinoModuleOptions): ContainerModule =>
  lazily(async () => {
    const { PinoDiagnostics } = await import('../../../adapters/pino/pino-diagnostics.js');
    return ({ bind }) => {
      bind(PortTokens.Diagnostics)
        .toResolvedValue(() => new PinoDiagnostics(level))
        .inSingletonScope();
    };
  });
