import { expect } from 'chai';
import { buffer } from 'node:stream/consumers';

import { type ServedAgent, aServedAgent } from '../../support/agent/a-served-agent.js';
import { someAllocId } from '../../support/agent/an-alloc-status.js';
import { rawRequest } from '../../support/agent/raw-request.js';
import { aJob } from '../../../src/testing/builders/a-job.js';
import { eventually, within } from '../../../src/testing/eventually.js';
import { faultOf, valueOf } from '../../../src/testing/expect-result.js';

const defect = (): never => {
  throw new Error('the secret of a defect');
};
const rejects = (): Promise<never> => Promise.reject(new Error('the secret of a defect'));
const never = new AbortController().signal;

describe('the API of an agent that breaks', () => {
  let served: ServedAgent;

  beforeEach(async () => {
    served = await aServedAgent();
  });

  afterEach(async () => {
    expect(served.notes).to.have.length(1);
    expect(valueOf(await served.client.allocations())).to.have.length(1);
    await served.close();
  });

  it('tells of a defect without its words, notes it, and goes on', async () => {
    served.agent.health = defect;
    const { status, body, json } = await rawRequest(served.socket, '/v1/health');
    expect([status, json]).to.have.deep.nested.property('[1].kind', 'internal');
    expect(status).to.equal(500);
    expect(body).not.to.include('secret');
  });

  it('tells of it when an answer rejects', async () => {
    served.agent.submit = rejects;
    expect(faultOf(await served.client.submit(aJob()))).to.equal('internal');
  });

  it('tells of it when logs can not be begun', async () => {
    served.agent.logs = rejects;
    const wish = { stream: 'stdout', tailLines: undefined, follow: false } as const;
    expect(faultOf(await served.client.logs(someAllocId, 'web', wish, never))).to.equal('internal');
  });

  it('breaks a stream of events off', async () => {
    served.agent.events = breaking;
    const events = valueOf(await served.client.events(undefined, never));
    const told = buffer(events as unknown as AsyncIterable<Buffer>).then(
      () => 'ended',
      () => 'broke off',
    );
    expect(await within(2000, told)).to.equal('broke off');
  });

  const wish = { command: ['cat'], terminal: undefined } as const;

  it('tells of it when a command can not be begun', async () => {
    served.agent.exec = rejects;
    expect(faultOf(await served.client.exec(someAllocId, 'web', wish, never))).to.equal('internal');
  });

  for (const part of ['write', 'output'] as const)
    it(`ends a command whose ${part} breaks, and says why nobody knows how it ended`, async () => {
      const exec = served.agent.exec.bind(served.agent);
      served.agent.exec = async (...args) => {
        const opened = await exec(...args);
        if (opened.ok)
          Object.assign(opened.value, part === 'write' ? { write: rejects } : { output: breaking() });
        return opened;
      };
      const session = valueOf(await served.client.exec(someAllocId, 'web', wish, never));
      void session.write(Buffer.from('x'));
      const exit = await within(2000, session.exit);
      expect(exit).to.deep.include({ kind: 'unknown' });
      expect(JSON.stringify(exit)).to.include('the agent broke');
      await eventually(() => served.agent.sessions[0]?.closed === true);
    });
});

// eslint-disable-next-line require-yield, @typescript-eslint/require-await -- it breaks before it gives anything
async function* breaking(): AsyncGenerator<never> {
  throw new Error('the secret of a defect');
}
