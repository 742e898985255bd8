import type { Schema } from './schema.ts';

/** The API reference: one section for each shape, in the order in which a reader meets them. */
export function reference(schema: Schema): string {
  const sections: string[] = [];
  const seen = new Set<Schema>();
  const queue: { node: Schema; path: string }[] = [{ node: schema, path: '' }];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { node, path } = next;
    if (seen.has(node)) continue;
    seen.add(node);
    const rows: string[] = [];
    for (const [name, property] of Object.entries(node.properties ?? {})) {
      const inner = property.items ?? property;
      if (inner.properties && inner.title) queue.push({ node: inner, path: path ? `${path}.${name}${property.items ? '[]' : ''}` : name });
      const required = node.required?.includes(name) ? ' **Required.**' : '';
      rows.push(`| \`${name}\` | ${typeOf(property)} | ${cell(property.description ?? '')}${required}${bounds(property)} |`);
    }
    if (rows.length === 0) continue;
    const rules = (node['x-kubernetes-validations'] ?? []).map(({ message }) => `- ${message}`);
    sections.push(
      [
        `## ${node.title}`,
        '',
        path ? `\`${path}\`` : '',
        path ? '' : undefined,
        node.description ? `${node.description}\n` : undefined,
        '| field | type | meaning |',
        '|---|---|---|',
        ...rows,
        ...(rules.length > 0 ? ['', ...rules] : []),
      ]
        .filter((line) => line !== undefined)
        .join('\n'),
    );
  }
  return `<!-- Made by npm run generate from functions/intent/gateway-intent.schema.yaml. -->\n# GatewayIntent, field by field\n\n${sections.join('\n\n')}\n`;
}

function typeOf(schema: Schema): string {
  if (schema['x-kubernetes-int-or-string']) return 'number or string';
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(' \\| ');
  if (schema.items) return `list of ${typeOf(schema.items)}`;
  if (schema.properties && schema.title) return `[${schema.title}](#${schema.title.toLowerCase()})`;
  if (typeof schema.additionalProperties === 'object') return `map of ${typeOf(schema.additionalProperties)}`;
  if (schema.pattern?.includes('(h|m|s')) return 'duration';
  return `${schema.type ?? 'any'}`;
}

function bounds(schema: Schema): string {
  const { minimum, maximum } = schema as { minimum?: number; maximum?: number };
  if (minimum !== undefined && maximum !== undefined) return ` ${minimum} to ${maximum}.`;
  return minimum !== undefined ? ` At least ${minimum}.` : '';
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
