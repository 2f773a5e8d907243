import type { DockerPolicy } from '../../model/driver-policy.js';
import type { TaskRequest } from '../../model/task-request.js';

/** What a config is read against. Without a request, only what holds for every task of this host is judged. */
export interface DockerContext {
  readonly policy: DockerPolicy;
  readonly request: TaskRequest | undefined;
  /** Of the group's network. */
  readonly portLabels: readonly string[];
  /** Of the config itself: decides what the sources of `volumes` mean. */
  readonly volumeDriver: string | undefined;
}
