import type { ContainerNetwork } from '../../../domain/model/container-spec.js';
import type { JsonObject } from '../../../domain/shared/json.js';
import { type ApiVersion, isAtLeast } from '../connection/api-version.js';

interface NetworkRequest {
  readonly MacAddress?: string | undefined;
  readonly ExposedPorts: JsonObject;
  readonly PortBindings: JsonObject;
  readonly NetworkingConfig?: JsonObject;
}

/** From this version on a container has one address per network, and none of its own. */
const macPerNetwork: ApiVersion = { major: 1, minor: 44 };

export function networkRequest(network: ContainerNetwork, api: ApiVersion): NetworkRequest {
  const perNetwork = isAtLeast(api, macPerNetwork);
  const endpoint = endpointSettings(network, perNetwork);
  const bindings = portBindings(network);
  return {
    ...(perNetwork ? {} : { MacAddress: network.mac }),
    ExposedPorts: Object.fromEntries(Object.keys(bindings).map((port) => [port, {}])),
    PortBindings: bindings,
    ...(network.mode === undefined || endpoint === undefined
      ? {}
      : { NetworkingConfig: { EndpointsConfig: { [network.mode]: endpoint } } }),
  };
}

function endpointSettings(
  { aliases, ipv4, ipv6, mac }: ContainerNetwork,
  perNetwork: boolean,
): JsonObject | undefined {
  const addressed = ipv4 !== undefined || ipv6 !== undefined;
  const settings = {
    ...(aliases.length > 0 ? { Aliases: aliases } : {}),
    ...(addressed ? { IPAMConfig: { IPv4Address: ipv4, IPv6Address: ipv6 } } : {}),
    ...(perNetwork && mac !== undefined ? { MacAddress: mac } : {}),
  };
  return Object.keys(settings).length > 0 ? settings : undefined;
}

function portBindings({ ports }: ContainerNetwork): Record<string, JsonObject[]> {
  const bindings: Record<string, JsonObject[]> = {};
  for (const { hostIp, hostPort, taskPort } of ports) {
    for (const protocol of ['tcp', 'udp']) {
      const bound = (bindings[`${taskPort.toString()}/${protocol}`] ??= []);
      bound.push({ HostIp: hostIp, HostPort: hostPort.toString() });
    }
  }
  return bindings;
}
