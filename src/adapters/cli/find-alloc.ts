import type { AgentClient } from '../../app/agent-client.js';
import type { AllocStatus } from '../../app/agent.js';
import type { Answer } from '../../domain/ports/runtime.js';
import { err } from '../../domain/shared/result.js';
import { columns } from './output/columns.js';

/** The allocation whose id begins so. When there are several, all of them are named. */
export async function findAlloc(agent: AgentClient, text: string): Answer<AllocStatus> {
  const prefix = text.toLowerCase();
  const found = await agent.find(prefix);
  if (found.ok || found.error.kind !== 'conflict') return found;
  const all = await agent.allocations();
  if (!all.ok) return found;
  const rows = all.value
    .filter(({ id }) => id.startsWith(prefix))
    .map(({ id, name, state }) => [{ text: id }, { text: name }, { text: state }]);
  return err({ ...found.error, remedy: ['say more of its id:', ...columns(rows)].join('\n  ') });
}
