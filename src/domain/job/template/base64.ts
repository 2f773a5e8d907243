import { err, ok, type Result } from '../../shared/result.js';

const base64 = /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/;

export const encodeBase64 = (text: string): string =>
  btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));

/** The text, or why there is none, as a clause. Line breaks are no part of base64, and may stand anywhere. */
export function decodeBase64(text: string): Result<string, string> {
  const plain = text.replace(/[\r\n]/g, '');
  if (!base64.test(plain)) return err('with what is no base64');
  const bytes = Uint8Array.from(atob(plain), (character) => character.charCodeAt(0));
  const decoded = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const again = new TextEncoder().encode(decoded);
  return again.every((byte, index) => byte === bytes[index])
    ? ok(decoded)
    : err('with bytes that are no text');
}
