import { describeExit } from '../../../domain/model/exit.js';
import type { AllocStatus, Explanation, TaskState } from '../../agent.js';

export const ofAllocation = (alloc: AllocStatus): Explanation => ({
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
    ...(exit === undefined ? [] : [`The exit of its last attempt that ended: ${describeExit(exit)}.`]),
    ...(restarts === 0 ? [] : [`It was started again ${restarts.toString()} times by its policy.`]),
    ...(failure === undefined ? [] : [`It could not be started: ${failure.message}.`]),
  ];
}

/** The attempts of its tasks that run, and their instances. */
export const insideOf = (alloc: AllocStatus): readonly Explanation[] =>
  alloc.tasks.flatMap((task): readonly Explanation[] => {
    const { handle } = task;
    if (handle === undefined) return [];
    const known = {
      sentences: [`It is of task ${task.task} of ${alloc.name} (${alloc.id}).`, ...ofTask(task)],
      facts: { alloc: alloc.id, ...task },
    };
    return [
      { about: 'instance', id: handle.instance, ...known },
      { about: 'attempt', id: handle.attempt, ...known },
    ];
  });
