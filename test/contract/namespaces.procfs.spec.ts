import { type ChildProcess, spawn } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';

import { ProcfsNamespaces } from '../../src/adapters/procfs/procfs-namespaces.js';
import { describeNamespaces } from '../../src/testing/contract/namespaces.contract.js';
import { eventually } from '../../src/testing/eventually.js';

/** A shell that starts a child and never asks how it ended. */
const careless = 'sleep 0.01 & echo $!; exec sleep 1000';

describeNamespaces('of processes in /proc', async () => {
  const own = await readlink('/proc/self/ns/net');
  const children: ChildProcess[] = [];
  const started = (command: string, args: readonly string[]): number => {
    const child = spawn(command, args, { stdio: 'ignore' });
    children.push(child);
    return child.pid ?? 0;
  };
  const apart = started('unshare', ['--net', 'sleep', '1000']);
  await eventually(async () => (await readlink(`/proc/${apart.toString()}/ns/net`)) !== own);
  const parent = spawn('sh', ['-c', careless], { stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(parent);
  const line = await new Promise<Buffer>((resolve) => parent.stdout.once('data', resolve));
  const ended = Number(line.toString());
  await eventually(async () => (await readFile(`/proc/${ended.toString()}/stat`, 'utf8')).includes(') Z '));
  return {
    subject: new ProcfsNamespaces(),
    together: [process.pid, started('sleep', ['1000'])],
    apart,
    ended,
    dispose: () => {
      for (const child of children) child.kill('SIGKILL');
      return Promise.resolve();
    },
  };
});
