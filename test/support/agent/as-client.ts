import type { AgentClient } from '../../../src/app/agent-client.js';
import type { Agent } from '../../../src/app/agent.js';
import { ok } from '../../../src/domain/shared/result.js';

/** An agent in this process, asked as one elsewhere is. */
export const asClient = (agent: Agent): AgentClient => ({
  health: () => Promise.resolve(ok(agent.health())),
  submit: (job) => agent.submit(job),
  allocations: () => Promise.resolve(ok(agent.allocations())),
  find: (prefix) => Promise.resolve(agent.find(prefix)),
  logs: (alloc, task, wish, signal) => agent.logs(alloc, task, wish, signal),
  exec: (alloc, task, wish, signal) => agent.exec(alloc, task, wish, signal),
  signal: (alloc, task, name, signal) => agent.signal(alloc, task, name, signal),
  restart: (alloc, task) => agent.restart(alloc, task),
  stop: (alloc, purge) => agent.stop(alloc, purge),
  events: (after, signal) => Promise.resolve(ok(agent.events(after, signal))),
  explain: (id, signal) => agent.explain(id, signal),
  reconcile: (dryRun, signal) => agent.reconcile(dryRun, signal),
});
