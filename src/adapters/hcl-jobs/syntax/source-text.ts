import type { Position } from '../../../domain/shape/problem.js';

/** A text with its name, which can say where in it an offset lies. */
export class SourceText {
  readonly path: string;
  readonly text: string;

  constructor(path: string, text: string) {
    this.path = path;
    // A byte order mark is no part of the language.
    this.text = text.startsWith('\uFEFF') ? text.slice(1) : text;
  }

  positionAt(offset: number): Position {
    const before = this.text.slice(0, offset);
    const lineStart = before.lastIndexOf('\n') + 1;
    return {
      file: this.path,
      line: before.split('\n').length,
      column: Array.from(before.slice(lineStart)).length + 1,
    };
  }
}
