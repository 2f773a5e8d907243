/**
 * What runs over a connection that was upgraded to `wharf-exec/1`: frames of one byte of kind, four bytes of length, the
 * highest first, and so many bytes. The client begins with `start` and is answered `started`, or `fault` and the end of
 * the connection. It sends the next `input` only once the last was answered by `taken`. `exit` is the last frame.
 * Whoever closes the connection before ends the command.
 */
const kinds = {
  /** To the agent; JSON: `command`, and `terminal` with `columns` and `rows`, or null. */
  start: 0x01,
  /** To the agent; bytes. */
  input: 0x02,
  /** To the agent; empty: there will be no more input. */
  'end-input': 0x03,
  /** To the agent; JSON: `columns` and `rows`. */
  resize: 0x04,
  /** From the agent; empty. */
  started: 0x11,
  /** From the agent; bytes. */
  stdout: 0x12,
  /** From the agent; bytes. */
  stderr: 0x13,
  /** From the agent; empty: the input was taken. */
  taken: 0x14,
  /** From the agent; JSON: how the command ended. */
  exit: 0x15,
  /** From the agent; JSON: `kind`, `message`, perhaps `remedy` and `problems`. */
  fault: 0x16,
} as const;

export type FrameKind = keyof typeof kinds;

export interface Frame {
  readonly kind: FrameKind;
  readonly payload: Buffer;
}

export const execProtocol = 'wharf-exec/1';
/** A command line of the host is not longer. */
export const longestPayload = 2 * 1024 * 1024;
/** Of bytes that are carried: more are cut into several frames. */
export const longestChunk = 64 * 1024;

const headBytes = 5;

export function encodeFrame(kind: FrameKind, payload: Uint8Array | string = ''): Buffer {
  const bytes = Buffer.from(payload);
  const head = Buffer.alloc(headBytes);
  head.writeUInt8(kinds[kind], 0);
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

/** Bytes as frames that are not too long. */
export function* encodeChunks(kind: FrameKind, bytes: Uint8Array): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += longestChunk)
    yield encodeFrame(kind, bytes.subarray(at, at + longestChunk));
}

/** Puts frames together again. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #length = 0;
  /** Below this nothing is complete: a frame that trickles in is not looked at each time. */
  #needed = headBytes;

  /** The frames that are complete now; undefined once there was one that can be none. */
  push(chunk: Uint8Array): readonly Frame[] | undefined {
    this.#chunks.push(Buffer.from(chunk));
    this.#length += chunk.length;
    const frames: Frame[] = [];
    while (this.#length >= this.#needed) {
      const all = this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks);
      const frame = all === undefined ? undefined : readFrame(all);
      if (frame === undefined) return undefined;
      const { payload, total } = frame;
      this.#needed = payload === undefined ? total : headBytes;
      this.#keep(all?.subarray(payload === undefined ? 0 : total));
      if (payload !== undefined) frames.push({ kind: frame.kind, payload });
    }
    return frames;
  }

  #keep(rest: Buffer | undefined): void {
    this.#chunks = rest === undefined ? [] : [rest];
    this.#length = rest?.length ?? 0;
  }
}

interface ReadFrame {
  readonly kind: FrameKind;
  /** With its head. */
  readonly total: number;
  /** Undefined: it is not all there. */
  readonly payload: Buffer | undefined;
}

function readFrame(bytes: Buffer): ReadFrame | undefined {
  const kind = byNumber.get(bytes.readUInt8(0));
  const total = headBytes + bytes.readUInt32BE(1);
  if (kind === undefined || total > headBytes + longestPayload) return undefined;
  return { kind, total, payload: bytes.length < total ? undefined : bytes.subarray(headBytes, total) };
}

const byNumber = new Map(
  Object.entries(kinds).map(([kind, number]) => [number as number, kind as FrameKind]),
);
