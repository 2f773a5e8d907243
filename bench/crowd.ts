import { type Identity, labelsOf } from '../src/domain/model/identity.js';
import type { InstanceId } from '../src/domain/model/ids.js';

/** A container as an engine lists it, with all that it usually tells of one. */
export const listed = (id: InstanceId, identity: Identity): object => ({
  Id: id,
  Names: [`/${identity.task}-${identity.attempt}`],
  Image: 'registry.example/team/service:1.2.3',
  ImageID: `sha256:${'0'.repeat(64)}`,
  Command: '/usr/local/bin/service --config /local/service.toml',
  Created: 1_700_000_000,
  Ports: [{ IP: '0.0.0.0', PrivatePort: 8080, PublicPort: 28_080, Type: 'tcp' }],
  Labels: { ...labelsOf(identity), 'org.example.team': 'harbour', 'org.example.stage': 'production' },
  State: 'running',
  Status: 'Up 3 hours',
  HostConfig: { NetworkMode: 'default' },
  NetworkSettings: {
    Networks: { bridge: { NetworkID: 'f'.repeat(64), IPAddress: '172.17.0.2', Gateway: '172.17.0.1' } },
  },
  Mounts: ['/alloc', '/local', '/secrets'].map((Destination) => ({
    Type: 'bind',
    Source: `/var/lib/wharf/allocs/${identity.alloc}${Destination}`,
    Destination,
    Mode: '',
    RW: true,
    Propagation: 'rprivate',
  })),
});

/** The same container as an inspect shows it, as far as is read here. */
export const shown = (id: InstanceId, identity: Identity): object => ({
  Id: id,
  Name: `/${identity.task}-${identity.attempt}`,
  Created: '2023-11-14T22:13:20.000000000Z',
  Config: { Labels: labelsOf(identity), Env: [] },
  State: { Status: 'running', Pid: 4711, StartedAt: '2023-11-14T22:13:21.000000000Z' },
  Mounts: [],
});
