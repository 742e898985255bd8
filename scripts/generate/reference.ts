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
    for (const [name, property] of Object.entries(node.properties ?? {})) {
      const inner = property.items ?? property;
      if (inner.properties && inner.title) queue.push({ node: inner, path: path ? `${path}.${name}${property.items ? '[]' : ''}` : name });
    }
    if (Object.keys(node.properties ?? {}).length > 0) sections.push(sectionOf(node, path));
  }
  return `<!-- Made by npm run generate from functions/intent/gateway-intent.schema.yaml. -->\n# GatewayIntent, field by field\n\n${sections.join('\n\n')}\n`;
}

function sectionOf(node: Schema, path: string): string {
  const rows = Object.entries(node.properties ?? {}).map(([name, property]) => {
    const required = node.required?.includes(name) ? ' **Required.**' : '';
    return `| \`${name}\` | ${typeOf(property)} | ${cell(property.description ?? '')}${required}${bounds(property)} |`;
  });
  const rules = (node['x-kubernetes-validations'] ?? []).map(({ message }) => `- ${message}`);
  return [
    `## ${node.title}`,
    '',
    ...(path ? [`\`${path}\``, ''] : ['']),
    ...(node.description ? [`${node.description}\n`] : []),
    '| field | type | meaning |',
    '|---|---|---|',
    ...rows,
    ...(rules.length > 0 ? ['', ...rules] : []),
  ].join('\n');
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
