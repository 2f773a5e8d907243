import { isJsonObject, type Json } from '../../../domain/shared/json.js';
import { jsonLines } from '../output/json-lines.js';

/** How a body of progress lines ended. */
export type ProgressEnd =
  | { readonly how: 'complete' }
  /** The engine itself says that it failed. */
  | { readonly how: 'failed'; readonly message: string }
  | { readonly how: 'broken'; readonly error: unknown };

/** Reads progress to its end, or to the first line that tells of an error. Never rejects; the body is closed after it. */
export async function followProgress(
  body: AsyncIterable<Buffer>,
  onLine: (line: Json) => void,
): Promise<ProgressEnd> {
  try {
    for await (const line of jsonLines(body)) {
      const message = errorIn(line);
      if (message !== undefined) return { how: 'failed', message };
      onLine(line);
    }
    return { how: 'complete' };
  } catch (error) {
    return { how: 'broken', error };
  }
}

function errorIn(line: Json): string | undefined {
  if (!isJsonObject(line)) return undefined;
  const { error, errorDetail: detail } = line;
  if (error === undefined && detail === undefined) return undefined;
  const said = isJsonObject(detail) ? detail['message'] : error;
  return typeof said === 'string' ? said : 'the engine does not say why';
}
