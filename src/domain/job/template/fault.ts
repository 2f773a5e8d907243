/** What is wrong with a template, as a clause that follows its path. */
export interface TemplateFault {
  readonly message: string;
  readonly suggestion?: string;
  /** Where in the text. */
  readonly at: number;
}
