import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Berth } from '../../../src/app/services/berth.js';
import type { TaskHandle } from '../../../src/domain/model/handle.js';
import type { TaskRequest } from '../../../src/domain/model/task-request.js';
import { aGroup, aJob, anAllocation } from '../../../src/testing/builders/a-job.js';
import { eventually } from '../../../src/testing/eventually.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { hostClock } from '../../support/host-clock.js';
import { doings } from './doings.js';
import { end, type Started } from './life.js';
import { bounded, never, type Scene } from './scene.js';
import type { Lane, Life } from './script.js';
import { markOf, PossibleExits, startsFile, taskFor } from './task-words.js';

const silent = { onPull: () => undefined, onPulled: () => undefined };

/** Runs the lives of one task, one after the other, and holds what is told of them against what is true. */
export class LaneRun {
  readonly #scene: Scene;
  readonly #lane: Lane;
  readonly #allocation = anAllocation({ job: aJob({ id: 'faults', groups: [aGroup()] }) });

  constructor(scene: Scene, lane: Lane) {
    this.#scene = scene;
    this.#lane = lane;
  }

  async run(): Promise<void> {
    const { directories, live } = this.#scene.subject;
    const { id } = this.#allocation;
    const tasks = this.#allocation.group.tasks;
    live.add(id);
    const made = valueOf(await directories.create(id, tasks));
    const berth: Berth = {
      ...{ allocation: this.#allocation, host: this.#scene.place.host, directories: made },
      ...{ ports: {}, cpusets: {}, locate: undefined },
    };
    for (const [number, life] of this.#lane.lives.entries()) await this.#live(berth, life, number);
    await this.#expectSingleStarts(startsIn(berth));
  }

  /** Once nothing is pending any more. */
  async leave(): Promise<void> {
    const { directories, live } = this.#scene.subject;
    await eventually(async () => {
      valueOf(await directories.remove(this.#allocation.id));
    });
    live.delete(this.#allocation.id);
  }

  async #live(berth: Berth, life: Life, number: number): Promise<void> {
    const { subject, ledger } = this.#scene;
    const driver = subject.drivers.get(this.#lane.driver);
    if (driver === undefined) throw new Error(`there is no driver ${this.#lane.driver}`);
    const mark = markOf(this.#allocation.id, number);
    const task = taskFor(this.#lane.driver, life, mark, number);
    const request = valueOf(await subject.requests.resolve(task, berth));
    await this.#intend(request);
    const answer = await bounded(this.#scene, `${driver.name} start`, driver.start(request, silent, never));
    if (answer?.ok === true) {
      valueOf(await subject.store.remember(answer.value));
      const own = { driver, handle: answer.value, life, number, mark, exits: new PossibleExits(life) };
      await this.#use({ scene: this.#scene, ...own, disturbed: false, isPaused: false });
    } else ledger.operation(`${driver.name} start that failed`);
    await this.#forget(request.identity.attempt);
  }

  async #intend({ identity: { attempt: token, alloc, task } }: TaskRequest): Promise<void> {
    const intended = { token, alloc, task, driver: this.#lane.driver, intendedAt: hostClock.now() };
    valueOf(await this.#scene.subject.store.intend(intended));
  }

  async #use(started: Started): Promise<void> {
    const { handle, life, mark, driver } = started;
    const { ledger } = this.#scene;
    const there = await this.#scene.place.truth.ofAttempt(handle.attempt);
    if (there.length === 0) ledger.find('lost', `${mark} was told to have started and is not there`);
    if (there.length > 1) ledger.find('doubled', `${mark} is there ${there.length.toString()} times`);
    for (const doing of life.doings) await doings[doing](started);
    await end(started);
    const destroyed = await bounded(this.#scene, `${driver.name} destroy`, driver.destroy(handle, never));
    if (destroyed?.ok === true) await this.#expectGone(handle, mark);
  }

  async #expectGone({ attempt }: TaskHandle, mark: string): Promise<void> {
    const left = await this.#scene.place.truth.ofAttempt(attempt);
    if (left.length > 0) this.#scene.ledger.find('leaked', `${mark} was told to be gone and is there`);
  }

  async #forget(attempt: string): Promise<void> {
    const { removals, store } = this.#scene.subject;
    const isPending = removals.some(({ pending }) => pending.some((each) => each.attempt === attempt));
    if (isPending) this.#scene.ledger.operation('removal that stays pending');
    else valueOf(await store.forget(this.#allocation.id, 'task'));
  }

  async #expectSingleStarts(path: string): Promise<void> {
    const lines = (await readFile(path, 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');
    const twice = lines.filter((line, index) => lines.indexOf(line) !== index);
    for (const line of new Set(twice))
      this.#scene.ledger.find('doubled', `life ${line} of ${this.#allocation.id} began more than once`);
  }
}

const startsIn = ({ directories }: Berth): string => join(directories.tasks['task']?.local ?? '', startsFile);
