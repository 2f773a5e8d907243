import type { ExecSession } from '../../../../domain/model/exec.js';
import { statusOf } from '../../../../domain/model/exit.js';
import { ok } from '../../../../domain/shared/result.js';
import { findAlloc } from '../../find-alloc.js';
import type { Invocation } from '../../invocation.js';
import type { Console } from '../../output/console.js';
import { status } from '../../status.js';
import { followSize, sizeOf, takeKeys } from '../../terminal.js';
import { whileWanted } from '../../while-wanted.js';
import { withAgent } from '../../with-agent.js';

interface ExecOptions {
  readonly tty?: boolean;
  readonly interactive?: boolean;
  /** Both. */
  readonly it?: boolean;
}

/** Runs a command beside a task; ends with its status. */
export function exec(
  invocation: Invocation,
  [prefix = '', task = '', program = '', ...args]: readonly string[],
  { it = false, tty = it, interactive = it }: ExecOptions,
): Promise<number> {
  const { stdout } = invocation.surroundings;
  return withAgent(invocation, (agent, console) =>
    whileWanted(invocation, console, async (signal) => {
      const alloc = await findAlloc(agent, prefix);
      if (!alloc.ok) return alloc;
      const terminal = tty ? sizeOf(stdout) : undefined;
      const session = await agent.exec(
        alloc.value.id,
        task,
        { command: [program, ...args], terminal },
        signal,
      );
      if (!session.ok) return session;
      return ok(await attach(session.value, { invocation, console, tty, interactive, signal }));
    }),
  );
}

interface Attached {
  readonly invocation: Invocation;
  readonly console: Console;
  readonly tty: boolean;
  readonly interactive: boolean;
  /** Aborts when nobody wants it any more. */
  readonly signal: AbortSignal;
}

async function attach(
  session: ExecSession,
  { invocation: { surroundings }, console, tty, interactive, signal }: Attached,
): Promise<number> {
  const { stdout } = surroundings;
  const giveKeysBack = tty && interactive ? takeKeys(surroundings.stdin) : (): void => undefined;
  const unfollow = tty ? followSize(stdout, (size) => session.resize(size)) : (): void => undefined;
  try {
    if (interactive) void feed(session, surroundings.stdin);
    else session.endInput();
    for await (const { stream, bytes } of session.output) await console[stream].write(bytes);
    const exit = await session.exit;
    if (exit.kind === 'unknown' && !signal.aborted)
      await console.failure({ message: `how it ended is unknown: ${exit.why}`, remedy: undefined });
    return statusOf(exit) ?? status.failed;
  } finally {
    unfollow();
    giveKeysBack();
    session.close();
    // A terminal that is waited for would keep this process.
    if (interactive) surroundings.stdin.destroy();
  }
}

/** Ends when the input does, or when it is closed under it. */
async function feed(session: ExecSession, stdin: AsyncIterable<unknown>): Promise<void> {
  try {
    for await (const chunk of stdin) await session.write(Buffer.from(chunk as Uint8Array));
  } catch {
    // What can't be read any more has ended.
  }
  session.endInput();
}
