import type { ProcessSpec } from '../model/process-spec.js';
import type { Runtime } from './runtime.js';

/** Runs processes of the host, supervised, limited and, unless asked otherwise, isolated. */
export type Executor = Runtime<ProcessSpec>;
