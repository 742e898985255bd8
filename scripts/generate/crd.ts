import { stringify } from 'yaml';
import { mapSchema, type Schema } from './schema.ts';

/** A CustomResourceDefinition for those who want the API server or an IDE to check intents. It is optional: intents are never applied. */
export function crd(schema: Schema): string {
  const structural = mapSchema(schema, (copy) => {
    delete copy.title;
  });
  const expanded = JSON.parse(JSON.stringify(structural));
  const definition = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'gatewayintents.gatewayintent.dev' },
    spec: {
      group: 'gatewayintent.dev',
      names: { kind: 'GatewayIntent', listKind: 'GatewayIntentList', plural: 'gatewayintents', singular: 'gatewayintent' },
      scope: 'Namespaced',
      versions: [{ name: 'v1alpha1', served: true, storage: true, schema: { openAPIV3Schema: expanded } }],
    },
  };
  return `# Made by npm run generate from gateway-intent.schema.yaml.\n${stringify(definition, { lineWidth: 0 })}`;
}
