import type { Brand } from '../shared/brand.js';

/** One instance of a task group on this host: a UUID. */
export type AllocId = Brand<string, 'AllocId'>;
/** The agent an object on the host belongs to: the id of a node, made once and kept in its state directory. */
export type OwnerId = Brand<string, 'OwnerId'>;
/** One try to start one task. Fresh for every try, durable before the try has an effect. */
export type AttemptToken = Brand<string, 'AttemptToken'>;
/** What a runtime calls an instance: a container id, the name of an OCI bundle. */
export type InstanceId = Brand<string, 'InstanceId'>;
/** Hash of a spec's content; two specs with one hash are interchangeable. */
export type SpecHash = Brand<string, 'SpecHash'>;
/** Milliseconds since the Unix epoch. */
export type Instant = Brand<number, 'Instant'>;
/** Milliseconds of a time that nobody sets, from some moment of this process on: only how far two are apart says something. */
export type Tick = Brand<number, 'Tick'>;

/** The first characters of an alloc id, enough for people and for host names. */
export const shortId = (id: AllocId): string => id.slice(0, 8);
