import type { InstanceId } from '../../../domain/model/ids.js';
import type { InstanceHint } from '../../../domain/model/instance.js';
import { isJsonObject, type Json } from '../../../domain/shared/json.js';

/** What may have changed a container's state; the others only tell that somebody looked or attached. */
export const hintEvents = ['create', 'start', 'die', 'oom', 'pause', 'unpause', 'destroy'] as const;

/** The container that an event is about, if it is about one. */
export function readHint(event: Json): InstanceHint | undefined {
  const actor = isJsonObject(event) ? event['Actor'] : undefined;
  const id = isJsonObject(actor) ? actor['ID'] : undefined;
  return typeof id === 'string' && id !== '' ? { id: id as InstanceId } : undefined;
}
