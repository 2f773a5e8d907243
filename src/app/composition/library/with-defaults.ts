/** The defaults, with whatever is said in their place. What is said to be undefined is not said. */
export function withDefaults<Defaults extends object>(
  defaults: Defaults,
  said: { readonly [Name in keyof Defaults]?: Defaults[Name] | undefined },
): Defaults {
  const over = Object.entries(said).filter(([name, value]) => value !== undefined && name in defaults);
  return { ...defaults, ...Object.fromEntries(over) };
}
