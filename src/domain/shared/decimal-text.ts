/** A number in its decimal digits, without an exponent: `1e-7` is `0.0000001`. */
export function decimalText(number: number): string {
  const [, sign = '', whole = '', fraction = '', exponent = ''] =
    /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(number.toString()) ?? [];
  if (exponent === '') return number.toString();
  const shift = Number(exponent);
  const digits = whole + fraction;
  return shift < 0 ? `${sign}0.${'0'.repeat(-shift - 1)}${digits}` : sign + digits.padEnd(shift + 1, '0');
}
