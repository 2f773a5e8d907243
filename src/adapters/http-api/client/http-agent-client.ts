import { type AgentClient, type Patience, usualPatience } from '../../../app/agent-client.js';
import type { AgentHealth, AllocStatus, Explanation, LogWish } from '../../../app/agent.js';
import type { NumberedEvent } from '../../../domain/model/event.js';
import type { RuntimeReport } from '../../../app/services/reconcile-report.js';
import { fault } from '../../../domain/faults/runtime-fault.js';
import { writeJobRecord } from '../../../domain/job/job-record.js';
import type { ExecSession, ExecWish } from '../../../domain/model/exec.js';
import type { AllocId } from '../../../domain/model/ids.js';
import type { Job } from '../../../domain/model/job.js';
import type { SignalName } from '../../../domain/model/signals.js';
import type { Answer } from '../../../domain/ports/runtime.js';
import { err, ok } from '../../../domain/shared/result.js';
import { readValue, writeJson } from '../wire/json.js';
import { fill, paths, streamTypes } from '../wire/paths.js';
import { ask, askForStream, type Question } from './exchange.js';
import { openExec } from './open-exec.js';
import { bytesOf, eventsOf } from './streams.js';

/** Several signs of life of the agent's may be late. */
const silenceMs = 60_000;

/** Asks an agent over its unix socket: one connection for each question. */
export class HttpAgentClient implements AgentClient {
  readonly #socket: string;
  readonly #patience: Patience;

  constructor(socket: string, patience: Patience = usualPatience) {
    this.#socket = socket;
    this.#patience = patience;
  }

  health(): Answer<AgentHealth> {
    return this.#get(paths.health, 'say how it is');
  }

  allocations(): Answer<readonly AllocStatus[]> {
    return this.#get(paths.allocations, 'list allocations');
  }

  find(prefix: string): Answer<AllocStatus> {
    // A path without the name is another path.
    if (prefix === '') return Promise.resolve(err(fault('invalid-spec', 'an allocation has to be named')));
    return this.#get(fill(paths.allocation, { alloc: prefix }), `find allocation ${prefix}`);
  }

  async explain(id: string, signal: AbortSignal): Answer<Explanation> {
    if (id === '') return err(fault('invalid-spec', 'what is to be explained has to be named'));
    const answer = await ask(this.#socket, {
      ...this.#query(fill(paths.explain, { id }), `explain ${id}`),
      signal,
    });
    if (!answer.ok) return answer;
    const { facts } = answer.value as unknown as Explanation;
    return ok({ ...(readValue(answer.value) as Explanation), facts });
  }

  submit(job: Job): Answer<readonly AllocStatus[]> {
    return this.#change(paths.jobs, writeJobRecord(job), { words: `take on job ${job.id}` });
  }

  signal(alloc: AllocId, task: string | undefined, name: SignalName, signal: AbortSignal): Answer<undefined> {
    const words = `send ${name} to ${task ?? 'the tasks'} of ${alloc}`;
    return this.#change(fill(paths.signal, { alloc }), { task, signal: name }, { words, signal });
  }

  restart(alloc: AllocId, task: string | undefined): Answer<undefined> {
    const words = `restart ${task ?? 'the tasks'} of ${alloc}`;
    return this.#change(fill(paths.restart, { alloc }), { task }, { words });
  }

  stop(alloc: AllocId, purge: boolean): Answer<undefined> {
    return this.#change(fill(paths.stop, { alloc }), { purge }, { words: `stop allocation ${alloc}` });
  }

  reconcile(dryRun: boolean, signal: AbortSignal): Answer<readonly RuntimeReport[]> {
    return this.#change(paths.reconcile, { dryRun }, { words: 'go through the host', signal });
  }

  async logs(
    alloc: AllocId,
    task: string,
    wish: LogWish,
    signal: AbortSignal,
  ): Answer<AsyncIterable<Uint8Array>> {
    const { stream, tailLines, follow } = wish;
    const query = new URLSearchParams({ stream, follow: follow.toString() });
    if (tailLines !== undefined) query.set('tail', tailLines.toString());
    const path = `${fill(paths.logs, { alloc, task })}?${query.toString()}`;
    const question = { ...this.#query(path, `give the logs of ${task} in ${alloc}`), signal };
    const reply = await askForStream(this.#socket, question, streamTypes.bytes);
    return reply.ok ? ok(bytesOf(reply.value, signal)) : reply;
  }

  async events(after: number | undefined, signal: AbortSignal): Answer<AsyncIterable<NumberedEvent>> {
    const path = after === undefined ? paths.events : `${paths.events}?after=${after.toString()}`;
    const question = { ...this.#query(path, 'tell what happens'), signal };
    const reply = await askForStream(this.#socket, question, streamTypes.events);
    return reply.ok ? ok(eventsOf(reply.value, signal, silenceMs)) : reply;
  }

  exec(alloc: AllocId, task: string, wish: ExecWish, signal: AbortSignal): Answer<ExecSession> {
    const words = `run a command beside ${task} in ${alloc}`;
    const question = { ...this.#query(fill(paths.exec, { alloc, task }), words), signal };
    return openExec(this.#socket, question, wish);
  }

  #query(path: string, words: string): Question {
    return { method: 'GET', path, words, withinMs: this.#patience.answerMs };
  }

  async #get<T>(path: string, words: string): Answer<T> {
    const answer = await ask(this.#socket, this.#query(path, words));
    return answer.ok ? ok(readValue(answer.value) as T) : answer;
  }

  async #change<T>(
    path: string,
    body: object,
    { words, signal }: { readonly words: string; readonly signal?: AbortSignal },
  ): Answer<T> {
    const answer = await ask(this.#socket, {
      method: 'POST',
      path,
      words,
      body: writeJson(body),
      withinMs: this.#patience.workMs,
      ...(signal === undefined ? {} : { signal }),
    });
    return answer.ok ? ok(readValue(answer.value) as T) : answer;
  }
}
