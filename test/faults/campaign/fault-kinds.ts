import type { EngineFault } from '../../support/faults/engine-proxy.js';
import type { EventFault } from '../../support/faults/spoil-events.js';
import {
  callsOf,
  conmonFaults,
  runtimeFaults,
  type ToolCall,
  type ToolFault,
} from '../../support/faults/spoilt-tools.js';
import type { OciRuntimeName } from '../../support/oci/an-executor.js';

/** Calls to the engine, told apart by what they are for; `event` is one event of a stream of them. */
const engineCalls = {
  version: /^GET \/version/,
  info: /^GET \/info/,
  create: /^POST \/containers\/create/,
  start: /^POST \/containers\/[^/]+\/start/,
  kill: /^POST \/containers\/[^/]+\/kill/,
  remove: /^DELETE \/containers\//,
  list: /^GET \/containers\/json/,
  inspect: /^GET \/containers\/[^/]+\/json/,
  stats: /^GET \/containers\/[^/]+\/stats/,
  logs: /^GET \/containers\/[^/]+\/logs/,
  image: /^GET \/images\/.+\/json/,
  events: /^GET \/events/,
} as const;

export type EngineCall = keyof typeof engineCalls;
interface EngineFaultOf {
  readonly call: EngineCall;
  readonly fault: EngineFault;
}
interface EventFaultOf {
  readonly call: 'event';
  readonly fault: EventFault;
}
interface ToolFaultOf {
  readonly call: ToolCall;
  readonly fault: ToolFault;
}

/** One thing that goes wrong with one kind of call. */
export type FaultKind = EngineFaultOf | EventFaultOf | ToolFaultOf;

/** A fault, and when: after how many more of its kind of call; for a kill, so many milliseconds into it. */
export type PlannedFault = FaultKind & { readonly skip: number; readonly afterMs: number };

export const nameOf = ({ call, fault }: Pick<FaultKind, 'call' | 'fault'>): string =>
  `${isToolCall(call) ? call : `engine ${call}`}: ${fault}`;

export const engineCallOf = (call: string): EngineCall | undefined =>
  (Object.keys(engineCalls) as EngineCall[]).find((name) => engineCalls[name].test(call));

/** An engine says no, breaks off or says nothing; it never says that there is not what is there: that would be believed. */
const unheard: readonly EngineFault[] = ['refuse', 'reset', 'silence', 'late'];
const spoilt: readonly EngineFault[] = ['done-500', 'done-reset', 'done-silence', 'done-late'];
/** An answer without a body can't be cut. */
const questions: readonly EngineFault[] = [...unheard, ...spoilt, 'done-cut'];

const engineFaults: Readonly<Record<EngineCall, readonly EngineFault[]>> = {
  version: questions,
  info: questions,
  // 404: there is no such image. That has it looked for.
  create: [...questions, 'deny'],
  start: [...unheard, ...spoilt],
  kill: [...unheard, ...spoilt],
  remove: [...unheard, ...spoilt],
  list: questions,
  inspect: questions,
  stats: questions,
  image: questions,
  logs: [...unheard, 'cut'],
  events: [...unheard, 'cut'],
};

const kindsOf = <Call extends string, Fault extends string>(
  call: Call,
  faults: readonly Fault[],
): readonly { readonly call: Call; readonly fault: Fault }[] => faults.map((fault) => ({ call, fault }));

/** Every kind of call with everything that can go wrong with it. */
export const engineKinds: readonly FaultKind[] = [
  ...(Object.keys(engineFaults) as EngineCall[]).flatMap((call) => kindsOf(call, engineFaults[call])),
  ...kindsOf('event', ['drop', 'double', 'reorder', 'cut']),
];

const conmonKinds = kindsOf('conmon', conmonFaults);

const runtimeKindsOf = (runtime: OciRuntimeName): readonly FaultKind[] =>
  callsOf(runtime).flatMap((call) => kindsOf(call, runtimeFaults));

/** Of the tools that make what runs on one OCI runtime. */
export const toolKindsOf: Readonly<Record<OciRuntimeName, readonly FaultKind[]>> = {
  runc: [...runtimeKindsOf('runc'), ...conmonKinds],
  crun: [...runtimeKindsOf('crun'), ...conmonKinds],
};

export const toolKinds: readonly FaultKind[] = [...new Set([...toolKindsOf.runc, ...toolKindsOf.crun])];

const isToolCall = (call: FaultKind['call']): call is ToolCall => !(call in engineCalls) && call !== 'event';

export const isOfTools = (planned: PlannedFault): planned is ToolFaultOf & PlannedFault =>
  isToolCall(planned.call);
