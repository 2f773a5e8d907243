/** The same port, but for some verbs. */
export const instead = <T extends object>(port: T, verbs: Partial<T>): T =>
  new Proxy(port, {
    get: (target, key) => {
      const own: unknown = Reflect.get(verbs, key);
      if (own !== undefined) return own;
      const member: unknown = Reflect.get(target, key, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
