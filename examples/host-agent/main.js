// An agent that runs one task and prints what it prints:  node main.js DRIVER CONFIG-AS-JSON
import { describeExit, dockerDriver, dockerEngineModule, executorDrivers, statusOf } from 'wharfinger';
import { allocDirectoriesModule, ociExecutorModule, openWharf, procfsModule, systemModule } from 'wharfinger';

import { runTask } from './run-task.js';

const state = process.env.AGENT_STATE ?? '/var/lib/wharf-host-agent';
const [driver = 'exec', config = '{"command":"/bin/echo","args":["hello from ${NOMAD_TASK_NAME}"]}'] =
  process.argv.slice(2);

const wharf = await openWharf(
  systemModule({ owner: 'host-agent' }),
  procfsModule(),
  allocDirectoriesModule({ root: `${state}/tasks` }),
  ociExecutorModule({ outputDirectory: `${state}/output`, runDirectory: `${state}/run` }),
  executorDrivers(),
  dockerEngineModule({ endpoint: process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock' }),
  dockerDriver(),
);

const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());

try {
  const task = { name: 'hello', driver, config: JSON.parse(config) };
  const print = ({ stream, bytes }) => process[stream].write(bytes);
  const exit = await runTask(wharf, task, print, interrupted.signal);
  console.log(`${task.name} ended: ${describeExit(exit)}`);
  process.exitCode = statusOf(exit) ?? 1;
} finally {
  await wharf.close();
}
