import { Agent, request } from 'node:https';
import type { KubeObject } from '../../../functions/krm/kube-object.ts';

/** What an API server says of one request. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  /** The texts of its Warning headers: fields that are ignored, deprecated versions, pod security. */
  readonly warnings: readonly string[];
}

export interface ApplyOptions {
  /** The server validates, defaults and admits, and stores nothing. */
  readonly dryRun?: boolean;
}

/** A client of one API server. */
export interface KubernetesApi {
  /** A body that is a string is sent as it is, anything else as JSON. */
  call(method: string, path: string, body?: unknown, contentType?: string): Promise<ApiAnswer>;
  /** `kubectl apply --server-side`, with unknown and duplicate fields refused. */
  apply(object: KubeObject, options?: ApplyOptions): Promise<ApiAnswer>;
  /** `kubectl create`, with unknown and duplicate fields refused. */
  create(object: KubeObject, options?: ApplyOptions): Promise<ApiAnswer>;
  close(): void;
}

interface Resource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

export interface ApiAccess {
  readonly port: number;
  readonly token: string;
  readonly certificate: string;
}

/** A client for an API server on the loopback interface. */
export function kubernetesApi({ port, token, certificate }: ApiAccess): KubernetesApi {
  const agent = new Agent({ keepAlive: true, maxSockets: 8, ca: certificate });
  const resources = new Map<string, Promise<readonly Resource[]>>();

  const call: KubernetesApi['call'] = (method, path, body, contentType = 'application/json') =>
    new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${token}`,
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': contentType }),
      };
      const sent = request({ host: '127.0.0.1', port, method, path, agent, headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            body: readJson(Buffer.concat(chunks).toString()),
            warnings: [answer.headers.warning ?? []].flat().flatMap(warningTexts),
          }),
        );
      });
      sent.on('error', reject);
      sent.end(body === undefined || typeof body === 'string' ? body : JSON.stringify(body));
    });

  const discover = async (apiVersion: string): Promise<readonly Resource[]> => {
    const { body } = await call('GET', groupPath(apiVersion));
    return ((body.resources ?? []) as Resource[]).filter((resource) => !resource.name.includes('/'));
  };

  const collection = async ({ apiVersion, kind, metadata }: KubeObject): Promise<string | undefined> => {
    if (!resources.has(apiVersion)) resources.set(apiVersion, discover(apiVersion));
    const resource = (await resources.get(apiVersion))?.find((one) => one.kind === kind);
    if (!resource) return undefined;
    return `${groupPath(apiVersion)}/${resource.namespaced ? `namespaces/${metadata.namespace ?? 'default'}/` : ''}${resource.name}`;
  };

  const send = async (object: KubeObject, method: string, name: string, query: string, contentType?: string): Promise<ApiAnswer> => {
    const path = await collection(object);
    if (path) return call(method, `${path}${name}?fieldManager=gateway-intent&fieldValidation=Strict${query}`, object, contentType);
    resources.delete(object.apiVersion);
    return { status: 404, body: { message: `no kind ${object.kind} in ${object.apiVersion}` }, warnings: [] };
  };
  const dry = ({ dryRun = false }: ApplyOptions) => (dryRun ? '&dryRun=All' : '');

  return {
    call,
    apply: (object, options = {}) =>
      send(object, 'PATCH', `/${encodeURIComponent(object.metadata.name)}`, `&force=true${dry(options)}`, 'application/apply-patch+yaml'),
    create: (object, options = {}) => send(object, 'POST', '', dry(options)),
    close: () => agent.destroy(),
  };
}

function groupPath(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

function readJson(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return { message: text };
  }
}

/** `299 - "text", 299 - "text"` → the texts. */
function warningTexts(header: string): string[] {
  return [...header.matchAll(/299 \S+ ("(?:[^"\\]|\\.)*")/g)].map((match) => String(match[1]).slice(1, -1).replace(/\\(.)/g, '$1'));
}
