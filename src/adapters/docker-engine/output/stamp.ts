/** Bytes of `2026-11-23T22:15:39.981315892Z `, which the engine puts before each message when asked to. */
export const stampBytes = 31;

const shape = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z $/;

export interface Stamped {
  /** In UTC with nine digits after the second, so that text order is time order; undefined when there is none. */
  readonly at: string | undefined;
  readonly bytes: Buffer;
}

export function readStamp(message: Buffer): Stamped {
  if (!beginsWithStamp(message)) return { at: undefined, bytes: message };
  return { at: message.toString('latin1', 0, stampBytes - 1), bytes: message.subarray(stampBytes) };
}

export const beginsWithStamp = (bytes: Buffer): boolean =>
  bytes.length >= stampBytes && shape.test(bytes.toString('latin1', 0, stampBytes));

/** As the engine takes a time: seconds since the epoch, with nanoseconds after the point. */
export function engineTime(at: string): string {
  const [second = '', nanoseconds = '0'] = at.replace('Z', '').split('.');
  return `${(Date.parse(`${second}Z`) / 1000).toString()}.${nanoseconds}`;
}

/** The same time some milliseconds earlier. */
export function earlier(at: string, ms: number): string {
  const [second = '', nanoseconds = '0'] = at.replace('Z', '').split('.');
  const moved = new Date(Date.parse(`${second}Z`) - ms).toISOString().slice(0, 19);
  return `${moved}.${nanoseconds}Z`;
}
