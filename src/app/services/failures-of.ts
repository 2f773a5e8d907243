import type { Failure } from '../../domain/model/report.js';
import type { Answer } from '../../domain/ports/runtime.js';

/** What a report tells of an answer: nothing of a success. */
export const failuresOf = (answer: Awaited<Answer<unknown>>): readonly Failure[] =>
  answer.ok ? [] : [{ message: answer.error.message, remedy: answer.error.remedy }];
