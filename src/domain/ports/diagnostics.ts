/** Is told what wharf itself does and runs into; what tasks do is told as events. Never fails. */
export interface Diagnostics {
  /** `facts` are for machines; an `error` among them is told with its causes. No secret may be among them. */
  note(level: DiagnosticLevel, message: string, facts?: Readonly<Record<string, unknown>>): void;
}

export type DiagnosticLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error';
