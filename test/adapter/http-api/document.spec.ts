import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';

import { paths } from '../../../src/adapters/http-api/wire/paths.js';
import { fault } from '../../../src/domain/faults/runtime-fault.js';
import { writeJobRecord } from '../../../src/domain/job/job-record.js';
import type { InstanceId } from '../../../src/domain/model/ids.js';
import { done } from '../../../src/domain/shared/result.js';
import { type ServedAgent, aServedAgent } from '../../support/agent/a-served-agent.js';
import { aTaskState, anAllocStatus, someAllocId } from '../../support/agent/an-alloc-status.js';
import { type RawReply, rawRequest } from '../../support/agent/raw-request.js';
import { aJob } from '../../../src/testing/builders/a-job.js';

interface Operation {
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { schema: object }>> }>
  >;
}
interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Record<string, Operation>>>;
}

const asTemplate = (path: string): string => path.replaceAll(/:(\w+)/g, '{$1}');
const alloc = `/v1/allocations/${someAllocId}`;
const id = 'wharf-1' as InstanceId;

describe('the document of the API', () => {
  let served: ServedAgent;
  let document: OpenApi;

  before(async () => {
    served = await aServedAgent();
    document = (await rawRequest(served.socket, '/v1/openapi.json')).json as OpenApi;
  });

  after(() => served.close());

  it('is one of OpenAPI 3.1', () => {
    expect(document.openapi).to.equal('3.1.0');
  });

  it('has every route, and no other', () => {
    expect(Object.keys(document.paths).sort()).to.deep.equal(Object.values(paths).map(asTemplate).sort());
  });

  it('says of every route what it is for', () => {
    for (const operations of Object.values(document.paths))
      for (const operation of Object.values(operations)) expect(operation).to.have.property('summary');
  });

  const judge = (path: string, method: string, status: string, { json }: RawReply): void => {
    const schema = document.paths[path]?.[method]?.responses[status]?.content?.['application/json']?.schema;
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    const valid = ajv.validate(schema ?? false, json);
    expect(valid, JSON.stringify(ajv.errors)).to.equal(true);
  };

  for (const [method, path, template, status, body] of [
    ['get', '/v1/health', paths.health, 200],
    ['get', '/v1/allocations', paths.allocations, 200],
    ['get', alloc, paths.allocation, 200],
    ['get', '/v1/explain/x', paths.explain, 200],
    ['post', '/v1/jobs', paths.jobs, 201, writeJobRecord(aJob())],
    ['post', '/v1/reconcile', paths.reconcile, 200, { dryRun: true }],
  ] as const)
    it(`describes what ${method} ${template} answers`, async () => {
      const failure = { message: 'it broke', remedy: undefined };
      const ended = {
        phase: 'ended',
        outcome: 'failed',
        handle: undefined,
        pid: undefined,
        failure,
      } as const;
      const exit = { kind: 'signal', signal: 'SIGKILL', oom: true } as const;
      served.agent.allocs = [
        anAllocStatus({ tasks: [aTaskState(), aTaskState({ ...ended, exit })], failures: [failure] }),
      ];
      served.agent.reports = [
        {
          runtime: 'a',
          outcome: 'unhealthy',
          why: fault('unavailable', 'gone', { cause: { token: 'secret' } }),
        },
        {
          runtime: 'b',
          outcome: 'judged',
          objects: [
            { id, verdict: { id, do: 'remove', because: 'untracked-task' }, words: 'x', removal: done },
          ],
        },
      ];
      const reply = await rawRequest(served.socket, path, {
        method: method.toUpperCase(),
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      expect(reply.status).to.equal(status);
      judge(asTemplate(template), method, status.toString(), reply);
      expect(reply.body).not.to.include('secret');
    });

  it('describes a refusal', async () => {
    const reply = await rawRequest(served.socket, '/v1/allocations/..');
    judge('/v1/allocations/{alloc}', 'get', '4XX', reply);
  });
});
