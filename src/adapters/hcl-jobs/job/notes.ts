import type { Json } from '../../../domain/shared/json.js';
import { type Field, optional } from '../../../domain/shape/object.js';
import { problem } from '../../../domain/shape/problem.js';
import { string } from '../../../domain/shape/scalars.js';

/** The value of a key that is left out, null when it stands there. */
export type Left = null | undefined;

const isSet = (value: Json): boolean => value !== false && value !== 0 && value !== '';

/** A key that says nothing about how its task runs here, such as when to render a template again that never changes. */
export const moot: Field<Left> = optional({ expects: 'anything', read: () => null });

/** Keys that Nomad knows and one host doesn't do: those that a job can do without, and those that it can't. */
export class Notes {
  private readonly places = new Map<string, { readonly reason: string; readonly paths: string[] }>();

  /** What the job says in vain, each key once, with all of its places. */
  get warnings(): readonly string[] {
    return [...this.places].map(
      ([key, { reason, paths }]) => `${key} is ignored: ${reason} (${paths.join(', ')})`,
    );
  }

  /** Left out with a warning that gives the reason, a clause. */
  ignored(reason: string): Field<Left> {
    return optional({
      expects: 'anything',
      read: (value, at) => {
        if (isSet(value)) this.note(at.path, reason);
        return null;
      },
    });
  }

  /** Text that is read, and has no effect but when it says what is done in any case. The reason is a clause. */
  inVain(reason: string, usual: string): Field<string | undefined> {
    const text = string();
    return optional({
      ...text,
      read: (value, at) => {
        if (isSet(value) && value !== usual) this.note(at.path, reason);
        return text.read(value, at);
      },
    });
  }

  /** Not run at all, since leaving it out would change what the task does. The reason is a clause. */
  refused(reason: string, suggestion?: string): Field<Left> {
    return optional({
      expects: 'nothing',
      read: (value, at) => {
        if (isSet(value)) at.report(problem(at.path, `is not supported: ${reason}`, suggestion));
        // The rest of its block can be read all the same.
        return null;
      },
    });
  }

  private note(path: string, reason: string): void {
    const key = path.slice(path.lastIndexOf('.') + 1);
    const known = this.places.get(key);
    if (known === undefined) this.places.set(key, { reason, paths: [path] });
    else if (!known.paths.includes(path)) known.paths.push(path);
  }
}
