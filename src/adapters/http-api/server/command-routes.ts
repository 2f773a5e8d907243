import type { FastifyInstance } from 'fastify';

import type { Agent } from '../../../app/agent.js';
import { readJobRecord } from '../../../domain/job/job-record.js';
import { fault } from '../../../domain/faults/runtime-fault.js';
import type { AllocId } from '../../../domain/model/ids.js';
import type { SignalName } from '../../../domain/model/signals.js';
import type { Json } from '../../../domain/shared/json.js';
import { paths } from '../wire/paths.js';
import { withoutCauses } from '../wire/reports.js';
import { answers } from './answer-schemas.js';
import { leaving, sendFault, sendResult, sendValue } from './answering.js';
import { isTooDeep } from './is-too-deep.js';
import { allocParams, jobBody, reconcileBody, restartBody, signalBody, stopBody } from './schemas.js';

export function addCommands(app: FastifyInstance, agent: Agent): void {
  addSubmit(app, agent);
  addSignal(app, agent);
  addRestart(app, agent);
  addStop(app, agent);
  addReconcile(app, agent);
}

function addSubmit(app: FastifyInstance, agent: Agent): void {
  const schema = { summary: 'Takes on a job', body: jobBody, response: answers.submitted };
  app.post<{ Body: Json }>(paths.jobs, { schema }, async ({ body }, reply) => {
    if (isTooDeep(body)) return sendFault(reply, fault('invalid-spec', 'the job is nested too deeply'));
    const job = readJobRecord(body);
    if (job.ok) return sendResult(reply, await agent.submit(job.value), 201);
    const words = job.error.map(({ path, message }) => `${path} ${message}`).join('; ');
    return sendFault(reply, fault('invalid-spec', words, { problems: job.error }));
  });
}

interface SignalRequest {
  Params: { alloc: string };
  Body: { task: string | null; signal: SignalName };
}

function addSignal(app: FastifyInstance, agent: Agent): void {
  const schema = {
    summary: 'Sends a signal to one task, or to all that run',
    params: allocParams,
    body: signalBody,
    response: answers.nothing,
  };
  app.post<SignalRequest>(paths.signal, { schema }, async ({ params, body }, reply) => {
    const { task, signal } = body;
    return sendResult(
      reply,
      await agent.signal(params.alloc as AllocId, task ?? undefined, signal, leaving(reply)),
    );
  });
}

function addRestart(app: FastifyInstance, agent: Agent): void {
  const schema = {
    summary: 'Stops one task, or all that run, and starts it again',
    params: allocParams,
    body: restartBody,
    response: answers.nothing,
  };
  app.post<{ Params: { alloc: string }; Body: { task: string | null } }>(
    paths.restart,
    { schema },
    async ({ params, body }, reply) =>
      sendResult(reply, await agent.restart(params.alloc as AllocId, body.task ?? undefined)),
  );
}

function addStop(app: FastifyInstance, agent: Agent): void {
  const schema = {
    summary: 'No longer wants the allocation; answers once it is off the host',
    params: allocParams,
    body: stopBody,
    response: answers.nothing,
  };
  app.post<{ Params: { alloc: string }; Body: { purge: boolean } }>(
    paths.stop,
    { schema },
    async ({ params, body }, reply) =>
      sendResult(reply, await agent.stop(params.alloc as AllocId, body.purge)),
  );
}

function addReconcile(app: FastifyInstance, agent: Agent): void {
  const schema = {
    summary: 'One pass over every object on the host',
    body: reconcileBody,
    response: answers.reports,
  };
  app.post<{ Body: { dryRun: boolean } }>(paths.reconcile, { schema }, async ({ body }, reply) => {
    const answer = await agent.reconcile(body.dryRun, leaving(reply));
    return answer.ok ? sendValue(reply, answer.value.map(withoutCauses)) : sendFault(reply, answer.error);
  });
}
