import { fault, type RuntimeFault } from '../../../domain/faults/runtime-fault.js';
import type { ExecSession, ExecWish } from '../../../domain/model/exec.js';
import type { NumberedEvent } from '../../../domain/model/event.js';
import type { AllocId, Instant, OwnerId } from '../../../domain/model/ids.js';
import type { Job } from '../../../domain/model/job.js';
import type { SignalName } from '../../../domain/model/signals.js';
import type { LogSource } from '../../../domain/ports/log-source.js';
import type { Answer } from '../../../domain/ports/runtime.js';
import type { ReconcilePolicy } from '../../../domain/reconcile/snapshot.js';
import { done, err, ok, type Result } from '../../../domain/shared/result.js';
import type { Agent, AgentHealth, AllocStatus, Explanation, LogWish } from '../../agent.js';
import type { RuntimeReport } from '../reconcile-report.js';
import type { DriverHealth } from './driver-health.js';
import type { EventHistory } from './event-history.js';
import { explain } from './explain.js';
import type { HoldingParts } from './holding-parts.js';
import type { Keeper } from './keeper.js';
import { findByPrefix } from './prefix.js';
import type { RememberingPass } from './remembering-pass.js';
import type { Submission } from './submission.js';

export interface WharfAgentParts extends HoldingParts {
  readonly keeper: Keeper;
  readonly submission: Submission;
  readonly history: EventHistory;
  readonly health: DriverHealth;
  readonly reconciling: RememberingPass;
  readonly reconcilePolicy: ReconcilePolicy;
  readonly logSource: LogSource | undefined;
  readonly owner: OwnerId;
  readonly pid: number;
  readonly startedAt: Instant;
}

/** An agent over its services; what each can do is theirs. */
export class WharfAgent implements Agent {
  readonly #parts: WharfAgentParts;

  constructor(parts: WharfAgentParts) {
    this.#parts = parts;
  }

  health(): AgentHealth {
    const { owner, pid, startedAt, health, keeper } = this.#parts;
    const runtimes = health.all;
    const complaints = this.#complaints();
    return {
      owner,
      pid,
      startedAt,
      healthy: complaints.length === 0 && runtimes.every(({ healthy }) => healthy),
      recovered: keeper.unread === undefined,
      runtimes,
      complaints,
    };
  }

  async submit(job: Job): Answer<readonly AllocStatus[]> {
    const held = await this.#parts.submission.submit(job);
    return held.ok ? ok(held.value.map(({ status }) => status)) : held;
  }

  allocations(): readonly AllocStatus[] {
    return this.#parts.keeper.statuses;
  }

  find(prefix: string): Result<AllocStatus, RuntimeFault> {
    return findByPrefix(prefix, this.allocations());
  }

  async logs(
    alloc: AllocId,
    task: string,
    { stream, tailLines, follow }: LogWish,
    signal: AbortSignal,
  ): Answer<AsyncIterable<Uint8Array>> {
    const { logSource } = this.#parts;
    if (logSource === undefined) return err(fault('unsupported', 'nothing here reads logs back'));
    const held = this.#parts.keeper.find(alloc);
    const directory = held?.kept.logs;
    const isTask = held?.kept.allocation.group.tasks.some(({ name }) => name === task) === true;
    if (held === undefined || !isTask) return err(noTask(alloc, task));
    if (directory === undefined) return err(fault('not-found', `nothing of ${task} is logged yet`));
    return logSource.read({ directory, task, ended: held.over }, { stream, tailLines, follow }, signal);
  }

  exec(alloc: AllocId, task: string, wish: ExecWish, signal: AbortSignal): Answer<ExecSession> {
    const running = this.#running(alloc, task);
    if (!running.ok) return Promise.resolve(running);
    const [first] = running.value;
    const driver = first && this.#parts.drivers.get(first.handle.driver);
    if (first === undefined || driver === undefined) return Promise.resolve(err(noTask(alloc, task)));
    return driver.exec(first.handle, wish, signal);
  }

  async signal(
    alloc: AllocId,
    task: string | undefined,
    name: SignalName,
    signal: AbortSignal,
  ): Answer<undefined> {
    const running = this.#running(alloc, task);
    if (!running.ok) return running;
    const sent = await Promise.all(
      running.value.map(({ handle }) => {
        const driver = this.#parts.drivers.get(handle.driver);
        return driver?.signal(handle, name, signal) ?? Promise.resolve(err(noTask(alloc, task)));
      }),
    );
    return sent.find(({ ok }) => !ok) ?? done;
  }

  restart(alloc: AllocId, task: string | undefined): Answer<undefined> {
    const running = this.#running(alloc, task);
    if (!running.ok) return Promise.resolve(running);
    const taken = running.value.map(({ run }) => run.restart());
    return Promise.resolve(taken.includes(true) ? done : err(noTask(alloc, task)));
  }

  stop(alloc: AllocId, purge: boolean): Answer<undefined> {
    return this.#parts.keeper.stop(alloc, purge);
  }

  events(after: number | undefined, signal: AbortSignal): AsyncIterable<NumberedEvent> {
    return this.#parts.history.after(after, signal);
  }

  async explain(id: string, signal: AbortSignal): Answer<Explanation> {
    const looked = await this.reconcile(true, signal);
    const { history, reconciling } = this.#parts;
    const explained = explain(id, {
      kept: this.allocations(),
      events: history.kept,
      reports: looked.ok ? looked.value : [],
      removed: reconciling.removed,
    });
    // Only what was looked for in vain depends on the look.
    return looked.ok || explained.ok ? explained : looked;
  }

  reconcile(dryRun: boolean, signal: AbortSignal): Answer<readonly RuntimeReport[]> {
    const { reconciling, reconcilePolicy } = this.#parts;
    return dryRun
      ? reconciling.tell(reconcilePolicy, signal)
      : reconciling.run(reconcilePolicy, signal, 'thorough');
  }

  #running(alloc: AllocId, task: string | undefined): Result<ReturnType<RunningOf>, RuntimeFault> {
    const running = this.#parts.keeper.find(alloc)?.running(task) ?? [];
    return running.length === 0 ? err(noTask(alloc, task)) : ok(running);
  }

  #complaints(): readonly string[] {
    const { keeper, history } = this.#parts;
    const unkept = keeper.held.flatMap(({ id, unkept }) =>
      unkept === undefined ? [] : [`What has become of ${id} can't be written down yet: ${unkept.message}.`],
    );
    const untold = history.refusal;
    return [
      ...(keeper.unread === undefined ? [] : [`What is wanted can't be read: ${keeper.unread.message}.`]),
      ...unkept,
      ...(untold === undefined ? [] : [`What happened last can't be written down yet: ${untold.message}.`]),
      ...keeper.lost.map(({ alloc, why }) => `The record of allocation ${alloc} ${why}.`),
    ];
  }
}

type RunningOf = NonNullable<ReturnType<Keeper['find']>>['running'];

const noTask = (alloc: AllocId, task: string | undefined): RuntimeFault =>
  fault(
    'not-found',
    task === undefined ? `nothing of ${alloc} runs` : `there is no task "${task}" of ${alloc} that runs`,
  );
