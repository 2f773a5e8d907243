import { fault, type RuntimeFault } from '../../../domain/faults/runtime-fault.js';
import { describeExit } from '../../../domain/model/exit.js';
import { err, ok, type Result } from '../../../domain/shared/result.js';
import type { AllocStatus, Explanation, TaskState } from '../../agent.js';
import { findByPrefix } from './prefix.js';

/** What is known of an allocation, or of an attempt that runs, or of its instance. */
export function explain(id: string, all: readonly AllocStatus[]): Result<Explanation, RuntimeFault> {
  const found = findByPrefix(id, all);
  if (found.ok) return ok(ofAllocation(found.value));
  if (found.error.kind === 'conflict') return found;
  const [inside, ...others] = id === '' ? [] : all.flatMap((alloc) => insideOf(id, alloc));
  if (inside === undefined) return err(fault('not-found', `nothing is known of ${id}`));
  return others.length === 0 ? ok(inside) : err(fault('conflict', `several begin with ${id}`));
}

const ofAllocation = (alloc: AllocStatus): Explanation => ({
  about: 'allocation',
  id: alloc.id,
  sentences: [
    ...alloc.failures.map(({ message }) => `${message}.`),
    `${alloc.name} is ${alloc.state}${alloc.wanted ? '' : ' and no longer wanted to run'}.`,
    ...alloc.tasks.flatMap(ofTask),
  ],
  facts: { ...alloc },
});

function ofTask(task: TaskState): readonly string[] {
  const { exit, restarts, failure, pid } = task;
  const does =
    pid === undefined
      ? `Task ${task.task} is ${task.phase}.`
      : `Task ${task.task} runs as pid ${pid.toString()}.`;
  return [
    task.outcome === undefined ? does : `Task ${task.task} has ended: ${task.outcome}.`,
    ...(exit === undefined ? [] : [`Its last attempt that ended did so with ${describeExit(exit)}.`]),
    ...(restarts === 0 ? [] : [`It was started again ${restarts.toString()} times by its policy.`]),
    ...(failure === undefined ? [] : [`It could not be started: ${failure.message}.`]),
  ];
}

const insideOf = (id: string, alloc: AllocStatus): readonly Explanation[] =>
  alloc.tasks.flatMap((task): readonly Explanation[] => {
    const { handle } = task;
    if (handle === undefined) return [];
    const about = handle.instance.startsWith(id) ? 'instance' : 'attempt';
    if (about === 'attempt' && !handle.attempt.startsWith(id)) return [];
    const full = about === 'instance' ? handle.instance : handle.attempt;
    return [
      {
        about,
        id: full,
        sentences: [`It is of task ${task.task} of ${alloc.name} (${alloc.id}).`, ...ofTask(task)],
        facts: { alloc: alloc.id, ...task },
      },
    ];
  });
