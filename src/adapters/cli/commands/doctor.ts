import type { DriverExamination, HostExamination, VolumeExamination } from '../../../app/app.js';
import { Interruption } from '../interruption.js';
import type { Invocation } from '../invocation.js';
import { columns } from '../output/columns.js';
import type { Palette } from '../output/palette.js';
import { status } from '../status.js';
import { withApp } from '../with-app.js';

/** Says what this host has and lacks for each driver. */
export async function doctor(invocation: Invocation): Promise<number> {
  const interruption = new Interruption(invocation.surroundings, () => undefined);
  const { stop } = interruption.control;
  try {
    return await withApp(invocation, async (app, console) => {
      const host = await app.examineHost(stop);
      if (stop.aborted) return status.interrupted;
      if (invocation.output === 'json') await console.json(host);
      else await console.lines(linesOf(host, console.palettes.stdout));
      return host.usable ? status.well : status.failed;
    });
  } finally {
    interruption.end();
  }
}

function linesOf(
  { usable, drivers, network, volumes }: HostExamination,
  palette: Palette,
): readonly string[] {
  const networks = { ...network, driver: 'networks' };
  const rows = columns([
    ...[...drivers, networks].map((driver) => rowOf(driver, palette)),
    ...volumes.map((volume) => volumeRow(volume, palette)),
  ]);
  const remedies = [...drivers, networks, ...volumes].map(({ remedy }) =>
    remedy === undefined ? [] : remedy.split('\n').map((line) => `    ${line}`),
  );
  const verdict = usable ? [] : ['', `${palette.bad('Nothing can run here yet')}: see above what mends it.`];
  return [...rows.flatMap((row, at) => [row, ...(remedies[at] ?? [])]), ...verdict];
}

const rowOf = (
  { usable, driver, summary }: DriverExamination,
  { good, bad, bold }: Palette,
): Parameters<typeof columns>[0][number] => [
  usable ? { text: 'ok', paint: good } : { text: 'no', paint: bad },
  { text: driver, paint: bold },
  { text: summary },
];

const volumeRow = (
  { volume, modes, summary }: VolumeExamination,
  { good, bad, bold }: Palette,
): Parameters<typeof columns>[0][number] => [
  modes.length > 0 ? { text: 'ok', paint: good } : { text: 'no', paint: bad },
  { text: `volume ${volume}`, paint: bold },
  { text: summary },
];
