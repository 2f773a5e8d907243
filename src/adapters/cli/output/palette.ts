import picocolors from 'picocolors';

import type { Outlet } from '../surroundings.js';

type Paint = (text: string) => string;

/** The colours of one way out; none where nobody can see them or wants them. */
export interface Palette {
  readonly good: Paint;
  readonly bad: Paint;
  readonly dim: Paint;
  readonly bold: Paint;
  /** One colour per name, in turn. */
  readonly names: readonly [Paint, ...Paint[]];
}

export function paletteFor(outlet: Outlet, wanted: boolean): Palette {
  const { green, red, dim, bold, cyan, yellow, magenta, blue, ...more } = picocolors.createColors(
    wanted && outlet.isTTY === true,
  );
  return {
    good: green,
    bad: red,
    dim,
    bold,
    names: [cyan, yellow, green, magenta, blue, more.cyanBright, more.yellowBright, more.magentaBright],
  };
}

/** See no-color.org; a dumb terminal has none. */
export const wantsColor = (
  flag: boolean,
  environment: Readonly<Record<string, string | undefined>>,
): boolean => flag && (environment['NO_COLOR'] ?? '') === '' && environment['TERM'] !== 'dumb';
