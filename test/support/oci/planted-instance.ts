import { mkdir, writeFile } from 'node:fs/promises';

import { bundlePaths, runPaths } from '../../../src/adapters/oci-executor/bundle.js';
import { writeInstanceRecord } from '../../../src/adapters/oci-executor/instance-record.js';
import { defaultRootDirectories } from '../../../src/adapters/oci-executor/root-filesystem.js';
import {
  defaultLogBounds,
  defaultMakingBoundMs,
  type OciSettings,
} from '../../../src/adapters/oci-executor/settings.js';
import type { Identity } from '../../../src/domain/model/identity.js';
import type { InstanceId } from '../../../src/domain/model/ids.js';
import { at } from '../../../src/testing/builders/an-identity.js';
import { valueOf } from '../../../src/testing/expect-result.js';
import { hostPorts } from './an-executor.js';

/** For an executor that makes nothing. */
export const settingsIn = (directory: string): OciSettings => ({
  runDirectory: `${directory}/run`,
  outputDirectory: `${directory}/output`,
  runtime: 'runc',
  runtimePath: undefined,
  conmonPath: undefined,
  rootDirectories: defaultRootDirectories,
  logs: defaultLogBounds,
  makingBoundMs: defaultMakingBoundMs,
});

/** The bundle of an instance that was started, of which this very process is the first one, and its monitor. */
export async function plantInstance(directory: string, id: InstanceId, identity: Identity): Promise<void> {
  const self = valueOf(await hostPorts().processes.identify(process.pid));
  const bundle = bundlePaths(runPaths(settingsIn(directory)), id);
  await mkdir(bundle.directory, { recursive: true });
  const record = { name: id, identity, createdAt: at(1), bootId: self?.bootId ?? '', runtime: '/bin/true' };
  await writeFile(bundle.record, writeInstanceRecord(record));
  for (const path of [bundle.task, bundle.monitor]) await writeFile(path, JSON.stringify(self));
  await writeFile(bundle.started, '1');
}
