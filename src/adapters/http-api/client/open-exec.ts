import type { Duplex } from 'node:stream';
import type { IncomingMessage } from 'node:http';

import type { ExecSession, ExecWish } from '../../../domain/model/exec.js';
import type { RuntimeFault } from '../../../domain/faults/runtime-fault.js';
import type { Answer } from '../../../domain/ports/runtime.js';
import { err, ok, type Result } from '../../../domain/shared/result.js';
import { execProtocol } from '../wire/exec-frames.js';
import { connectionFault } from './connection-fault.js';
import { ExecConnection } from './exec-connection.js';
import { begin, type Question, readReply, unanswered } from './exchange.js';

/** Runs a command beside a task: upgrades a connection, and waits until the agent says that it began. */
export async function openExec(
  socketPath: string,
  question: Question & { readonly signal: AbortSignal },
  wish: ExecWish,
): Answer<ExecSession> {
  const upgraded = await upgrade(socketPath, question);
  if (!upgraded.ok) return upgraded;
  const session = new ExecConnection(upgraded.value, wish);
  const close = (): void => session.close();
  question.signal.addEventListener('abort', close, { once: true });
  void session.exit.then(() => question.signal.removeEventListener('abort', close));
  if (question.signal.aborted) close();
  const late = setTimeout(close, question.withinMs);
  const opened = await session.opened;
  clearTimeout(late);
  if (opened.ok) return ok(session);
  close();
  return opened;
}

function upgrade(socketPath: string, question: Question): Promise<Result<Duplex, RuntimeFault>> {
  return new Promise((resolve) => {
    const asking = begin(socketPath, {
      ...question,
      headers: { connection: 'upgrade', upgrade: execProtocol },
    });
    const giveUp = (): void => {
      resolve(err(unanswered(socketPath, question)));
      asking.destroy();
    };
    const late = setTimeout(giveUp, question.withinMs);
    asking.on('close', () => clearTimeout(late));
    asking.on('upgrade', (_reply, socket: Duplex, head: Buffer) => {
      clearTimeout(late);
      if (head.length > 0) socket.unshift(head);
      resolve(ok(socket));
    });
    asking.on('response', (reply: IncomingMessage) => {
      void readReply(socketPath, question, reply).then((refused) => {
        resolve(refused.ok ? err(unanswered(socketPath, question)) : refused);
      });
    });
    asking.on('error', (error: NodeJS.ErrnoException) => {
      resolve(err(connectionFault(socketPath, error, true)));
    });
    asking.end();
  });
}
