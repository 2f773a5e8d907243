import { ClassicLevel } from 'classic-level';

/** Does something to a store that nobody has open, without the store. */
export async function withRawDatabase<T>(
  directory: string,
  act: (level: ClassicLevel) => Promise<T>,
): Promise<T> {
  const level = new ClassicLevel(directory, { compression: false });
  await level.open();
  return act(level).finally(() => level.close());
}

/** Makes all records unreadable whose keys have this text. */
export const spoilRecords = (directory: string, text: string): Promise<void> =>
  withRawDatabase(directory, async (level) => {
    const keys = (await level.keys().all()).filter((key) => key.includes(text));
    await level.batch(keys.map((key) => ({ type: 'put', key, value: 'spoilt' })));
  });
