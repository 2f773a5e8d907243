/** JSON in which the keys of each object are in order, so that equal content gives equal text. */
export const canonicalJson = (content: unknown): string =>
  JSON.stringify([content], (_, value: unknown) => (isPlainObject(value) ? sorted(value) : value)).slice(
    1,
    -1,
  );

const isPlainObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const sorted = (object: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
