/** Tells which libraries of adapters a process has, before and after one of them is opened. */
export const loaded = `
import { createRequire } from 'node:module';
import {
  dockerDriver,
  dockerEngineModule,
  openWharf,
  procfsModule,
  provide,
  systemModule,
  Tokens,
} from 'wharfinger';
const libraries = ['dockerode', 'classic-level', 'hcl2json', 'pino'];
const here = () => {
  const files = Object.keys(createRequire(import.meta.url).cache);
  return libraries.filter((name) => files.some((file) => file.includes('/node_modules/' + name + '/')));
};
const before = here();
const absent = {};
const wharf = await openWharf(
  systemModule({ owner: 'loaded' }),
  provide(Tokens.AllocDirectories, absent),
  procfsModule(),
  dockerEngineModule(),
  dockerDriver(),
);
console.log(JSON.stringify({ before, after: here() }));
await wharf.close();
`;

const clock = (sleep: string): string => `
import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { describeClock } from 'wharfinger/testing';
const subject = {
  now: () => Date.now(),
  steady: () => performance.now(),
  sleep: ${sleep},
};
describeClock('of somebody else', () => ({ subject, pass: (ms) => pause(ms) }));
`;

const longest = '2 ** 31 - 1';

/** An adapter that keeps what `Clock` promises. */
export const goodClock = clock(`async (ms, signal) => {
    setMaxListeners(0, signal);
    await pause(Math.max(0, Math.min(ms, ${longest})), undefined, { signal }).catch(() => {});
  }`);

/** One that wakes at once. */
export const badClock = clock('async () => {}');

/** Uses what the entry points export, as a program in TypeScript would. */
export const wholeSurface = `
import {
  allocDirectoriesModule, describeExit, dockerDriver, dockerEngineModule, executorDrivers, hclJobsModule, ociExecutorModule,
  openLevelStore, openWharf, pinoModule, procfsModule, provide, systemModule, taskLogsModule, Tokens,
  type Answer, type Clock, type ContainerRuntime, type Executor, type Exit, type TaskDriver, type TaskHandle, type TaskStore,
  type TaskWish, type Wharf,
} from 'wharfinger';
import {
  aProcessSpec, describeAllocDirectories, describeClock, describeHostPorts, describeLogSink, describeRuntime,
  describeTaskStore, doing, exit, ManualClock, memoryModule, MemoryTaskStore, shellCommand,
  type RuntimeHarness, type RuntimeTraits,
} from 'wharfinger/testing';

export async function onThisHost(): Promise<Wharf> {
  const store = await openLevelStore({ directory: '/state/store' });
  if (!store.ok) throw new Error(store.error.message);
  return openWharf(
    systemModule({ owner: 'surface' }), procfsModule(), allocDirectoriesModule({ root: '/state/tasks' }), taskLogsModule(),
    ociExecutorModule({ runDirectory: '/run/surface', outputDirectory: '/state/output', runtime: 'runc' }),
    executorDrivers({ exec: { pidsLimit: 100 }, rawExec: { enabled: true } }),
    dockerEngineModule({ endpoint: 'tcp://127.0.0.1:2375' }), dockerDriver({ allowPrivileged: true }),
    hclJobsModule(), pinoModule({ level: 'warn' }), store.value,
  );
}

export async function start(wharf: Wharf, task: TaskWish, signal: AbortSignal): Answer<TaskHandle> {
  const prepared = await wharf.prepare(task);
  if (!prepared.ok) return prepared;
  return wharf.driver(task.driver).start(prepared.value.request, { onPull() {}, onPulled() {} }, signal);
}

export const inMemory = (clock = new ManualClock()): Promise<Wharf> =>
  openWharf(memoryModule({ clock, script: () => doing(exit(1)) }), executorDrivers(), provide(Tokens.TaskStore, new MemoryTaskStore()));

export const got = (wharf: Wharf): readonly [Clock, ContainerRuntime, Executor, TaskStore, ReadonlyMap<string, TaskDriver>] =>
  [wharf.get(Tokens.Clock), wharf.get(Tokens.ContainerRuntime), wharf.get(Tokens.Executor), wharf.get(Tokens.TaskStore), wharf.get(Tokens.Drivers)];

export const told = (ended: Exit): string => describeExit(ended);

export function judge(traits: RuntimeTraits, make: () => Promise<RuntimeHarness<ReturnType<typeof aProcessSpec>>>): void {
  describeRuntime('mine', traits, make);
  void [describeAllocDirectories, describeClock, describeHostPorts, describeLogSink, describeTaskStore, shellCommand];
}

// @ts-expect-error It has to be said whose everything is.
systemModule({});
// @ts-expect-error A clock is no store.
provide(Tokens.TaskStore, new ManualClock());
// @ts-expect-error Directories have no default.
ociExecutorModule({});
// @ts-expect-error A policy has no such word.
dockerDriver({ allowPriviledged: true });
`;
