const plain = /^(?![-?:] |[-?:]$|(?:true|false|null|yes|no|on|off|~)$|[\d.+-]+$)[\w./$-][\w./:$@%*-]*(?<!:)$/i;

/** A value as YAML on one line: `{name: public, hosts: ["*.example.com"]}`. */
export function flowText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowText).join(', ')}]`;
  if (value !== null && typeof value === 'object')
    return `{${Object.entries(value)
      .map(([key, entry]) => `${key}: ${flowText(entry)}`)
      .join(', ')}}`;
  return typeof value === 'string' && !plain.test(value) ? JSON.stringify(value) : String(value);
}
