import { Agent, type IncomingMessage, request } from 'node:http';

/** The Engine API with nothing in between: one request, one answer, over connections that stay open. */
export class RawEngine {
  readonly #socketPath: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });

  constructor(socketPath: string) {
    this.#socketPath = socketPath;
  }

  async create(body: object, name: string): Promise<string> {
    const created = await this.#call('POST', `/containers/create?name=${encodeURIComponent(name)}`, body);
    return (created as { readonly Id: string }).Id;
  }

  start(id: string): Promise<unknown> {
    return this.#call('POST', `/containers/${id}/start`);
  }

  inspect(id: string): Promise<unknown> {
    return this.#call('GET', `/containers/${id}/json`);
  }

  /** Every container, in every state. */
  async list(): Promise<number> {
    return ((await this.#call('GET', '/containers/json?all=true')) as readonly unknown[]).length;
  }

  remove(id: string): Promise<unknown> {
    return this.#call('DELETE', `/containers/${id}?force=true&v=true`);
  }

  /** How many containers run. */
  async running(): Promise<number> {
    return ((await this.#call('GET', '/containers/json')) as readonly unknown[]).length;
  }

  close(): void {
    this.#agent.destroy();
  }

  #call(method: string, path: string, body?: object): Promise<unknown> {
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const headers =
      payload === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) };
    return new Promise((resolve, reject) => {
      const asked = request(
        { socketPath: this.#socketPath, agent: this.#agent, method, path, headers },
        (answer) => {
          readAnswer(answer).then(resolve, reject);
        },
      );
      asked.on('error', reject).end(payload);
    });
  }
}

async function readAnswer(answer: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const status = answer.statusCode ?? 0;
  if (status >= 400) throw new Error(`the engine answered ${status.toString()}: ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}
