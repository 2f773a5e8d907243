import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import type { RunReport } from '../../../src/domain/model/report.js';
import { engineRequest } from '../engine/engine-request.js';
import { type PrivateEngine, privateEngine } from '../engine/private-engine.js';
import { eventually } from '../../../src/testing/eventually.js';
import type { NetworkNamespace } from '../networks/network-namespace.js';
import { captureHost, differences, type HostState } from '../host/host-state.js';
import { temporaryDirectory, type TemporaryDirectory } from '../temporary-directory.js';
import { type Ended, WharfProcess } from './wharf-process.js';

/** One line that a task printed. */
export interface PrintedLine {
  readonly task: string;
  readonly text: string;
}

export interface Reported {
  readonly status: number | undefined;
  readonly report: RunReport;
  readonly stdout: readonly PrintedLine[];
  readonly stderr: string;
}

export interface Quay {
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Runs a job to its end and answers with what a person would see. */
  run(job: string, ...flags: readonly string[]): Promise<Ended>;
  /** Runs a job to its end and answers with what a program would read. */
  runAndReport(job: string): Promise<Reported>;
  report(job: string): Promise<Reported>;
  start(job: string, ...flags: readonly string[]): Promise<WharfProcess>;
  /** Puts the job into a file, and answers with its path. */
  write(job: string): Promise<string>;
  /** `wharf` with any words. */
  wharf(words: readonly string[], environment?: Readonly<Record<string, string>>): WharfProcess;
  /** Fails unless the host is as it was before the first run. */
  expectUnchanged(): Promise<void>;
  leave(): Promise<void>;
}

/**
 * A place to run jobs of one driver from: directories of its own, an engine if the driver wants one, the host's state
 * before, and another network than the host's if one is given.
 */
export async function quayFor(
  driver: 'exec' | 'docker',
  own?: PrivateEngine,
  network?: NetworkNamespace,
): Promise<Quay> {
  const directory = await temporaryDirectory();
  const engine = own ?? (driver === 'docker' ? await privateEngine() : undefined);
  await mkdir(join(directory.path, 'jobs'));
  const quay = new HostQuay(directory, engine, network);
  await quay.settle();
  return quay;
}

class HostQuay implements Quay {
  readonly #directory: TemporaryDirectory;
  readonly #engine: PrivateEngine | undefined;
  readonly #enter: readonly string[];
  #before: HostState | undefined;
  #jobs = 0;

  constructor(
    directory: TemporaryDirectory,
    engine: PrivateEngine | undefined,
    network: NetworkNamespace | undefined,
  ) {
    this.#directory = directory;
    this.#engine = engine;
    this.#enter = network?.enter ?? [];
  }

  get directory(): string {
    return this.#directory.path;
  }

  get environment(): Readonly<Record<string, string>> {
    return this.#engine === undefined ? {} : { WHARF_DOCKER_ENDPOINT: this.#engine.endpoint };
  }

  /** What the first run of anything leaves for good (the state directory, the parent cgroup, a bridge) is made beforehand. */
  async settle(): Promise<void> {
    const network = this.#enter.length === 0 ? '' : 'network {\n mode = "bridge"\n port "any" {}\n }';
    const job = `job "settle" {\n type = "batch"\n group "g" {\n ${network}\n task "t" {\n driver = "exec"\n config {\n command = "/bin/true"\n }\n }\n }\n }`;
    const { status, stderr } = await this.run(job);
    expect(status, stderr).to.equal(0);
    this.#before = await this.#capture();
  }

  async run(job: string, ...flags: readonly string[]): Promise<Ended> {
    return (await this.start(job, ...flags)).ended();
  }

  async runAndReport(job: string): Promise<Reported> {
    const { status, stdout, stderr } = await this.run(job, '--output', 'json');
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as JsonLine);
    const report = lines.find((line) => line.kind === 'report');
    if (report?.kind !== 'report') throw new Error(`no report in:\n${stdout}\n${stderr}`);
    const printed = lines
      .filter((line) => line.kind === 'output')
      .filter(({ stream }) => stream === 'stdout');
    return { status, report, stderr, stdout: printed.map(({ task, line }) => ({ task, text: line })) };
  }

  report(job: string): Promise<Reported> {
    return this.runAndReport(job);
  }

  async start(job: string, ...flags: readonly string[]): Promise<WharfProcess> {
    return this.wharf(['run', ...flags, await this.write(job)]);
  }

  async write(job: string): Promise<string> {
    this.#jobs += 1;
    const path = join(this.directory, 'jobs', `${this.#jobs.toString()}.nomad.hcl`);
    await writeFile(path, job);
    return path;
  }

  wharf(words: readonly string[], environment: Readonly<Record<string, string>> = {}): WharfProcess {
    return new WharfProcess(words, {
      stateDirectory: join(this.directory, 'state'),
      runDirectory: join(this.directory, 'run'),
      environment: { ...this.environment, ...environment },
      enter: this.#enter,
    });
  }

  async expectUnchanged(): Promise<void> {
    await eventually(async () => {
      const before = this.#before;
      if (before === undefined) throw new Error('the host was never looked at');
      expect(differences(before, await this.#capture())).to.deep.equal([]);
    }, 5000);
    expect(await this.#containers()).to.deep.equal([]);
  }

  async leave(): Promise<void> {
    await this.#directory.remove();
  }

  /** Without the files of an agent's store, which come and go as it likes, and the image that holders are made from. */
  async #capture(): Promise<HostState> {
    const roots = [join(this.directory, 'state'), join(this.directory, 'run')];
    const captured = await captureHost(roots, this.#enter);
    const kept = [join(this.directory, 'state', 'store'), join(this.directory, 'run', 'holder-image.tar')];
    const isKept = (path: string): boolean => kept.some((one) => path.startsWith(one));
    return { ...captured, paths: new Set([...captured.paths].filter((path) => !isKept(path))) };
  }

  async #containers(): Promise<unknown> {
    if (this.#engine === undefined) return [];
    return (await engineRequest(this.#engine.socketPath, '/containers/json?all=1')).json;
  }
}

type JsonLine =
  | ({ readonly kind: 'report' } & RunReport)
  | {
      readonly kind: 'output';
      readonly task: string;
      readonly stream: 'stdout' | 'stderr';
      readonly line: string;
    }
  | { readonly kind: 'event' | 'warning' };
