import { refine } from '../shape/refine.js';
import { string } from '../shape/scalars.js';
import { type Shape, mistyped } from '../shape/shape.js';
import { isAbsolute, normalise } from '../shared/path.js';
import { spelt } from '../shape/refine.js';

/** The program to run, without the blanks that a shell would have cut away. */
export const program = (): Shape<string> => {
  const expects = 'the program to run, without blanks around it';
  return refine(
    string(expects),
    (text, at) => (text === text.trim() && text !== '' ? text : mistyped(at, expects, text)),
    expects,
  );
};

export const absolutePath = (): Shape<string> =>
  spelt('an absolute path', (text) => (isAbsolute(text) ? normalise(text) : undefined));

/** Job files leave an option out by giving it empty text. */
export const given = (text: string | undefined): string | undefined => (text === '' ? undefined : text);
