import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { eventually } from '../../../src/testing/eventually.js';
import { temporaryDirectory } from '../../support/temporary-directory.js';

/** Node can't receive datagrams on a unix socket. Prints a line for each: the sender's pid as the kernel tells it, what it says. */
const program = `
import socket, struct, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
s.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
print('bound', flush=True)
while True:
    data, ancillary, _flags, _address = s.recvmsg(4096, 1024)
    pids = [struct.unpack('iii', value)[0] for _level, kind, value in ancillary if kind == socket.SCM_CREDENTIALS]
    print(*pids, data.decode(), flush=True)
`;

/** Stands for a service manager. */
export interface NotifyListener {
  readonly socket: string;
  /** Each `pid words`. */
  readonly heard: () => readonly string[];
  close(): Promise<void>;
}

export async function aNotifyListener(): Promise<NotifyListener> {
  const directory = await temporaryDirectory();
  const socket = join(directory.path, 'notify');
  const listener: ChildProcess = spawn('python3', ['-c', program, socket], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  listener.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await eventually(() => text.startsWith('bound\n'));
  return {
    socket,
    heard: () => text.split('\n').slice(1, -1),
    close: async () => {
      const ended = once(listener, 'exit');
      listener.kill('SIGKILL');
      await ended;
      await directory.remove();
    },
  };
}
