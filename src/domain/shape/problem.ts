/** One thing that is wrong with what a person wrote. */
export interface Problem {
  /** From the top of the document, such as `job.web.group.api.task.server.config.image`. */
  readonly path: string;
  /** What is wrong, as a clause that follows the path. */
  readonly message: string;
  /** What to write instead, when that is known. */
  readonly suggestion?: string;
  /** Where in the text it is written, when the reader of that text can tell. */
  readonly position?: Position;
}

/** Lines and columns count from 1, columns in characters. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Where a path of a document, or what lies nearest above it, is written. */
export type Locate = (path: string) => Position | undefined;

/** The same problem, with the place at which it is written. */
export const positioned =
  (locate: Locate | undefined) =>
  (found: Problem): Problem => {
    const position = found.position ?? locate?.(found.path);
    return position === undefined ? found : { ...found, position };
  };

export const problem = (path: string, message: string, suggestion?: string): Problem => ({
  path,
  message,
  ...(suggestion === undefined ? {} : { suggestion }),
});

/** The same problems, told from further up in the document. */
export const problemsBelow = (path: string, problems: readonly Problem[]): readonly Problem[] =>
  problems.map((found) => ({ ...found, path: `${path}.${found.path}` }));
