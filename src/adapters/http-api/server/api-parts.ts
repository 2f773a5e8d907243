import type { Agent } from '../../../app/agent.js';
import type { Diagnostics } from '../../../domain/ports/diagnostics.js';
import type { ApiLimits } from './limits.js';
import type { OpenStreams } from './open-streams.js';

export interface ApiParts {
  readonly agent: Agent;
  readonly limits: ApiLimits;
  readonly streams: OpenStreams;
  readonly diagnostics: Diagnostics;
}
