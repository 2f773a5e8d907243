import type { Scanner } from './scanner.js';
import type { Expression } from './syntax-tree.js';

/** Reads one expression; handed down to the parsers of its parts, which hold expressions again. */
export type ParseExpression = (scanner: Scanner) => Expression;
