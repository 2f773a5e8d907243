/** One thing that is wrong with what a person wrote. */
export interface Problem {
  /** From the top of the document, such as `job.web.group.api.task.server.config.image`. */
  readonly path: string;
  /** What is wrong, as a clause that follows the path. */
  readonly message: string;
  /** What to write instead, when that is known. */
  readonly suggestion?: string;
}

export const problem = (path: string, message: string, suggestion?: string): Problem => ({
  path,
  message,
  ...(suggestion === undefined ? {} : { suggestion }),
});

/** The same problems, told from further up in the document. */
export const problemsBelow = (path: string, problems: readonly Problem[]): readonly Problem[] =>
  problems.map((found) => ({ ...found, path: `${path}.${found.path}` }));
