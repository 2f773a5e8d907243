import type { NumberedEvent } from '../../../src/domain/model/event.js';
import type { Agent, AgentHealth, AllocStatus, Explanation, LogWish } from '../../../src/app/agent.js';
import type { RuntimeReport } from '../../../src/app/services/reconcile-report.js';
import { fault, type RuntimeFault } from '../../../src/domain/faults/runtime-fault.js';
import type { ExecSession, ExecWish } from '../../../src/domain/model/exec.js';
import type { Happening } from '../../../src/domain/model/event.js';
import type { AllocId, Instant, OwnerId } from '../../../src/domain/model/ids.js';
import type { Job } from '../../../src/domain/model/job.js';
import type { SignalName } from '../../../src/domain/model/signals.js';
import type { Answer } from '../../../src/domain/ports/runtime.js';
import { done, err, ok, type Result } from '../../../src/domain/shared/result.js';
import { anAllocStatus } from './an-alloc-status.js';
import { FakeExec } from './fake-exec.js';
import { Tape } from './tape.js';

/** An agent that keeps nothing running: it remembers what it was asked, and says what the test laid down. */
export class FakeAgent implements Agent {
  readonly asked: string[] = [];
  readonly jobs: Job[] = [];
  readonly sessions: FakeExec[] = [];
  readonly stdout = new Tape<Uint8Array>();
  readonly stderr = new Tape<Uint8Array>();
  readonly log = new Tape<NumberedEvent>();
  allocs: AllocStatus[] = [anAllocStatus()];
  explanation: Explanation = { about: 'allocation', id: 'x', sentences: ['it runs'], facts: { a: null } };
  reports: readonly RuntimeReport[] = [];
  /** What whatever changes something answers in place of doing it. */
  refusal: RuntimeFault | undefined;
  /** What has to end before a stop answers. */
  stopping: Promise<unknown> = Promise.resolve();
  state: AgentHealth = {
    owner: 'node-1' as OwnerId,
    pid: 1,
    startedAt: 1 as Instant,
    healthy: true,
    recovered: true,
    runtimes: [{ runtime: 'exec', healthy: true, summary: 'runc', remedy: undefined }],
    complaints: [],
  };

  health(): AgentHealth {
    return this.state;
  }

  submit(job: Job): Answer<readonly AllocStatus[]> {
    this.jobs.push(job);
    return Promise.resolve(this.refusal === undefined ? ok(this.allocs) : err(this.refusal));
  }

  allocations(): readonly AllocStatus[] {
    return this.allocs;
  }

  find(prefix: string): Result<AllocStatus, RuntimeFault> {
    if (!/^[0-9a-f][0-9a-f-]{0,35}$/.test(prefix)) return err(fault('invalid-spec', 'no beginning of an id'));
    const [found, ...more] = this.allocs.filter(({ id }) => id.startsWith(prefix));
    if (found === undefined) return err(fault('not-found', `no allocation begins with ${prefix}`));
    return more.length === 0 ? ok(found) : err(fault('conflict', `several begin with ${prefix}`));
  }

  logs(alloc: AllocId, task: string, wish: LogWish, signal: AbortSignal): Answer<AsyncIterable<Uint8Array>> {
    this.asked.push(`logs ${alloc} ${task} ${JSON.stringify(wish)}`);
    if (!this.#has(alloc, task)) return Promise.resolve(err(fault('not-found', `there is no task ${task}`)));
    return Promise.resolve(ok(this[wish.stream].play(0, wish.follow, signal)));
  }

  exec(alloc: AllocId, task: string, wish: ExecWish, signal: AbortSignal): Answer<ExecSession> {
    if (!this.#has(alloc, task)) return Promise.resolve(err(fault('not-found', `${task} does not run`)));
    const session = new FakeExec(wish);
    signal.addEventListener('abort', () => {
      session.close();
    });
    this.sessions.push(session);
    return Promise.resolve(ok(session));
  }

  signal(alloc: AllocId, task: string | undefined, name: SignalName): Answer<undefined> {
    return this.#change(`signal ${alloc} ${String(task)} ${name}`);
  }

  restart(alloc: AllocId, task: string | undefined): Answer<undefined> {
    return this.#change(`restart ${alloc} ${String(task)}`);
  }

  async stop(alloc: AllocId, purge: boolean): Answer<undefined> {
    const answer = await this.#change(`stop ${alloc} ${purge.toString()}`);
    await this.stopping;
    return answer;
  }

  events(after: number | undefined, signal: AbortSignal): AsyncIterable<NumberedEvent> {
    return this.log.play(after ?? this.log.length, true, signal);
  }

  explain(id: string): Answer<Explanation> {
    this.asked.push(`explain ${id}`);
    return Promise.resolve(this.refusal === undefined ? ok({ ...this.explanation, id }) : err(this.refusal));
  }

  reconcile(dryRun: boolean): Answer<readonly RuntimeReport[]> {
    this.asked.push(`reconcile ${dryRun.toString()}`);
    return Promise.resolve(this.refusal === undefined ? ok(this.reports) : err(this.refusal));
  }

  /** Something happens to the task `web` of the first allocation. */
  happen(what: Happening): NumberedEvent {
    const [{ id, name } = anAllocStatus()] = this.allocs;
    const number = this.log.length + 1;
    const told = { number, event: { at: number as Instant, alloc: id, allocName: name, task: 'web', what } };
    this.log.push(told);
    return told;
  }

  #has(alloc: AllocId, task: string): boolean {
    const found = this.allocs.find(({ id }) => id === alloc);
    return found?.tasks.some(({ task: name }) => name === task) === true;
  }

  #change(words: string): Answer<undefined> {
    this.asked.push(words);
    return Promise.resolve(this.refusal === undefined ? done : err(this.refusal));
  }
}
