import type { Newable, ResolutionContext, ServiceIdentifier } from 'inversify';

/**
 * Makes a `Class` out of what a record of tokens stands for, part by part under the same names. A token that is
 * missing, or stands for something else than the part of that name, does not compile.
 */
export const construct =
  <T, Parts extends object>(
    Class: Newable<T, [Parts]>,
    tokens: { readonly [Name in keyof Parts]: ServiceIdentifier<Parts[Name]> },
  ) =>
  (context: ResolutionContext): T =>
    new Class(
      Object.fromEntries(
        Object.entries<ServiceIdentifier>(tokens).map(([name, token]) => [name, context.get(token)]),
      ) as Parts,
    );
