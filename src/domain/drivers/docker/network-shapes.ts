import type { PublishedPort } from '../../model/container-spec.js';
import type { ChosenPort } from '../../model/task-request.js';
import { refine, spelt } from '../../shape/refine.js';
import { string } from '../../shape/scalars.js';
import type { Place, Shape } from '../../shape/shape.js';
import { suggest } from '../../shape/suggest.js';
import { isIpAddress, isMacAddress } from '../../shared/addresses.js';
import { lookup } from '../../shared/record.js';
import type { DockerContext } from './context.js';

export const ipAddress = (family?: 'ipv4' | 'ipv6'): Shape<string> =>
  spelt(
    family === undefined ? 'an IP address' : `an ${family === 'ipv4' ? 'IPv4' : 'IPv6'} address`,
    (text) => (isIpAddress(text, family) ? text : undefined),
  );

export const macAddress = (): Shape<string> =>
  spelt('a MAC address, such as "02:42:ac:11:00:02"', (text) => (isMacAddress(text) ? text : undefined));

/** `host-gateway` is the engine's word for the address of its host. */
export const extraHost = (): Shape<string> =>
  spelt('a name and an address, such as "db:10.0.0.7"', (text) => {
    const colon = text.indexOf(':');
    const address = text.slice(colon + 1);
    return colon > 0 && (address === 'host-gateway' || isIpAddress(address)) ? text : undefined;
  });

/** Before the port is chosen nobody knows where it will be. */
const nowhere: ChosenPort = { hostIp: '', host: 0, task: 0 };

/** The label of a port of the group's network. */
export const publishedPort = ({ portLabels, request }: DockerContext): Shape<PublishedPort> =>
  refine(string('the label of a port of the group'), (label, at) => {
    if (!portLabels.includes(label)) return unknownPort(label, portLabels, at);
    const port = lookup(request?.ports ?? {}, label) ?? nowhere;
    return { hostIp: port.hostIp, hostPort: port.host, taskPort: port.task };
  });

function unknownPort(label: string, known: readonly string[], at: Place): undefined {
  const nearest = suggest(label, known);
  at.report({
    path: at.path,
    message: `is "${label}", which is no port of the group's network`,
    suggestion:
      nearest === undefined
        ? `put port "${label}" {} into the group's network`
        : `did you mean "${nearest}"?`,
  });
  return undefined;
}
