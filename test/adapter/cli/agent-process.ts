/** A fake agent behind its API, at the socket that the first argument names, until this process is ended. */
import { serveApi } from '../../../src/adapters/http-api/server/serve-api.js';
import { FakeAgent } from '../../support/agent/fake-agent.js';
import { valueOf } from '../../../src/testing/expect-result.js';

const [, , path = ''] = process.argv;
const agent = new FakeAgent();
agent.happen({ type: 'started' });
agent.stdout.push(Buffer.from('hello\n'));
const diagnostics = { note: (): void => undefined };
valueOf(await serveApi(agent, { path, group: undefined, diagnostics }));
process.stdout.write('listens\n');
