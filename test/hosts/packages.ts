import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The intent of samples/smallest under another name: what most users begin with. */
export const intent = (name = 'shop', namespace = 'shop', host = 'shop.example.com'): string => `apiVersion: gatewayintent.dev/v1alpha1
kind: GatewayIntent
metadata:
  name: ${name}
  namespace: ${namespace}
  annotations:
    config.kubernetes.io/local-config: "true"
spec:
  gateways: [{name: public}]
  expose:
  - hosts: [${host}]
    to: frontend:8080
    tls: {secretName: shop-cert}
`;

/** What the smallest intent becomes. */
export const kindsOfSmallest = [
  'Deployment',
  'Gateway',
  'HorizontalPodAutoscaler',
  'PodDisruptionBudget',
  'Role',
  'RoleBinding',
  'Service',
  'ServiceAccount',
  'VirtualService',
];

/** The kinds in a stream of manifests, sorted. */
export const kindsIn = (manifests: string): string[] => [...manifests.matchAll(/^kind: (.+)$/gm)].map((found) => found[1] as string).sort();

export const kptfile = (pipeline: string, name = 'package'): string => `apiVersion: kpt.dev/v1
kind: Kptfile
metadata:
  name: ${name}
  annotations:
    config.kubernetes.io/local-config: "true"
pipeline:
${pipeline}`;

/** All files of a folder, by path. */
export function filesOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).sort();
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]));
}
