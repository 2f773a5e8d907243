import { setImmediate as turn } from 'node:timers/promises';

/** The names of what Node warned of meanwhile. */
export async function warningsDuring(act: () => Promise<unknown>): Promise<readonly string[]> {
  const names: string[] = [];
  const note = ({ name }: Error): void => {
    names.push(name);
  };
  process.on('warning', note);
  try {
    await act();
    await turn();
  } finally {
    process.off('warning', note);
  }
  return names;
}
