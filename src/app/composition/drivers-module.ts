import { ContainerModule, type ResolutionContext } from 'inversify';

import { dockerTranslation } from '../../domain/drivers/docker/translation.js';
import { execTranslation } from '../../domain/drivers/exec/translation.js';
import { describeJava } from '../../domain/drivers/java/description.js';
import { javaTranslation } from '../../domain/drivers/java/translation.js';
import { rawExecTranslation } from '../../domain/drivers/raw-exec/translation.js';
import type { Translation } from '../../domain/drivers/translation.js';
import type {
  DockerPolicy,
  ExecPolicy,
  JavaPolicy,
  RawExecPolicy,
} from '../../domain/model/driver-policy.js';
import type { ProcessSpec } from '../../domain/model/process-spec.js';
import type { JavaRuntime } from '../../domain/ports/java-runtime.js';
import type { Answer } from '../../domain/ports/runtime.js';
import type { RuntimeDescription } from '../../domain/model/instance.js';
import { ok } from '../../domain/shared/result.js';
import { ImageSupply } from '../services/image-supply.js';
import { Holders } from '../services/network/holders.js';
import { Placement } from '../services/network/placement.js';
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
      .toDynamicValue((context) => {
        const runtime = context.get(Tokens.ContainerRuntime);
        return new RuntimeDriver({
          ...context.get(Tokens.ContainerServices),
          ...driverParts(context),
          kind: 'container',
          translation,
          runtime,
          images: new ImageSupply(runtime, context.get(Tokens.Clock)),
        });
      })
      .inSingletonScope();
    bind(Tokens.Holders)
      .toResolvedValue(
        (services, runtime, image) => new Holders({ ...services, runtime, image }),
        [Tokens.ContainerServices, Tokens.ContainerRuntime, Tokens.HolderImage],
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
    for (const translation of [execTranslation(exec), rawExecTranslation(rawExec)])
      bind(Tokens.Driver)
        .toDynamicValue((context) => new RuntimeDriver(processParts(context, translation)))
        .inSingletonScope();
  });

/** The `java` driver, beside those over the same executor. */
export const javaDriverModule = (policy: JavaPolicy): ContainerModule =>
  new ContainerModule(({ bind }) => {
    const translation = javaTranslation(policy);
    bind(Tokens.Driver)
      .toDynamicValue(
        (context) =>
          new RuntimeDriver({
            ...processParts(context, translation),
            besides: withJava(context.get(Tokens.JavaRuntime)),
          }),
      )
      .inSingletonScope();
  });

const driverParts = (context: ResolutionContext) => ({
  ids: context.get(Tokens.Ids),
  placement: new Placement(context.get(Tokens.Namespaces)),
});

const processParts = (context: ResolutionContext, translation: Translation<ProcessSpec>) => ({
  ...context.get(Tokens.ExecutorServices),
  ...driverParts(context),
  kind: 'process' as const,
  translation,
  runtime: context.get(Tokens.Executor),
  images: undefined,
});

const withJava =
  (java: JavaRuntime) =>
  async (executor: RuntimeDescription, signal: AbortSignal): Answer<RuntimeDescription> => {
    const found = await java.describe(signal);
    return found.ok ? ok(describeJava(executor, found.value)) : found;
  };
