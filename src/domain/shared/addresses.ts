const octet = /^(?:0|[1-9]\d{0,2})$/;

const isIpv4 = (text: string): boolean => {
  const octets = text.split('.');
  return octets.length === 4 && octets.every((part) => octet.test(part) && Number(part) <= 255);
};

/** RFC 4291, 2.2; without a zone. */
function isIpv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1) ?? '';
  const embedded = last.includes('.') && !text.endsWith('::');
  const hex = embedded ? groups.slice(0, -1) : groups;
  const count = hex.length + (embedded ? 2 : 0);
  return (
    (!embedded || isIpv4(last)) &&
    hex.every((group) => /^[0-9a-f]{1,4}$/i.test(group)) &&
    (halves.length === 2 ? count <= 7 : count === 8)
  );
}

export const isIpAddress = (text: string, family?: 'ipv4' | 'ipv6'): boolean =>
  (family !== 'ipv6' && isIpv4(text)) || (family !== 'ipv4' && isIpv6(text));

/** An address of which all bits behind the prefix are 0, with a length of the prefix in these bounds. */
export function isIpv4Subnet(text: string, prefix: { readonly from: number; readonly to: number }): boolean {
  const [address = '', length = '', ...rest] = text.split('/');
  const bits = Number(length);
  if (rest.length > 0 || !isIpv4(address) || !octet.test(length)) return false;
  if (bits < prefix.from || bits > prefix.to) return false;
  const number = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  return number % 2 ** (32 - bits) === 0;
}

/** Six bytes in hexadecimal, with colons or with dashes. */
export const isMacAddress = (text: string): boolean =>
  /^[0-9a-f]{2}(?:(?::[0-9a-f]{2}){5}|(?:-[0-9a-f]{2}){5})$/i.test(text);
