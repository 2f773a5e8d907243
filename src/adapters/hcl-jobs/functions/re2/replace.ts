/** Each match replaced by a text in which `$1`, `${1}`, `$name` and `$$` mean what they do in Go. */
export function replaceAll(text: string, pattern: RegExp, template: string): string {
  const parts: string[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    // Go sees nothing between a match and its end.
    if (match[0] === '' && match.index === end && end > 0) continue;
    parts.push(text.slice(end, match.index), expanded(template, match));
    end = match.index + match[0].length;
  }
  return [...parts, text.slice(end)].join('');
}

const expanded = (template: string, match: RegExpExecArray): string =>
  template.replace(/\$(?:(\$)|\{(\w+)\}|(\w+))/g, (_, dollar?: string, braced?: string, bare?: string) => {
    if (dollar !== undefined) return '$';
    const group = braced ?? bare ?? '';
    return (/^\d+$/.test(group) ? match[Number(group)] : match.groups?.[group]) ?? '';
  });
