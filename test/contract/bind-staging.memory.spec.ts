import {
  MemoryBindStaging,
  type MemoryNode,
  type MemoryTree,
} from '../../src/adapters/memory/memory-bind-staging.js';
import { describeBindStaging } from '../../src/testing/contract/bind-staging.contract.js';

const aTree = (): MemoryTree => ({ kind: 'directory', entries: new Map() });

describeBindStaging('in memory', () => {
  const host = aTree();
  const subject = new MemoryBindStaging(host);
  const root = '/root';
  host.entries.set('root', aTree());

  const lookUp = (from: MemoryNode, names: readonly string[]): MemoryNode | undefined =>
    names.reduce<MemoryNode | undefined>(
      (at, name) => (at?.kind === 'directory' ? at.entries.get(name) : undefined),
      from,
    );
  const split = (path: string): readonly [MemoryTree, string] => {
    const names = path.split('/').slice(1);
    const holder = lookUp(host, names.slice(0, -1));
    if (holder?.kind !== 'directory') throw new Error(`${path} lies in no directory`);
    return [holder, names.at(-1) ?? ''];
  };
  const take = (path: string): MemoryNode => {
    const [holder, name] = split(path);
    const node = holder.entries.get(name);
    if (node === undefined) throw new Error(`there is no ${path}`);
    return node;
  };
  const put = (path: string, node: MemoryNode): Promise<void> => {
    const [holder, name] = split(path);
    holder.entries.set(name, node);
    return Promise.resolve();
  };

  return Promise.resolve({
    subject,
    root,
    makeDirectory: (path) => put(path, aTree()),
    makeFile: (path, content) => put(path, { kind: 'file', content, names: 1 }),
    makeLink: (path, to) => put(path, { kind: 'link', to }),
    makeName: (path, of) => {
      const node = take(of);
      if (node.kind === 'file') node.names += 1;
      return put(path, node);
    },
    move: async (from, to) => {
      await put(to, take(from));
      const [holder, name] = split(from);
      holder.entries.delete(name);
    },
    read: (path) => {
      const [, place = '', below = ''] = /^(\/root\/run\/binds\/[^/]+\/\d+)(.*)$/.exec(path) ?? [];
      const from = place === '' ? host : subject.at(place);
      const names = (place === '' ? path : below).split('/').slice(1);
      const node = from === undefined ? undefined : lookUp(from, names);
      return Promise.resolve(node?.kind === 'file' ? node.content : undefined);
    },
    dispose: () => Promise.resolve(),
  });
});
