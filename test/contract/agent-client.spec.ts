import { asClient } from '../support/agent/as-client.js';
import { aServedAgent } from '../support/agent/a-served-agent.js';
import { FakeAgent } from '../support/agent/fake-agent.js';
import { type AgentClientHarness, describeAgentClient } from './agent-client.contract.js';
import { describeAgentExec } from './agent-exec.contract.js';

const inThisProcess = (): Promise<AgentClientHarness> => {
  const agent = new FakeAgent();
  return Promise.resolve({ agent, subject: asClient(agent), end: () => Promise.resolve() });
};

const overSocket = async (): Promise<AgentClientHarness> => {
  const served = await aServedAgent();
  return { agent: served.agent, subject: served.client, end: () => served.close() };
};

describeAgentClient('in this process', inThisProcess);
describeAgentClient('over the API on a unix socket', overSocket);
describeAgentExec('in this process', inThisProcess);
describeAgentExec('over the API on a unix socket', overSocket);
