/** One thing that is wrong with what a person wrote. */
export interface Problem {
  /** From the top of the document, such as `job.web.group.api.task.server.config.image`. */
  readonly path: string;
  /** What is wrong, as a clause that follows the path. */
  readonly message: string;
  /** What to write instead, when that is known. */
  readonly suggestion?: string;
}
