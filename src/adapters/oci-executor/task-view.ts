import { lstat, readlink } from 'node:fs/promises';
import { posix } from 'node:path';

/** A path of the host that a task sees at another. */
export interface ViewMount {
  readonly target: string;
  /** On the host; undefined where the task sees something that is on no file system of the host. */
  readonly source: string | undefined;
}

/** The file tree as a task will see it, before there is a task. */
export interface TaskView {
  /** Later ones lie on top of earlier ones. */
  readonly mounts: readonly ViewMount[];
  /** Symbolic links that stand in the root itself. */
  readonly links: Readonly<Record<string, string>>;
}

/** What the host itself sees. */
export const hostView: TaskView = { mounts: [{ target: '/', source: '/' }], links: {} };

/** As many as the kernel follows before it says ELOOP. */
const mostLinks = 40;

/**
 * Where on the host lies what a task sees at `path`; undefined when it sees nothing there.
 *
 * Links are followed as the task would follow them, from its own root: none leads to a file that the task could not
 * open itself.
 */
export async function resolveInTask(view: TaskView, path: string): Promise<string | undefined> {
  let rest = posix.resolve('/', path).split('/').filter(Boolean);
  let at = '/';
  for (let links = 0; rest.length > 0;) {
    const [name = '', ...further] = rest;
    const here = posix.join(at, name);
    const target = view.links[here] ?? (await linkAt(view, here));
    if (target === undefined) {
      at = here;
      rest = further;
      continue;
    }
    if (++links > mostLinks) return undefined;
    rest = [...posix.resolve(at, target).split('/').filter(Boolean), ...further];
    at = '/';
  }
  return onHost(view, at);
}

async function linkAt(view: TaskView, path: string): Promise<string | undefined> {
  const source = onHost(view, path);
  if (source === undefined || view.mounts.some(({ target }) => target === path)) return undefined;
  try {
    return (await lstat(source)).isSymbolicLink() ? await readlink(source) : undefined;
  } catch {
    return undefined;
  }
}

function onHost({ mounts }: TaskView, path: string): string | undefined {
  const holder = mounts
    .filter(({ target }) => target === '/' || path === target || path.startsWith(`${target}/`))
    .reduce<ViewMount | undefined>(
      (best, mount) => (best !== undefined && best.target.length > mount.target.length ? best : mount),
      undefined,
    );
  return holder?.source === undefined
    ? undefined
    : posix.join(holder.source, posix.relative(holder.target, path));
}
