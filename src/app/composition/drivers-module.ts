import { ContainerModule } from 'inversify';

import { dockerTranslation } from '../../domain/drivers/docker/translation.js';
import { execTranslation } from '../../domain/drivers/exec/translation.js';
import { rawExecTranslation } from '../../domain/drivers/raw-exec/translation.js';
import type { DockerPolicy, ExecPolicy, RawExecPolicy } from '../../domain/model/driver-policy.js';
import { ImageSupply } from '../services/image-supply.js';
import { RuntimeDriver } from '../services/runtime-driver.js';
import { runtimeServices } from './runtime-services.js';
import { Tokens } from './tokens.js';

const serviceTokens = [Tokens.Owner, Tokens.Clock, Tokens.Timing] as const;

// Whoever loads these into a container of their own may have another default: what drivers share must stay one.

/** The `docker` driver, over whatever container runtime is bound. */
export const dockerDriverModule = (policy: DockerPolicy): ContainerModule =>
  new ContainerModule(({ bind }) => {
    const translation = dockerTranslation(policy);
    bind(Tokens.ContainerServices)
      .toResolvedValue(runtimeServices, [Tokens.ContainerRuntime, ...serviceTokens])
      .inSingletonScope();
    bind(Tokens.Removals)
      .toResolvedValue(({ removals }) => removals, [Tokens.ContainerServices])
      .inSingletonScope();
    bind(Tokens.Reconciled)
      .toResolvedValue((runtime) => ['docker', runtime] as const, [Tokens.ContainerRuntime])
      .inSingletonScope();
    bind(Tokens.Driver)
      .toResolvedValue(
        (runtime, services, clock, ids) => {
          const images = new ImageSupply(runtime, clock);
          return new RuntimeDriver({ ...services, kind: 'container', translation, runtime, ids, images });
        },
        [Tokens.ContainerRuntime, Tokens.ContainerServices, Tokens.Clock, Tokens.Ids],
      )
      .inSingletonScope();
  });

/** The `exec` and `raw_exec` drivers, over whatever executor is bound. */
export const executorDriversModule = (exec: ExecPolicy, rawExec: RawExecPolicy): ContainerModule =>
  new ContainerModule(({ bind }) => {
    bind(Tokens.ExecutorServices)
      .toResolvedValue(runtimeServices, [Tokens.Executor, ...serviceTokens])
      .inSingletonScope();
    bind(Tokens.Removals)
      .toResolvedValue(({ removals }) => removals, [Tokens.ExecutorServices])
      .inSingletonScope();
    bind(Tokens.Reconciled)
      .toResolvedValue((runtime) => ['exec', runtime] as const, [Tokens.Executor])
      .inSingletonScope();
    for (const translation of [execTranslation(exec), rawExecTranslation(rawExec)]) {
      bind(Tokens.Driver)
        .toResolvedValue(
          (runtime, services, ids) =>
            new RuntimeDriver({
              ...services,
              kind: 'process',
              translation,
              runtime,
              ids,
              images: undefined,
            }),
          [Tokens.Executor, Tokens.ExecutorServices, Tokens.Ids],
        )
        .inSingletonScope();
    }
  });
