/** Puts server-sent events together: what each `data` was, with the `id` that stood before it. */
export class EventLines {
  readonly #decoder = new TextDecoder();
  #rest = '';
  #id = '';

  push(chunk: Uint8Array): readonly { readonly id: string; readonly data: string }[] {
    const lines = (this.#rest + this.#decoder.decode(chunk, { stream: true })).split('\n');
    this.#rest = lines.pop() ?? '';
    return lines.flatMap((line) => {
      if (line.startsWith('id: ')) this.#id = line.slice('id: '.length);
      return line.startsWith('data: ') ? [{ id: this.#id, data: line.slice('data: '.length) }] : [];
    });
  }
}
