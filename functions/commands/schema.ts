import { helpOption, parseArguments } from './arguments.ts';
import type { Command } from './system.ts';
import { wrongUse } from './wrong-use.ts';

const help = `Print the schema of GatewayIntent.

  gateway-intent schema          JSON Schema, for editors
  gateway-intent schema --crd    CustomResourceDefinition

Options
      --crd   a CustomResourceDefinition instead: intents are for clients, but API servers can check them too

Put this line first into an intent, and an editor with YAML support checks it as you type:

  # yaml-language-server: $schema=./gateway-intent.schema.json
`;

export const schema: Command = {
  summary: 'the schema of intents: for editors, or as a CustomResourceDefinition',
  help,
  async run(args, system) {
    const parsed = parseArguments(args, { ...helpOption, crd: { type: 'boolean' } } as const);
    if ('problem' in parsed) return wrongUse(system, parsed.problem, 'schema');
    if (parsed.positionals.length > 0) return wrongUse(system, `"${parsed.positionals[0]}" is one argument too many`, 'schema');
    const { schemaText } = await import('../intent/generated/schema.ts');
    if (parsed.values.crd) {
      const { crdText } = await import('../intent/generated/crd.ts');
      await system.out(crdText());
    } else await system.out(`${JSON.stringify(JSON.parse(schemaText()), null, 2)}\n`);
    return 0;
  },
};
