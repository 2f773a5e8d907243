/**
 * For calls that are waited for even by somebody who gave up: a create, start or remove that is aborted has an unknown
 * outcome, while one that is waited for ends within the adapter's own bound.
 */
export const steadfast = (): AbortSignal => new AbortController().signal;
