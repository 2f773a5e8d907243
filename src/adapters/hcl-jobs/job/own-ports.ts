import { isJsonObject, type Json, type JsonObject } from '../../../domain/shared/json.js';
import { lookup } from '../../../domain/shared/record.js';
import type { NetworkBlock } from './network-shape.js';
import type { TaskBlock } from './task-shape.js';

type Ports = NetworkBlock['port'];

/** Ports of a network of the task itself, as tasks once had them. They are ports of its group now. */
export function ownPorts({ driver, config, resources }: TaskBlock): Ports {
  const ports = resources.network?.port ?? [];
  const mapped = driver === 'docker' ? portMapOf(config, labelsOf(ports)) : undefined;
  return ports.map(({ label, value }) => ({
    label,
    value: { ...value, to: lookup(mapped ?? {}, label) ?? value.to },
  }));
}

/** The config of a task, which publishes all ports of its own network, as docker's driver does. */
export function configWithPorts(
  driver: string,
  config: JsonObject,
  own: readonly { readonly label: string }[],
): JsonObject {
  const labels = labelsOf(own);
  if (driver !== 'docker' || labels.length === 0 || config['ports'] !== undefined) return config;
  const published = { ...config, ports: labels };
  if (config['port_map'] === undefined || portMapOf(config, labels) === undefined) return published;
  return Object.fromEntries(Object.entries(published).filter(([key]) => key !== 'port_map'));
}

const labelsOf = (ports: readonly { readonly label: string }[]): readonly string[] =>
  ports.map(({ label }) => label);

/** The ports in the container, by label; undefined when there are others than those of the network, or none. */
function portMapOf(
  { port_map: map }: JsonObject,
  labels: readonly string[],
): Readonly<Record<string, number>> | undefined {
  const blocks: readonly Json[] = Array.isArray(map) ? (map as readonly Json[]) : [map ?? null];
  const entries = blocks.flatMap((block) => (isJsonObject(block) ? Object.entries(block) : []));
  const ports = entries.map(([label, port]) => [label, Number(port)] as const);
  const known = ports.every(([label, port]) => labels.includes(label) && Number.isInteger(port) && port > 0);
  return ports.length > 0 && known ? Object.fromEntries(ports) : undefined;
}
