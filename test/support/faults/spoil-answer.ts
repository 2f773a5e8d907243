import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * What goes wrong after a call was done: the answer is 500, the connection is reset, the body is cut in the middle, no
 * answer ever comes, or it comes late.
 */
export type DoneFault = (typeof doneFaults)[number];

const doneFaults = ['done-500', 'done-reset', 'done-cut', 'done-silence', 'done-late'] as const;

export const isDone = (fault: string): fault is DoneFault =>
  (doneFaults as readonly string[]).includes(fault);

interface Spoiling {
  readonly fault: DoneFault;
  readonly lateMs: number;
}

export function spoilAnswer(
  response: IncomingMessage,
  outgoing: ServerResponse,
  { fault, lateMs }: Spoiling,
): void {
  const chunks: Buffer[] = [];
  response.on('data', (chunk: Buffer) => chunks.push(chunk));
  response.on('end', () => {
    const body = Buffer.concat(chunks);
    if (fault === 'done-500') answerSpoilt(outgoing, 500);
    else if (fault === 'done-reset') outgoing.destroy();
    else if (fault === 'done-late') {
      setTimeout(() => {
        outgoing.writeHead(response.statusCode ?? 500, response.headers);
        outgoing.end(body);
      }, lateMs);
    } else if (fault === 'done-cut') {
      outgoing.writeHead(response.statusCode ?? 500, { 'Content-Length': Math.max(body.length, 2) });
      outgoing.write(body.subarray(0, body.length / 2), () => outgoing.destroy());
      outgoing.flushHeaders();
      if (body.length < 2) outgoing.destroy();
    }
  });
}

export function answerSpoilt(outgoing: ServerResponse, status: number): void {
  outgoing.writeHead(status, { 'Content-Type': 'application/json' });
  outgoing.end(JSON.stringify({ message: 'spoilt' }));
}
