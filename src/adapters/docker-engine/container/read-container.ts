import type { Exit } from '../../../domain/model/exit.js';
import { exitFromStatus } from '../../../domain/model/exit.js';
import { momentOf } from '../../../domain/model/host-object.js';
import { type Identity, identityFrom } from '../../../domain/model/identity.js';
import type { InstanceId, Instant } from '../../../domain/model/ids.js';
import type { Instance, InstanceState } from '../../../domain/model/instance.js';
import { parseSignal, type SignalName, signalName } from '../../../domain/model/signals.js';
import { isJsonObject, type Json, type JsonObject } from '../../../domain/shared/json.js';
import { type Result, err, ok } from '../../../domain/shared/result.js';

/** One container of a list: enough to know whose it is and to ask for more. */
export interface ListedContainer {
  readonly id: InstanceId;
  readonly name: string;
  readonly identity: Identity;
  readonly createdAt: Instant;
}

/**
 * The containers of a list that are ours and say so completely; undefined when it is no list of containers: something
 * without an id may be any of ours, and a list that lacks one tells that it is gone.
 */
export function readList(answer: Json): readonly ListedContainer[] | undefined {
  if (!Array.isArray(answer) || !(answer as readonly Json[]).every(isContainer)) return undefined;
  return (answer as readonly Json[]).flatMap((item) => {
    const { Id: id, Names: names, Labels: labels, Created: created } = fieldsOf(item);
    const identity = readIdentity(labels);
    if (!identity.ok) return [];
    const name = Array.isArray(names) ? text((names as readonly Json[])[0]) : '';
    const createdAt = momentOf(typeof created === 'number' ? created * 1000 : NaN) ?? (0 as Instant);
    return [{ id: id as InstanceId, name: bare(name), identity: identity.value, createdAt }];
  });
}

/** Whether it is about one at all. */
export const isContainer = (answer: Json): boolean => text(fieldsOf(answer)['Id']) !== '';

/** The instance that an inspect shows, or in words why it is none of ours. Never throws, whatever the engine says. */
export function readContainer(answer: Json): Result<Instance, string> {
  const { Id: id, Name: name, Created: created, Config: config, State: state } = fieldsOf(answer);
  if (typeof id !== 'string' || id === '') return err('the engine shows no container');
  const identity = readIdentity(fieldsOf(config)['Labels']);
  if (!identity.ok) return identity;
  const stopSignal = readSignal(text(fieldsOf(config)['StopSignal']));
  return ok({
    id: id as InstanceId,
    name: bare(text(name)),
    identity: identity.value,
    createdAt: (instant(created) ?? 0) as Instant,
    state: readState(fieldsOf(state)),
    ...(stopSignal === undefined ? {} : { stopSignal }),
  });
}

/** What a reader of its output has to know of a container. */
export interface OutputFacts {
  readonly when: 'before-start' | 'running' | 'after-end';
  /** Whether a terminal was asked for: its output comes without frames. */
  readonly terminal: boolean;
}

export function readOutputFacts(answer: Json): OutputFacts {
  const { State: state, Config: config } = fieldsOf(answer);
  const status = text(fieldsOf(state)['Status']);
  const ended = ['exited', 'removing', 'dead'].includes(status);
  return {
    when: status === 'created' ? 'before-start' : ended ? 'after-end' : 'running',
    terminal: fieldsOf(config)['Tty'] === true,
  };
}

/**
 * The engine's seven states in our four phases. A paused container still has its process; one that is being removed, or
 * whose removal failed, has ended if it ever ran. `restarting` can't be ours: we never ask the engine to restart.
 */
function readState(state: JsonObject): InstanceState {
  const status = text(state['Status']);
  switch (status) {
    case 'created':
      return { phase: 'created' };
    case 'running':
    case 'paused':
      return readRunning(state);
    case 'exited':
    case 'removing':
    case 'dead':
      return readEnded(state, status);
    default:
      return unknown(status === '' ? 'the engine does not say its state' : `the engine calls it ${status}`);
  }
}

function readRunning(state: JsonObject): InstanceState {
  const { Pid: pid, StartedAt: started } = state;
  const startedAt = instant(started);
  if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0 || startedAt === undefined)
    return unknown('the engine says that it runs, but not as what');
  return { phase: 'running', pid, startedAt };
}

function readEnded(state: JsonObject, status: string): InstanceState {
  const startedAt = instant(state['StartedAt']);
  const finishedAt = instant(state['FinishedAt']) ?? startedAt;
  if (startedAt === undefined || finishedAt === undefined) return unknown(`the engine calls it ${status}`);
  return { phase: 'exited', exit: readExit(state), startedAt, finishedAt };
}

function readExit({ ExitCode: code, OOMKilled: oomKilled }: JsonObject): Exit {
  const oom = oomKilled === true;
  if (typeof code === 'number' && Number.isSafeInteger(code) && code >= 0) return exitFromStatus(code, oom);
  return { kind: 'unknown', why: 'the engine does not say its exit code', oom };
}

/** Images name it or give its number. */
const readSignal = (spelt: string): SignalName | undefined => parseSignal(spelt) ?? signalName(Number(spelt));

const unknown = (why: string): InstanceState => ({ phase: 'unknown', why });

function readIdentity(labels: Json | undefined): Result<Identity, string> {
  const entries = Object.entries(fieldsOf(labels)).filter(([, value]) => typeof value === 'string');
  return identityFrom(Object.fromEntries(entries) as Readonly<Record<string, string>>);
}

const fieldsOf = (value: Json | undefined): JsonObject => (isJsonObject(value) ? value : {});
const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
/** The engine writes names with a slash before them. */
const bare = (name: string): string => name.replace(/^\//, '');

/** Undefined for the year 1 too, which is how the engine says never. */
function instant(value: Json | undefined): Instant | undefined {
  const ms = Date.parse(text(value));
  return ms > 0 ? (ms as Instant) : undefined;
}
