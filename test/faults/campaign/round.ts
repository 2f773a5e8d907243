import { aReconcilePolicy } from '../../support/builders/a-host-object.js';
import { hostClock } from '../../support/host-clock.js';
import { captureHost } from '../../support/host/host-state.js';
import { join } from 'node:path';
import type { Bystanders } from './bystanders.js';
import { type Aftermath, judgeAftermath } from './aftermath.js';
import { nameOf, isOfTools } from './fault-kinds.js';
import { LaneRun } from './lane-run.js';
import { Ledger } from './ledger.js';
import { holdings, openFiles } from './open-files.js';
import { type Place, settingsOn } from './place.js';
import { bounded, never, type Scene } from './scene.js';
import { type Script, scriptFrom } from './script.js';
import { openSubject } from './subject.js';
import { livingTasks } from './truth.js';

const passPauseMs = 250;
const samplePauseMs = 400;
const settleMs = 60_000;

/** Runs one script; what went wrong that must not is in the ledger afterwards. */
export async function runRound(
  place: Place,
  bystanders: Bystanders,
  script: Script,
  ledger: Ledger,
): Promise<void> {
  const { stateDirectory, runDirectory } = place.settings;
  const roots = [stateDirectory, runDirectory];
  const before: Aftermath = {
    roots,
    host: await captureHost(roots),
    files: await openFiles(),
    bystanders: await bystanders.look(),
  };
  ledger.holds(await holdings());
  await play(place, bystanders, script, ledger);
  await judgeAftermath(place, bystanders, before, ledger);
  ledger.holds(await holdings());
}

/** What the first task of all leaves for good is there before anything is counted. */
export async function warmUp(place: Place, bystanders: Bystanders): Promise<void> {
  const ledger = new Ledger();
  const size = { lanes: 2, lives: 1, faults: 0 };
  // One on each OCI runtime.
  for (const seed of [0, 1]) await play(place, bystanders, scriptFrom(seed, size), ledger);
  const [first] = ledger.findings;
  if (first !== undefined) throw new Error(`with nothing broken: ${first.sin}: ${first.told}`);
}

async function play(place: Place, bystanders: Bystanders, script: Script, ledger: Ledger): Promise<void> {
  const { runtime } = script;
  const untracked = await bystanders.plantUntracked(place.tools.runtimePaths[runtime]);
  const scene: Scene = { place, ledger, subject: openSubject(settingsOn(place, runtime), place.host) };
  const lanes = script.lanes.map((lane) => new LaneRun(scene, lane));
  await place.tools.plan(script.faults.filter(isOfTools));
  place.engineFaults.plan(script.faults.filter((planned) => !isOfTools(planned)));
  const over = new AbortController();
  const sampling = sample(scene, over.signal);
  await Promise.all([...lanes.map((lane) => lane.run()), reconcile(scene, script.passes, untracked)]);
  await stopBreaking(scene);
  await settle(scene);
  // Nothing is dangling before the second look at it.
  await reconcile(scene, 3, untracked);
  over.abort();
  await sampling;
  for (const lane of lanes) await lane.leave();
  scene.subject.close();
  place.proxy.dropConnections();
}

async function stopBreaking({ place, ledger }: Scene): Promise<void> {
  for (const name of place.engineFaults.settle()) ledger.fault(name);
  for (const taken of await place.tools.settle()) ledger.fault(nameOf(taken));
}

async function settle({ subject, ledger }: Scene): Promise<void> {
  for (const removals of subject.removals)
    for (const { attempt } of await removals.settle(() => true, settleMs, never))
      ledger.find('leaked', `the removal of ${attempt} stays pending with nothing broken any more`);
  const attempts = await subject.store.attempts();
  if (attempts.ok)
    for (const { alloc, task } of attempts.value.readable) await subject.store.forget(alloc, task);
}

/** Makes passes; whatever they remove but what was planted had been forgotten by its driver. */
async function reconcile(scene: Scene, passes: number, untracked: readonly string[]): Promise<void> {
  const { place, subject, ledger } = scene;
  const allocRoot = join(place.settings.stateDirectory, 'allocs');
  const policy = aReconcilePolicy({ owner: place.host.nodeId, allocRoot, graceMs: 0 });
  for (let pass = 0; pass < passes; pass++) {
    const reports = await bounded(scene, 'reconcile pass', subject.pass.run(policy, never));
    for (const report of reports?.ok === true ? reports.value : []) {
      if (report.outcome === 'unsound') ledger.find('foreign touched', report.violations.join('; '));
      if (report.outcome !== 'judged') continue;
      for (const { id, words, removal } of report.objects)
        if (removal !== undefined && !untracked.includes(id))
          ledger.find('leaked', `${report.runtime} ${id} was left to the reconciler: ${words}`);
    }
    await hostClock.sleep(passPauseMs, never);
  }
}

/** Looks again and again whether two lives of one task run at the same time. */
async function sample({ ledger }: Scene, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const tasks = (await livingTasks()).map((mark) => mark.replace(/-\d+$/, ''));
    const twice = tasks.find((task, index) => tasks.indexOf(task) !== index);
    if (twice !== undefined) ledger.find('doubled', `two processes of ${twice} run at the same time`);
    await hostClock.sleep(samplePauseMs, signal);
  }
}
