import { fault, type RuntimeFault } from '../../../domain/faults/runtime-fault.js';

const elsewhere = 'or say where it listens: --socket PATH';

/** Why nothing came of a connection. `changes`: what was asked would have changed something. */
export function connectionFault(
  socket: string,
  { code = '', message }: NodeJS.ErrnoException,
  changes: boolean,
): RuntimeFault {
  const why = absent[code];
  if (why !== undefined)
    return fault('unavailable', `no agent listens at ${socket}: ${why}`, {
      remedy: `start one: systemctl start wharf-agent, or wharf agent; ${elsewhere}`,
    });
  if (code === 'EACCES' || code === 'EPERM')
    return fault('permission-denied', `this user may not ask the agent at ${socket}`, {
      remedy: `ask as the user of the agent, or as a member of the group that api.group names; ${elsewhere}`,
    });
  if (code === 'EAGAIN')
    return fault('unavailable', `the agent at ${socket} takes no connection: too many wait`, {
      remedy: 'try again later',
    });
  return fault(
    changes ? 'outcome-unknown' : 'unavailable',
    `the agent at ${socket} broke the connection off (${code === '' ? message : code})`,
    { remedy: 'it may have ended, or have too many clients: look at its log' },
  );
}

const absent: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such socket',
  ENOTDIR: 'there is no such socket',
  ECONNREFUSED: 'the socket was left behind by one that is gone',
  ENOTSOCK: 'it is not a socket',
};
