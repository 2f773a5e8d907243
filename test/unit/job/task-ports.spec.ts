import { expect } from 'chai';

import { portsFor } from '../../../src/domain/job/task-ports.js';
import type { Port } from '../../../src/domain/model/job.js';
import { aHost } from '../../../src/testing/builders/a-task-request.js';

const port = (label: string, over: Partial<Port> = {}): Port => ({
  label,
  static: undefined,
  to: undefined,
  ...over,
});
const host = aHost({ attributes: { 'unique.network.ip-address': '10.0.0.7' } });

describe('The ports of a task', function () {
  it("are its group's and its own, each of which may bear a label that another task uses", function () {
    const ports = [
      port('http', { to: 80 }),
      port('db', { task: 'redis', to: 6379 }),
      port('db', { task: 'mysql' }),
    ];
    const numbers = { http: 20_000, 'redis/db': 20_001, 'mysql/db': 20_002 };
    const http = { hostIp: '10.0.0.7', host: 20_000, task: 80 };
    const redis = { hostIp: '10.0.0.7', host: 20_001, task: 6379 };
    const mysql = { hostIp: '10.0.0.7', host: 20_002, task: 20_002 };
    const taskPorts = [
      { task: 'redis', label: 'db', chosen: redis },
      { task: 'mysql', label: 'db', chosen: mysql },
    ];
    expect(portsFor('redis', ports, numbers, host)).to.deep.equal({ ports: { http, db: redis }, taskPorts });
    expect(portsFor('mysql', ports, numbers, host)).to.deep.equal({ ports: { http, db: mysql }, taskPorts });
    expect(portsFor('web', ports, numbers, host)).to.deep.equal({ ports: { http }, taskPorts });
  });

  it('are on the loopback when the host has no address', function () {
    const { ports } = portsFor('t', [port('a', { static: 80 })], {}, aHost());
    expect(ports).to.deep.equal({ a: { hostIp: '127.0.0.1', host: 80, task: 80 } });
  });
});
