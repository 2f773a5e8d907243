import type { AllocState, AllocStatus, TaskState } from '../../../app/agent.js';
import { withRemedy } from '../../../domain/model/event-words.js';
import { describeExit } from '../../../domain/model/exit.js';
import { shortId } from '../../../domain/model/ids.js';
import { type Cell, columns } from './columns.js';
import { momentText } from './moment.js';
import type { Palette } from './palette.js';

const headOf = (palette: Palette, ...names: readonly string[]): readonly Cell[] =>
  names.map((text) => ({ text, paint: palette.dim }));

/** One line for each allocation. */
export function allocLines(allocs: readonly AllocStatus[], palette: Palette): readonly string[] {
  const rows = allocs.map((alloc) => [
    { text: shortId(alloc.id) },
    { text: alloc.name },
    { text: alloc.state, paint: paintOf(alloc.state, palette) },
    { text: runningOf(alloc.tasks) },
    { text: restartsOf(alloc.tasks) },
    { text: momentText(alloc.submittedAt) },
  ]);
  return columns([headOf(palette, 'ID', 'NAME', 'STATE', 'RUNNING', 'RESTARTS', 'SUBMITTED'), ...rows]);
}

const runningOf = (tasks: readonly TaskState[]): string =>
  `${tasks.filter(({ phase }) => phase === 'running').length.toString()}/${tasks.length.toString()}`;

const restartsOf = (tasks: readonly TaskState[]): string =>
  tasks.reduce((sum, { restarts }) => sum + restarts, 0).toString();

const paintOf = (state: AllocState, { good, bad, dim, bold }: Palette): ((text: string) => string) =>
  ({
    pending: bold,
    running: good,
    stopping: bold,
    complete: dim,
    failed: bad,
    stopped: dim,
    lost: bad,
  })[state];

/** All of one allocation: what it is, a table of its tasks, then what failed. */
export function allocReport(alloc: AllocStatus, palette: Palette): readonly string[] {
  const facts = columns([
    [{ text: 'id' }, { text: alloc.id }],
    [{ text: 'name' }, { text: alloc.name, paint: palette.bold }],
    [{ text: 'state' }, { text: alloc.state, paint: paintOf(alloc.state, palette) }],
    [{ text: 'wanted' }, { text: alloc.wanted ? 'yes' : 'no' }],
    [{ text: 'submitted' }, { text: momentText(alloc.submittedAt) }],
  ]);
  const head = headOf(palette, 'TASK', 'DRIVER', 'STATE', 'EXIT', 'RESTARTS', 'PID', 'STARTED', 'FINISHED');
  return [...facts, '', ...columns([head, ...alloc.tasks.map(taskRow)]), ...failuresOf(alloc)];
}

const taskRow = (task: TaskState): readonly Cell[] => [
  { text: task.task },
  { text: task.driver },
  { text: task.outcome?.replace('-', ' ') ?? task.phase },
  { text: task.exit === undefined ? '-' : describeExit(task.exit) },
  { text: task.restarts.toString() },
  { text: task.pid?.toString() ?? '-' },
  { text: momentText(task.startedAt) },
  { text: momentText(task.finishedAt) },
];

function failuresOf({ tasks, failures }: AllocStatus): readonly string[] {
  const all = [
    ...tasks.flatMap(({ task, failure }) =>
      failure === undefined ? [] : [{ ...failure, message: `${task}: ${failure.message}` }],
    ),
    ...failures,
  ];
  return all.length === 0 ? [] : ['', ...all.map(({ message, remedy }) => withRemedy(message, remedy))];
}
