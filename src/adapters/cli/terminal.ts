import type { TerminalSize } from '../../domain/model/exec.js';
import type { Inlet, Outlet } from './surroundings.js';

/** Of a terminal; where there is none, or it knows none, the size that terminals had. */
export const sizeOf = ({ columns, rows }: Outlet): TerminalSize => ({
  columns: known(columns) ?? 80,
  rows: known(rows) ?? 24,
});

const known = (cells: number | undefined): number | undefined => (cells === 0 ? undefined : cells);

/** Has each key as it is pressed, Ctrl-C among them. Answers how to end that. */
export function takeKeys(stdin: Inlet): () => void {
  if (stdin.isTTY !== true || stdin.setRawMode === undefined) return () => undefined;
  stdin.setRawMode(true);
  return () => {
    stdin.setRawMode?.(false);
  };
}

/** Tells every new size. Answers how to end that. */
export function followSize(stdout: Outlet, tell: (size: TerminalSize) => void): () => void {
  const onResize = (): void => {
    tell(sizeOf(stdout));
  };
  stdout.on('resize', onResize);
  return () => {
    stdout.off('resize', onResize);
  };
}
