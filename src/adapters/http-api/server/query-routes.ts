import type { FastifyInstance } from 'fastify';

import type { Agent } from '../../../app/agent.js';
import { ok } from '../../../domain/shared/result.js';
import { withoutUndefinedFacts } from '../wire/reports.js';
import { paths } from '../wire/paths.js';
import { answers } from './answer-schemas.js';
import { leaving, sendFault, sendResult, sendValue } from './answering.js';
import { idParams, prefixParams } from './schemas.js';

export function addQueries(app: FastifyInstance, agent: Agent): void {
  app.get(
    paths.health,
    { schema: { summary: 'How the agent is; 200 even when it is not well', response: answers.health } },
    (_request, reply) => sendValue(reply, agent.health()),
  );
  app.get(
    paths.allocations,
    { schema: { summary: 'All allocations that are kept', response: answers.allocations } },
    (_request, reply) => sendValue(reply, agent.allocations()),
  );
  app.get<{ Params: { alloc: string } }>(
    paths.allocation,
    {
      schema: {
        summary: 'The allocation whose id begins so',
        params: prefixParams,
        response: answers.allocation,
      },
    },
    ({ params }, reply) => sendResult(reply, agent.find(params.alloc)),
  );
  addExplain(app, agent);
}

function addExplain(app: FastifyInstance, agent: Agent): void {
  const schema = {
    summary: 'All that is known of an allocation, an instance or an attempt',
    params: idParams,
    response: answers.explanation,
  };
  app.get<{ Params: { id: string } }>(paths.explain, { schema }, async ({ params }, reply) => {
    const answer = await agent.explain(params.id, leaving(reply));
    return answer.ok
      ? sendResult(reply, ok(withoutUndefinedFacts(answer.value)))
      : sendFault(reply, answer.error);
  });
}
