import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

import { fault, type RuntimeFault } from '../../../domain/faults/runtime-fault.js';
import type { AllocId } from '../../../domain/model/ids.js';
import { err, ok, type Result } from '../../../domain/shared/result.js';
import { execProtocol } from '../wire/exec-frames.js';
import { faultStatuses } from '../wire/fault-statuses.js';
import { names, paths } from '../wire/paths.js';
import { ExecServing } from './exec-serving.js';
import type { ApiParts } from './api-parts.js';
import { refuseOn } from './refusals.js';

interface TaskPlace {
  readonly alloc: AllocId;
  readonly task: string;
}

const execPath = new RegExp(`^${paths.exec.replaceAll(/:\w+/g, '([^/?]*)')}$`);

/** Answers a request that wants its connection to become something else. */
export async function upgrade(
  { agent, streams, limits, diagnostics }: ApiParts,
  request: IncomingMessage,
  socket: Duplex,
): Promise<void> {
  socket.on('error', () => socket.destroy());
  const place = placeIn(request);
  if (!place.ok) {
    refuseOn(socket, faultStatuses[place.error.kind], place.error);
    return;
  }
  const stream = streams.take();
  if (stream === undefined) {
    refuseOn(socket, faultStatuses[streams.refusal.kind], streams.refusal);
    return;
  }
  try {
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: ${execProtocol}\r\n\r\n`,
    );
    const { alloc, task } = place.value;
    const serving = new ExecServing(socket, stream, (error) => {
      diagnostics.note('error', 'the agent broke while it ran a command beside a task', { error });
    });
    await serving.serve((wish) => agent.exec(alloc, task, wish, stream.signal), limits.requestMs);
  } finally {
    streams.giveBack(stream);
  }
}

function placeIn({ url = '', headers, method }: IncomingMessage): Result<TaskPlace, RuntimeFault> {
  const [, alloc, task] = execPath.exec(url) ?? [];
  if (alloc === undefined || task === undefined || method !== 'GET')
    return err(fault('not-found', 'nothing here can be upgraded but a GET for exec'));
  if (headers.upgrade !== execProtocol)
    return err(fault('invalid-spec', `the connection can only be upgraded to ${execProtocol}`));
  const [allocName, taskName] = [decoded(alloc), decoded(task)];
  if (!names.alloc.pattern.test(allocName))
    return err(fault('invalid-spec', `params.alloc must be ${names.alloc.expects}`));
  if (!names.task.pattern.test(taskName))
    return err(fault('invalid-spec', `params.task must be ${names.task.expects}`));
  return ok({ alloc: allocName as AllocId, task: taskName });
}

/** Empty, which names nothing, when it can't be decoded. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
