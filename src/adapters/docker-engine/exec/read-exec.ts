import { type Exit, exitFromStatus } from '../../../domain/model/exit.js';
import { isJsonObject, type Json } from '../../../domain/shared/json.js';

/** What the engine knows of a command; `pid` is 0 for as long as it has none, and when it could not be run. */
export type ExecState =
  | { readonly phase: 'starting' }
  | { readonly phase: 'running'; readonly pid: number }
  | { readonly phase: 'ended'; readonly pid: number; readonly exit: Exit };

export function readExec(answer: Json): ExecState {
  const { Running: running, ExitCode: code, Pid: told } = isJsonObject(answer) ? answer : {};
  const pid = typeof told === 'number' ? told : 0;
  if (running === true) return pid > 0 ? { phase: 'running', pid } : { phase: 'starting' };
  if (typeof code !== 'number') return { phase: 'starting' };
  return { phase: 'ended', pid, exit: exitFromStatus(code, false) };
}
