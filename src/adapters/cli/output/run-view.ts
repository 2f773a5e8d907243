import type { RunObserver } from '../../../app/app.js';
import type { RunReport } from '../../../domain/model/report.js';

/** Shows one run, from its first event to its end. */
export interface RunView extends RunObserver {
  warn(message: string): void;
  /** All of it that is not shown yet, then how it ended. Resolves when it may be left. */
  finish(report: RunReport, exitStatus: number): Promise<void>;
}
