import type { Duplex } from 'node:stream';
import { finished } from 'node:stream/promises';

import { fault, type RuntimeFault } from '../../../domain/faults/runtime-fault.js';
import type { ExecSession, ExecWish, TerminalSize } from '../../../domain/model/exec.js';
import type { Answer } from '../../../domain/ports/runtime.js';
import type { Result } from '../../../domain/shared/result.js';
import { encodeChunks, encodeFrame, type Frame, FrameReader } from '../wire/exec-frames.js';
import { parseJson, withoutCause, writeJson } from '../wire/json.js';
import { agentBroke } from './agent-broke.js';
import { roomIn } from './pour.js';
import { readSize, readWish } from './read-wish.js';

/** One command that a client runs over its connection. It always listens: it hears when the client leaves. */
export class ExecServing {
  readonly #socket: Duplex;
  readonly #place: AbortController;
  readonly #onDefect: (error: unknown) => void;
  readonly #reader = new FrameReader();
  readonly #wish: Promise<ExecWish | undefined>;
  #tellWish: (wish: ExecWish | undefined) => void = () => undefined;
  #session: ExecSession | undefined;
  #ended: Promise<unknown> = Promise.resolve();
  #hasStart = false;
  #isTaking = false;

  /** `place` is aborted when the client leaves. When something else aborts it, the command ends. */
  constructor(socket: Duplex, place: AbortController, onDefect: (error: unknown) => void) {
    this.#socket = socket;
    this.#place = place;
    this.#onDefect = onDefect;
    this.#wish = new Promise((resolve) => {
      this.#tellWish = resolve;
    });
    place.signal.addEventListener('abort', () => {
      this.#session?.close();
      this.#tellWish(undefined);
      socket.destroy();
    });
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    for (const event of ['end', 'close'] as const) socket.on(event, () => place.abort());
  }

  /** Resolves when the client has been told all of it, or has left. `startMs`: for one that says nothing. */
  async serve(open: (wish: ExecWish) => Answer<ExecSession>, startMs: number): Promise<void> {
    const late = setTimeout(() => this.#refuse('no start came in time'), startMs);
    const wish = await this.#wish;
    clearTimeout(late);
    try {
      if (wish !== undefined) await this.#run(await open(wish));
    } catch (error) {
      this.#break(error);
    }
    await this.#ended;
  }

  async #run(answer: Result<ExecSession, RuntimeFault>): Promise<void> {
    if (!answer.ok) {
      this.#end(encodeFrame('fault', writeJson(withoutCause(answer.error))));
      return;
    }
    this.#session = answer.value;
    if (this.#place.signal.aborted) answer.value.close();
    else this.#socket.write(encodeFrame('started'));
    await this.#carry(answer.value);
  }

  async #carry(session: ExecSession): Promise<void> {
    try {
      for await (const { stream, bytes } of session.output) {
        for (const frame of encodeChunks(stream, bytes))
          if (!this.#socket.write(frame)) await roomIn(this.#socket);
      }
      this.#end(encodeFrame('exit', writeJson(await session.exit)));
    } finally {
      session.close();
    }
  }

  #read(chunk: Buffer): void {
    const frames = this.#reader.push(chunk);
    if (frames === undefined) this.#refuse('these are no frames of this protocol');
    else for (const frame of frames) this.#take(frame);
  }

  #take({ kind, payload }: Frame): void {
    if (!this.#hasStart && kind === 'start') this.#begin(payload);
    else if (kind === 'input' && this.#session !== undefined && !this.#isTaking)
      this.#input(this.#session, payload);
    else if (kind === 'end-input') this.#session?.endInput();
    else if (kind === 'resize') this.#resize(payload);
    else this.#refuse(`a frame of the kind ${kind} is out of turn`);
  }

  #begin(payload: Buffer): void {
    this.#hasStart = true;
    const wish = readWish(parseJson(payload.toString()));
    if (wish.ok) this.#tellWish(wish.value);
    else this.#refuse('the start of a command is not valid', { problems: wish.error });
  }

  #input(session: ExecSession, payload: Buffer): void {
    this.#isTaking = true;
    session.write(payload).then(
      () => {
        this.#isTaking = false;
        if (this.#socket.writable) this.#socket.write(encodeFrame('taken'));
      },
      (error: unknown) => {
        this.#break(error);
      },
    );
  }

  #resize(payload: Buffer): void {
    const size: TerminalSize | undefined = readSize(parseJson(payload.toString()));
    if (size === undefined) this.#refuse('a size is not valid');
    else this.#session?.resize(size);
  }

  #refuse(message: string, extra: Pick<RuntimeFault, 'problems'> = {}): void {
    this.#end(encodeFrame('fault', writeJson(fault('invalid-spec', message, extra))));
    this.#session?.close();
    this.#tellWish(undefined);
  }

  #break(defect: unknown): void {
    this.#onDefect(defect);
    this.#end(encodeFrame('fault', writeJson(agentBroke)));
    this.#session?.close();
  }

  #end(last: Buffer): void {
    if (!this.#socket.writable) return;
    this.#ended = finished(this.#socket, { readable: false }).catch(() => undefined);
    this.#socket.end(last);
  }
}
