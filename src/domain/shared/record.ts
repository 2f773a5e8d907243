/** The record's own value; names that people choose, such as `constructor`, must not reach the prototype. */
export const lookup = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;
