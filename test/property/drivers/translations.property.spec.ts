import { expect } from 'chai';
import fc from 'fast-check';

import { dockerTranslation } from '../../../src/domain/drivers/docker/translation.js';
import { execTranslation } from '../../../src/domain/drivers/exec/translation.js';
import { javaTranslation } from '../../../src/domain/drivers/java/translation.js';
import { rawExecTranslation } from '../../../src/domain/drivers/raw-exec/translation.js';
import type { Translation } from '../../../src/domain/drivers/translation.js';
import type { ContainerSpec } from '../../../src/domain/model/container-spec.js';
import type { ProcessSpec } from '../../../src/domain/model/process-spec.js';
import type { JsonObject } from '../../../src/domain/shared/json.js';
import { aTaskRequest, hashed } from '../../../src/testing/builders/a-task-request.js';
import {
  aDockerPolicy,
  aJavaPolicy,
  anExecPolicy,
  aRawExecPolicy,
} from '../../support/builders/some-policies.js';
import { anyBlock, anyText } from '../../support/any-json.js';
import { told } from '../../support/problems.js';

interface Subject {
  readonly translation: Translation<ContainerSpec | ProcessSpec>;
  readonly keys: readonly string[];
}

const exec = ['command', 'args', 'work_dir', 'pid_mode', 'ipc_mode', 'cap_add', 'cap_drop'];
const java = [
  ...['class', 'class_path', 'jar_path', 'jvm_options', 'args'],
  ...['work_dir', 'pid_mode', 'ipc_mode', 'cap_add', 'cap_drop'],
];
const rawExec = ['command', 'args', 'work_dir', 'oom_score_adj', 'denied_envvars', 'cgroup_v2_override'];
const docker = [
  ...['image', 'command', 'args', 'entrypoint', 'auth', 'load', 'force_pull', 'image_pull_timeout', 'labels'],
  ...[
    'volumes',
    'volume_driver',
    'mount',
    'mounts',
    'devices',
    'ports',
    'port_map',
    'network_mode',
    'logging',
  ],
  ...['ulimit', 'sysctl', 'pids_limit', 'memory_hard_limit', 'cpu_hard_limit', 'security_opt', 'privileged'],
  ...['pid_mode', 'extra_hosts', 'mac_address', 'ipv6_address', 'healthchecks', 'isolation', 'runtime'],
];

const subjects: readonly Subject[] = [
  { translation: execTranslation(anExecPolicy({ allowCaps: ['all'] })), keys: exec },
  { translation: javaTranslation(aJavaPolicy({ allowCaps: ['all'] })), keys: java },
  { translation: rawExecTranslation(aRawExecPolicy()), keys: rawExec },
  { translation: dockerTranslation(aDockerPolicy()), keys: docker },
  {
    translation: dockerTranslation(aDockerPolicy({ volumesEnabled: true, allowPrivileged: true })),
    keys: docker,
  },
];

/** Wild ones, and ones that are all right but for a few keys. */
const configs = (keys: readonly string[]): fc.Arbitrary<JsonObject> =>
  fc.oneof(
    anyBlock(keys),
    fc.record({ image: fc.constant('a:1'), mount: anyBlock(['type', 'target', 'source', 'tmpfs_options']) }),
    fc.record({ image: fc.constant('a:1'), volumes: fc.array(anyText) }),
    fc.record({ command: fc.constant('/bin/sh'), args: fc.array(anyText) }),
    fc.record({ class: anyText, jvm_options: fc.array(anyText) }),
  );

for (const [index, { translation, keys }] of subjects.entries()) {
  describe(`The translation of ${translation.driver} (${index.toString()}), whatever the config`, function () {
    it('yields a spec, or at least one problem, below the task', function () {
      fc.assert(
        fc.property(configs(keys), (config) => {
          const result = translation.translate(aTaskRequest(config), hashed);
          if (result.ok) return;
          expect(result.error).to.not.be.empty;
          for (const { path } of result.error) expect(path).to.match(/^(config\b|mount$|user$)/);
        }),
        { numRuns: 100 },
      );
    });

    it('finds all that could be told without a host', function () {
      fc.assert(
        fc.property(configs(keys), (config) => {
          const before = told(translation.validate(config, ['http']));
          const result = translation.translate(aTaskRequest(config), hashed);
          expect(result.ok ? [] : told(result.error)).to.include.members([...before]);
        }),
        { numRuns: 100 },
      );
    });
  });
}

describe('A docker task in the sandbox', function () {
  const translation = dockerTranslation(aDockerPolicy());
  const path = fc
    .array(fc.constantFrom('..', '.', '', 'local', 'a1', 'alloc', 'state', 'private', 'etc', '/'), {
      maxLength: 8,
    })
    .map((parts) => parts.join('/'));

  it("never binds what lies outside of its allocation's directory", function () {
    fc.assert(
      fc.property(path, (source) => {
        fc.pre(source !== '');
        const volumes = { image: 'a:1', volumes: [`${source}:/x`] };
        const block = { image: 'a:1', mount: { type: 'bind', source, target: '/x' } };
        for (const config of [volumes, block]) {
          const result = translation.translate(aTaskRequest(config), hashed);
          const mounts = result.ok ? result.value.spec.mounts : [];
          for (const mount of mounts)
            if (mount.kind === 'bind')
              expect(`${mount.source}/`).to.match(/^\/state\/alloc\/a1\/(?!task\/private\/)/);
        }
      }),
      { numRuns: 100 },
    );
  });
});
