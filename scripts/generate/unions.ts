import type { Schema } from './schema.ts';

/**
 * The schema's `x-kubernetes-validations` as functions, so that the API server (CEL) and the function check the same rules. The CEL that the
 * schema uses is a small part of the language: `has`, comparison, logic, and `[…].filter(x, x).size()`.
 */
export function unions(schema: Schema): string {
  const rules: string[] = [];
  const places = new Map<string, string[][]>();
  const visit = (node: Schema, place: string[]): void => {
    const own = node['x-kubernetes-validations'] ?? [];
    if (own.length > 0) {
      if (!node.title) throw new Error(`a schema with rules has no title: ${JSON.stringify(own)}`);
      const known = places.get(node.title);
      if (known !== undefined) known.push(place);
      else places.set(node.title, [place]);
      const written =
        known !== undefined
          ? []
          : own.map(
              ({ rule, message }) =>
                `    { fields: ${JSON.stringify(fields(rule))}, holds: (self) => ${javascript(rule)}, message: ${JSON.stringify(message)} },`,
            );
      if (known === undefined) rules.push(`  ${node.title}: [\n${written.join('\n')}\n  ],`);
    }
    for (const [name, child] of Object.entries(node.properties ?? {})) visit(child, [...place, name]);
    if (node.items) visit(node.items, [...place, '[]']);
  };
  visit(schema, []);
  return `// Made by npm run generate from gateway-intent.schema.yaml.

/** A rule between the fields of one object. */
export interface Union {
  readonly fields: readonly string[];
  readonly holds: (self: Record<string, unknown>) => boolean;
  readonly message: string;
}

/** The rules of each shape, by its title in the schema. */
export const unions: Readonly<Record<string, readonly Union[]>> = {
${rules.join('\n')}
};

/** Where each shape is, from the root of an intent; \`[]\` is every entry of a list. */
export const unionPlaces: Readonly<Record<string, readonly (readonly string[])[]>> = {
${[...places].map(([title, list]) => `  ${title}: [${list.map((place) => JSON.stringify(place)).join(', ')}],`).join('\n')}
};
`;
}

const fields = (rule: string): string[] => [...new Set([...rule.matchAll(/self\.(\w+)/g)].map((match) => match[1] as string))];

function javascript(rule: string): string {
  return rule
    .replace(/has\((self\.\w+)\)/g, '($1 !== undefined)')
    .replace(/\.filter\(x, x\)\.size\(\)/g, '.filter(Boolean).length')
    .replace(/(?<![<>=!])==(?!=)/g, '===')
    .replace(/!=(?!=)/g, '!==')
    .replace(/(self\.\w+) (<=|<) (self\.\w+)/g, '($1 as number) $2 ($3 as number)');
}
