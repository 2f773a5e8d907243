import type { Duplex } from 'node:stream';

import { fault, type RuntimeFault } from '../../../domain/faults/runtime-fault.js';
import type { ExecOutput, ExecSession, ExecWish, TerminalSize } from '../../../domain/model/exec.js';
import type { Exit } from '../../../domain/model/exit.js';
import { done, err, type Result } from '../../../domain/shared/result.js';
import { encodeChunks, encodeFrame, type Frame, type FrameKind, FrameReader } from '../wire/exec-frames.js';
import { readFault } from '../wire/fault-statuses.js';
import { parseJson, readValue, writeJson } from '../wire/json.js';
import { OutputQueue } from './output-queue.js';

/** A command beside a task, at the other end of a connection. */
export class ExecConnection implements ExecSession {
  readonly exit: Promise<Exit>;
  /** Whether the command began. */
  readonly opened: Promise<Result<undefined, RuntimeFault>>;
  readonly #socket: Duplex;
  readonly #reader = new FrameReader();
  readonly #output: OutputQueue;
  #tellExit: (exit: Exit) => void = () => undefined;
  #tellOpened: (opened: Result<undefined, RuntimeFault>) => void = () => undefined;
  #tellTaken: () => void = () => undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(socket: Duplex, wish: ExecWish) {
    this.#socket = socket;
    this.#output = new OutputQueue(socket);
    this.exit = new Promise((resolve) => {
      this.#tellExit = resolve;
    });
    this.opened = new Promise((resolve) => {
      this.#tellOpened = resolve;
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#over());
    socket.on('end', () => socket.end());
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    this.#send('start', writeJson(wish));
  }

  get output(): AsyncIterable<ExecOutput> {
    return this.#output;
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.#inTurn(async () => {
      for (const frame of encodeChunks('input', bytes)) await this.#sendInput(frame);
    });
  }

  endInput(): void {
    void this.#inTurn(() => Promise.resolve(this.#send('end-input')));
  }

  resize(size: TerminalSize): void {
    this.#send('resize', writeJson(size));
  }

  close(): void {
    this.#over();
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    const frames = this.#reader.push(chunk);
    if (frames === undefined) this.close();
    else for (const frame of frames) this.#take(frame);
  }

  #take({ kind, payload }: Frame): void {
    if (kind === 'stdout' || kind === 'stderr') this.#output.push({ stream: kind, bytes: payload });
    else if (kind === 'taken') this.#tellTaken();
    else if (kind === 'started') this.#tellOpened(done);
    else if (kind === 'exit') this.#tellExit(readValue(parseJson(payload.toString())) as Exit);
    else if (kind === 'fault') this.#refused(readFault(parseJson(payload.toString())) ?? lost);
  }

  #refused(refusal: RuntimeFault): void {
    this.#tellOpened(err(refusal));
    this.#tellExit({ kind: 'unknown', why: refusal.message, oom: false });
  }

  #inTurn(act: () => Promise<void>): Promise<void> {
    this.#writing = this.#writing.then(act);
    return this.#writing;
  }

  #sendInput(frame: Buffer): Promise<void> {
    return new Promise((resolve) => {
      this.#tellTaken = resolve;
      if (this.#socket.writable) this.#socket.write(frame);
      else resolve();
    });
  }

  #send(kind: FrameKind, payload = ''): void {
    if (this.#socket.writable) this.#socket.write(encodeFrame(kind, payload));
  }

  #over(): void {
    this.#tellTaken();
    this.#refused(lost);
    this.#output.end();
  }
}

const lost = fault('outcome-unknown', 'the connection to the agent ended before the command did');
